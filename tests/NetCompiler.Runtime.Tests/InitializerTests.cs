using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Initialisers of <c>torch.nn.init</c> against closed forms: moments, orthogonality, counts of zeros, and the same bits whatever the layout and the machine.</summary>
public sealed class InitializerTests
{
    /// <summary>Of Python's <c>statistics.NormalDist().inv_cdf</c>.</summary>
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.262340089798405)]
    [InlineData(1e-09, -5.9978070150076865)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.0749, -1.4402382675279632)]
    [InlineData(0.1, -1.2815515655446008)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.7, 0.5244005127080407)]
    [InlineData(0.9251, 1.4402382675279632)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(0.9999999999999999, 8.209536151601386)]
    public void Quantiles_of_the_normal_distribution(double probability, double expected) =>
        Assert.Equal(expected, NormalQuantile.Of(probability), 4e-15 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void Normal_draws_by_quantiles_have_their_moments()
    {
        double[] values = [.. Enumerable.Range(0, 100_000).Select(index => NormalQuantile.Draw(77, (ulong)index))];

        Assert.Equal(0, values.Average(), 5 / Math.Sqrt(values.Length));
        Assert.Equal(1, values.Average(value => value * value), 5 * Math.Sqrt(2.0 / values.Length));
        Assert.Equal(0, values.Average(value => value * value * value), 5 * Math.Sqrt(15.0 / values.Length));
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 5 * Math.Sqrt(96.0 / values.Length));
    }

    /// <summary>Mean and variance of Johnson, Kotz and Balakrishnan, "Continuous univariate distributions", 1994, section 10.1.</summary>
    [Theory]
    [InlineData(0, 1, -2, 2, 0.0, 0.7737413035499232)]
    [InlineData(0.5, 2, -1, 0.5, -0.2155423126417596, 0.183307583475795)]
    [InlineData(0, 1, 3, 4, 3.2604542855899994, 0.04927779377747221)]
    [InlineData(1, 0.5, -1, 0.25, 0.03120375541936171, 0.03677840701014701)]
    public void Truncated_normal_values_stay_inside_and_have_their_moments(double mean, double deviation, double low, double high, double expected, double variance)
    {
        double[] values = Draw([200, 500], new Initialization(InitializationKind.TruncatedNormal, mean, deviation) { Low = low, High = high });

        Assert.All(values, value => Assert.InRange(value, (float)low, (float)high));
        Assert.Equal(expected, values.Average(), 5 * Math.Sqrt(variance / values.Length));
        Assert.Equal(variance, values.Average(value => (value - expected) * (value - expected)), 0.02 * variance);

        // All of the range is drawn from.
        Assert.True(values.Min() < low + (0.01 * (high - low)) || low < mean - (3 * deviation));
    }

    [Fact]
    public void Far_tails_of_truncated_normal_distributions_are_drawn()
    {
        // Beyond 9 deviations 1 - Φ is less than a unit of the last place of 1.
        Assert.All(Draw([10, 100], new Initialization(InitializationKind.TruncatedNormal, 0, 1) { Low = 10, High = 11 }), value => Assert.InRange(value, 10, 11));
        Assert.All(Draw([10, 100], new Initialization(InitializationKind.TruncatedNormal, 0, 1) { Low = -60, High = -50 }), value => Assert.InRange(value, -60, -50));
        Assert.All(Draw([10, 100], new Initialization(InitializationKind.TruncatedNormal, 3, 0) { Low = -2, High = 2 }), value => Assert.Equal(2, value));
    }

    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(7, 7, 1.0)]
    [InlineData(64, 16, 2.0)]
    [InlineData(16, 65, 0.5)]
    [InlineData(5, 1, 1.0)]
    [InlineData(1, 9, -1.0)]
    [InlineData(130, 130, 1.0)]
    public void Orthogonal_matrices_are_orthogonal(int rows, int columns, double gain)
    {
        double[] matrix = Draw([rows, columns], new Initialization(InitializationKind.Orthogonal, gain, 0));

        // The shorter side is orthonormal, to the precision of the floats.
        int vectors = Math.Min(rows, columns);
        int length = Math.Max(rows, columns);
        double At(int vector, int i) => rows <= columns ? matrix[(vector * columns) + i] : matrix[(i * columns) + vector];
        for (int a = 0; a < vectors; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Assert.Equal(a == b ? gain * gain : 0, Enumerable.Range(0, length).Sum(i => At(a, i) * At(b, i)), 1e-6);
            }
        }
    }

    [Fact]
    public void Orthogonal_kernels_have_the_first_axis_as_rows()
    {
        double[] kernel = Draw([4, 2, 3, 3], new Initialization(InitializationKind.Orthogonal, 1, 0));
        double[] matrix = Draw([4, 18], new Initialization(InitializationKind.Orthogonal, 1, 0));

        Assert.Equal(matrix, kernel);
    }

    [Fact]
    public void Orthogonal_matrices_are_uniformly_distributed()
    {
        // Of a Haar-distributed matrix of n columns an element has mean 0 and variance 1 / n, and the first has no sign of its own, which a bare QR decomposition would give it (Mezzadri 2007).
        double[] first = [.. Enumerable.Range(0, 4000).Select(seed => Draw([4, 4], new Initialization(InitializationKind.Orthogonal, 1, 0), seed: seed)[0])];
        double[] corner = [.. Enumerable.Range(0, 4000).Select(seed => Draw([4, 4], new Initialization(InitializationKind.Orthogonal, 1, 0), seed: seed)[15])];
        foreach (double[] values in new[] { first, corner })
        {
            Assert.Equal(0, values.Average(), 5 * 0.5 / Math.Sqrt(values.Length));
            Assert.Equal(0.25, values.Average(value => value * value), 0.02);
            Assert.InRange(values.Count(value => value > 0), 1800, 2200);
        }
    }

    /// <summary>Of tests/fixtures/make_initializers.py, which draws the same with the tools of Python and NumPy: the same on every machine, at every width of vectors.</summary>
    [Theory]
    [InlineData(InitializationKind.Orthogonal, 0xC6526542u)]
    [InlineData(InitializationKind.TruncatedNormal, 0x30B687B3u)]
    [InlineData(InitializationKind.Sparse, 0xEF3B0C51u)]
    public void Draws_have_the_same_bits_on_every_machine(InitializationKind kind, uint expected)
    {
        double[] values = Draw([33, 19], new Initialization(kind, 0.5, 1) { Low = -2, High = 2 });
        uint hash = values.Aggregate(2166136261u, (sum, value) => unchecked((sum ^ BitConverter.SingleToUInt32Bits((float)value)) * 16777619u));

        Assert.Equal($"{expected:X8}", $"{hash:X8}");
    }

    [Fact]
    public void Identity_matrices_have_ones_on_the_diagonal()
    {
        double[] wide = Draw([2, 3], new Initialization(InitializationKind.Identity, 1, 0));
        double[] tall = Draw([3, 2], new Initialization(InitializationKind.Identity, 0.5, 0));

        Assert.Equal([1, 0, 0, 0, 1, 0], wide);
        Assert.Equal([0.5, 0, 0, 0.5, 0, 0], tall);
    }

    /// <summary>Against a convolution written out: every channel of a group comes out as it went in.</summary>
    [Theory]
    [InlineData(new[] { 3, 3, 3 }, 1)]
    [InlineData(new[] { 2, 4, 5 }, 1)]
    [InlineData(new[] { 6, 3, 3, 3 }, 2)]
    [InlineData(new[] { 6, 2, 2 }, 3)]
    [InlineData(new[] { 5, 2, 3, 1 }, 1)]
    public void Dirac_kernels_give_their_input(int[] shape, int groups)
    {
        double[] kernel = Draw(shape, new Initialization(InitializationKind.Dirac, 1, 0) { Groups = groups });
        int positions = shape.Skip(2).Aggregate(1, (product, extent) => product * extent);
        int middle = shape.Skip(2).Aggregate(0, (index, extent) => (index * extent) + (extent / 2));
        int outputs = shape[0] / groups;
        for (int output = 0; output < shape[0]; output++)
        {
            for (int channel = 0; channel < shape[1]; channel++)
            {
                for (int position = 0; position < positions; position++)
                {
                    double expected = position == middle && channel == output % outputs && output % outputs < Math.Min(outputs, shape[1]) ? 1 : 0;
                    Assert.Equal(expected, kernel[(((output * shape[1]) + channel) * positions) + position]);
                }
            }
        }
    }

    [Theory]
    [InlineData(10, 0.0, 0)]
    [InlineData(10, 0.25, 3)]
    [InlineData(10, 0.9, 9)]
    [InlineData(7, 1.0, 7)]
    public void Sparse_columns_have_as_many_zeros_each(int rows, double share, int zeros)
    {
        const int Columns = 2000;
        double[] values = Draw([rows, Columns], new Initialization(InitializationKind.Sparse, share, 0.5));
        int[] inRow = new int[rows];
        for (int column = 0; column < Columns; column++)
        {
            int count = 0;
            for (int row = 0; row < rows; row++)
            {
                bool isZero = values[(row * Columns) + column] == 0;
                count += isZero ? 1 : 0;
                inRow[row] += isZero ? 1 : 0;
            }

            Assert.Equal(zeros, count);
        }

        // Every place is as likely.
        double expected = Columns * zeros / (double)rows;
        Assert.All(inRow, count => Assert.Equal(expected, count, 6 * Math.Sqrt(Columns) / 2));
        double[] others = [.. values.Where(value => value != 0)];
        Assert.True(others.Length == 0 || Math.Abs(others.Average(value => value * value) - 0.25) < 0.02);
    }

    [Theory]
    [InlineData(InitializationKind.TruncatedNormal)]
    [InlineData(InitializationKind.Orthogonal)]
    [InlineData(InitializationKind.Identity)]
    [InlineData(InitializationKind.Sparse)]
    public void The_layout_does_not_matter(InitializationKind kind)
    {
        var initialization = new Initialization(kind, 0.5, 1) { Low = -2, High = 2 };
        double[] rowMajor = Draw([20, 33], initialization);

        Assert.Equal(rowMajor, Draw([20, 33], initialization, panel: 16));
        Assert.Equal(rowMajor, Draw([20, 33], initialization, panel: 32));
    }

    [Fact]
    public void Rows_of_padding_are_zero_whatever_the_initialiser()
    {
        double[] values = Draw([4, 3], new Initialization(InitializationKind.Constant, 2, 0) { ZeroRow = 1 });

        Assert.Equal([2, 2, 2, 0, 0, 0, 2, 2, 2, 2, 2, 2], values);
    }

    [Fact]
    public void A_parameter_begins_with_a_tensor_of_a_file()
    {
        using var folder = new TemporaryFolder();
        var source = new SmallNetwork<Batch4>(3);
        string path = folder.PathOf("weights.safetensors");
        NetworkFile.Save(source, path);

        // Through panels and rows, by its own name and by another one.
        double[] expected = [.. source.Parameters["2.weight"].ToArray()];
        Assert.Equal(expected, Draw([3, 20], new Initialization(InitializationKind.File, 0, 0) { File = path, Tensor = "2.weight" }, panel: 16));
        Assert.Equal(expected, Draw([3, 20], new Initialization(InitializationKind.File, 0, 0) { File = path }, name: "2.weight"));
    }

    [Fact]
    public void A_tensor_of_a_file_replaces_a_parameter_by_a_call()
    {
        using var folder = new TemporaryFolder();
        var source = new SmallNetwork<Batch4>(3);
        var network = new SmallNetwork<Batch4>(4);
        string path = folder.PathOf("weights.safetensors");
        NetworkFile.Save(source, path);
        int version = network.Memory.Version;
        network.Parameters["2.weight"].Load(path);

        Assert.Equal(source.Parameters["2.weight"].ToArray(), network.Parameters["2.weight"].ToArray());
        Assert.NotEqual(source.Parameters["0.weight"].ToArray(), network.Parameters["0.weight"].ToArray());
        Assert.NotEqual(version, network.Memory.Version);
    }

    [Fact]
    public void Files_that_do_not_fit_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var network = new SmallNetwork<Batch4>(4);
        string path = folder.PathOf("weights.safetensors");
        NetworkFile.Save(network, path);
        float[] before = network.Parameters["2.weight"].ToArray();
        string shape = Assert.Throws<InvalidDataException>(() => network.Parameters["2.weight"].Load(path, "0.weight")).Message;
        string missing = Assert.Throws<InvalidDataException>(() => network.Parameters["2.weight"].Load(path, "encoder.weight")).Message;
        string file = Assert.Throws<FileNotFoundException>(() => Draw([3, 20], new Initialization(InitializationKind.File, 0, 0) { File = "nowhere.safetensors" })).Message;

        Assert.Contains("'2.weight' has shape [3, 20], and its tensor '0.weight' has [20, 5]", shape, StringComparison.Ordinal);
        Assert.Contains("'encoder.weight', which it does not have. It has: '0.weight', '0.bias', '2.weight', '2.bias'", missing, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(AppContext.BaseDirectory, "nowhere.safetensors"), file, StringComparison.Ordinal);
        Assert.Contains("'0.weight'", file, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters["2.weight"].ToArray());
    }

    private static double[] Draw(int[] shape, Initialization initialization, int panel = 0, int seed = 5, string name = "0.weight")
    {
        int length = shape.Aggregate(1, (product, extent) => product * extent);
        int last = (shape[^1] + 15) / 16 * 16;
        ParameterLayout layout = panel == 0 ? ParameterLayout.Rows(shape, last) : ParameterLayout.Panels(shape[0], shape[1], panel);
        int stored = panel == 0 ? length / shape[^1] * last : (shape[0] + panel - 1) / panel * panel * shape[1];
        var parameter = new ParameterDescription(name, shape, 0, stored, layout, initialization);
        float[] buffer = new float[stored];
        ParameterInitializer.Fill<float>(parameter, seed, buffer);
        return [.. Enumerable.Range(0, length).Select(index => (double)buffer[parameter.IndexOf(index)])];
    }
}
