using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Reference;

/// <summary>Random numbers between 0 and 1, and the noise and the dropout that are made of them.</summary>
public sealed class RandomUniformTests
{
    private const int Rows = 200;
    private const int Columns = 200;
    private const int Count = Rows * Columns;

    /// <summary>Computed by tests/NetCompiler.Core.Tests/Reference/random_mask.py, which follows the specification in Python's integers.</summary>
    [Fact]
    public void The_specifications_numbers_are_drawn() => Assert.Equal(
        [0.1714124083518982, 0.5675306916236877, 0.5543720126152039, 0.12862437963485718, 0.24785298109054565, 0.8581495881080627],
        Draw(new ReferenceCall { Rows = 2, FirstRow = 41, Seed = 0x0123456789ABCDEF, Step = 0x0000000700000009 }, 3, 3));

    /// <summary>Kolmogorov and Smirnov: the distribution strays by more than 1.95 / √n for one seed in a thousand, and the seeds are fixed.</summary>
    [Fact]
    public void Numbers_are_uniform_and_never_0_or_1()
    {
        double[] sorted = [.. Draw(new ReferenceCall { Rows = Rows, Seed = 42 }, 0, Columns).Order()];

        Assert.InRange(sorted[0], double.Epsilon, 0.001);
        Assert.InRange(sorted[^1], 0.999, 1 - 1e-9);
        Assert.All(sorted, number => Assert.Equal(number, (float)number));
        Assert.InRange(sorted.Select((number, i) => Math.Abs(number - ((i + 0.5) / sorted.Length))).Max(), 0, 1.95 / Math.Sqrt(sorted.Length));
    }

    [Fact]
    public void Noise_is_normal()
    {
        double[] noise = Run(Declare.Line("GaussianNoise", ("std", ArgumentValue.Of(1.0))), 0, NetworkMode.Training);

        // Five standard deviations of each estimate.
        Assert.Equal(0, noise.Average(), 5 / Math.Sqrt(Count));
        Assert.Equal(1, noise.Average(x => x * x), 5 * Math.Sqrt(2.0 / Count));
        Assert.Equal(0, noise.Average(x => x * x * x), 5 * Math.Sqrt(15.0 / Count));
        Assert.Equal(3, noise.Average(x => x * x * x * x), 5 * Math.Sqrt(96.0 / Count));
        foreach ((double bound, double share) in new[] { (0.5, 0.382924922548026), (1.0, 0.682689492137086), (2.0, 0.954499736103642), (3.0, 0.997300203936740) })
        {
            Assert.Equal(share, noise.Count(x => Math.Abs(x) < bound) / (double)Count, 5 * Math.Sqrt(share * (1 - share) / Count));
        }

        Assert.InRange(noise.Max(Math.Abs), 3.5, 5.78);
        Assert.Equal(0, noise.Zip(noise.Skip(1), (x, y) => x * y).Average(), 5 / Math.Sqrt(Count));
    }

    [Fact]
    public void Noise_is_scaled_and_added()
    {
        double[] unit = Run(Declare.Line("GaussianNoise", ("std", ArgumentValue.Of(1.0))), 0, NetworkMode.Training);
        double[] noisy = Run(Declare.Line("GaussianNoise", ("std", ArgumentValue.Of(0.25))), 3, NetworkMode.Training);

        Assert.All(noisy.Zip(unit), pair => Assert.Equal(3 + (0.25 * pair.Second), pair.First, 1e-14));
    }

    [Fact]
    public void Gaussian_dropout_has_the_mean_and_the_variance_of_dropout()
    {
        double[] dropped = Run(Declare.Line("GaussianDropout", ("p", ArgumentValue.Of(0.2))), 1, NetworkMode.Training);

        Assert.Equal(1, dropped.Average(), 5 * Math.Sqrt(0.25 / Count));
        Assert.Equal(0.25, dropped.Average(x => (x - 1) * (x - 1)), 5 * 0.25 * Math.Sqrt(2.0 / Count));
    }

    /// <summary>What PyTorch's source computes: a = 1 / √((α² p + 1)(1 - p)), kept x a + α a p, dropped -α a + α a p, with α = 1.7580993408473766.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Alpha_dropout_takes_PyTorchs_two_values(double p)
    {
        const double alpha = 1.7580993408473766;
        double a = 1 / Math.Sqrt(((alpha * alpha * p) + 1) * (1 - p));
        double kept = (0.75 * a) + (alpha * a * p);
        double limit = (-alpha * a) + (alpha * a * p);
        double[] dropped = Run(Declare.Line("AlphaDropout", ("p", ArgumentValue.Of(p))), 0.75, NetworkMode.Training);

        Assert.All(dropped, x => Assert.True(Math.Abs(x - kept) < 1e-12 || Math.Abs(x - limit) < 1e-12, $"{x} is neither {kept} nor {limit}."));
        Assert.Equal(p, dropped.Count(x => Math.Abs(x - limit) < 1e-12) / (double)Count, 5 * Math.Sqrt(p * (1 - p) / Count));
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        NetworkModel model = Model(Declare.Line("AlphaDropout", ("p", ArgumentValue.Of(0.3))), NetworkMode.Training);
        double[] normal = Run(Declare.Line("GaussianNoise", ("std", ArgumentValue.Of(1.0))), 0, NetworkMode.Training);
        double[] dropped = Run(model, normal, new ReferenceCall { Rows = Rows, Seed = 43 });

        Assert.Equal(0, dropped.Average(), 6 / Math.Sqrt(Count));
        Assert.Equal(1, dropped.Average(x => x * x), 6 * Math.Sqrt(3.0 / Count));
    }

    [Fact]
    public void Everything_dropped_is_0() => Assert.All(Run(Declare.Line("AlphaDropout", ("p", ArgumentValue.Of(1.0))), 0.75, NetworkMode.Training), x => Assert.Equal(0, x));

    [Theory]
    [InlineData("AlphaDropout", "p")]
    [InlineData("GaussianDropout", "p")]
    [InlineData("GaussianNoise", "std")]
    public void Inference_and_evaluation_change_nothing(string kind, string argument)
    {
        foreach (NetworkMode mode in new[] { NetworkMode.Inference, NetworkMode.Evaluation })
        {
            Assert.All(Run(Declare.Line(kind, (argument, ArgumentValue.Of(0.5))), 0.75, mode), x => Assert.Equal(0.75, x));
        }
    }

    [Fact]
    public void Chunks_and_steps_draw_what_they_should()
    {
        NetworkModel model = Model(Declare.Line("GaussianNoise", ("std", ArgumentValue.Of(1.0))), NetworkMode.Training);
        double[] Part(int first, int rows, long step) => Run(model, new double[rows * Columns], new ReferenceCall { Rows = rows, FirstRow = first, Seed = 42, Step = step });

        Assert.Equal(Part(0, 5, 1), Part(0, 2, 1).Concat(Part(2, 3, 1)));
        Assert.DoesNotContain(true, Part(0, 5, 1).Zip(Part(0, 5, 2), (a, b) => a == b));
    }

    private static double[] Draw(ReferenceCall call, int key, int columns)
    {
        var builder = new ProgramBuilder();
        TensorValue numbers = builder.Add(new RandomUniformOperation(key, Shape.Of(Extent.Rows(Rows), columns)));
        return Interpreter.Run(builder.Finish("numbers"), call)[numbers];
    }

    private static double[] Run(LineDeclaration line, double input, NetworkMode mode) => Run(Model(line, mode), [.. Enumerable.Repeat(input, Count)], new ReferenceCall { Rows = Rows, Seed = 42 });

    private static double[] Run(NetworkModel model, double[] input, ReferenceCall call)
    {
        call.Sources[(SourceKind.Input, "input")] = input;
        return Interpreter.Run(model.Builder.Finish("noise"), call)[model.OutputValues[0]];
    }

    private static NetworkModel Model(LineDeclaration line, NetworkMode mode)
    {
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(
            Declare.Network("Noise", [("Batch", ArgumentValue.Of((long)Rows))], Declare.Input(Columns), line), mode, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }
}
