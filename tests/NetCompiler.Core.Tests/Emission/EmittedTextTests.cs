using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Emission;
using NetCompiler.Core.Planning;
using Xunit;
using static NetCompiler.Core.Tests.Emission.Declare;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>What is claimed of emitted text and plans, whatever they compute.</summary>
public sealed class EmittedTextTests
{
    private static readonly (string, ArgumentValue)[] s_everything =
    [
        ("Batch", ArgumentValue.Of(32)), ("HessianVector", ArgumentValue.Of(true)), ("InputGradient", ArgumentValue.Of(true)), ("Jacobian", ArgumentValue.Of(true)), ("L2", ArgumentValue.Of(0.01)),
    ];

    private static NetworkDeclaration Mlp(string name = "Mlp") => Network(
        name, s_everything, Input(784), Linear(512), Line("Tanh"), Linear(256), Line("Sigmoid"), Linear(100), Line("ReLU"), Line("Dropout", ("p", ArgumentValue.Of(0.25))), Linear(10), Line("SoftmaxCrossEntropy"));

    /// <summary>The limits of the JIT, with the margins that were measured: beyond them it stops optimising, or takes very long.</summary>
    [Fact]
    public void Every_method_stays_where_the_JIT_still_optimises()
    {
        MethodSize[] methods = [.. MethodReader.Read(NetworkCase.Image), .. MethodReader.Read(EmittedCompilation.Compile([Mlp()]))];
        Assert.Contains(methods, method => method.MultiplyAdds >= 16);
        Assert.All(methods, method =>
        {
            Assert.True(method.Bytes < 40_000, method.ToString());
            Assert.True(method.Instructions < 15_000, method.ToString());
            Assert.True(method.MultiplyAdds < 1_500, method.ToString());
            Assert.True(method.LocalsAndInlinedCalls < 700, method.ToString());
        });
    }

    [Fact]
    public void Equal_declarations_give_equal_text()
    {
        foreach (int seed in NetworkCase.Seeds.Take(20))
        {
            CompileResult first = NetworkCompiler.Compile(RandomNetworks.Create(seed), TestContext.Current.CancellationToken);
            CompileResult second = NetworkCompiler.Compile(RandomNetworks.Create(seed), TestContext.Current.CancellationToken);
            Assert.NotEmpty(first.Files);
            Assert.Equal(first.Files.AsEnumerable(), second.Files);
        }
    }

    /// <summary>Two layers of one shape are one kernel: text grows with shapes, not with layers.</summary>
    [Fact]
    public void A_further_layer_of_a_known_shape_adds_no_kernel()
    {
        int Methods(int layers)
        {
            LineDeclaration[] hidden = [.. Enumerable.Range(0, layers).SelectMany(_ => new[] { Linear(48), Line("Tanh") })];
            byte[] image = EmittedCompilation.Compile([Network("Deep", s_everything, [Input(48), .. hidden, Linear(10), Line("SoftmaxCrossEntropy")])]);
            return MethodReader.Read(image).Count(method => method.Name.Contains("Kernels.", StringComparison.Ordinal) && method.Name.EndsWith("V512", StringComparison.Ordinal));
        }

        int six = Methods(6);
        Assert.True(six > 10);
        Assert.Equal(six, Methods(9));
    }

    /// <summary>The gates of a cell have five functions: there is room for them in one pass, however wide the rows are.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(64)]
    public void The_gates_of_a_recurrent_cell_are_one_pass(int hidden)
    {
        int Calls(int size) => NetworkCompiler.Plan(
            Network("Cell", [("Streaming", ArgumentValue.Of(true))], Sequence(12, 1), Line("LSTM", ("hidden", ArgumentValue.Of((long)size))), Linear(1)),
            TestContext.Current.CancellationToken).Plan!.Stream!.Step.Phases.Sum(phase => phase.Calls.Count);

        Assert.Equal(Calls(128), Calls(hidden));
    }

    [Fact]
    public void The_documentation_of_random_networks_is_well_formed() =>
        Assert.NotEmpty(EmittedCompilation.Compile(NetworkCase.Seeds.Take(4).Select(RandomNetworks.Create)));

    [Theory]
    [InlineData(NullableContextOptions.Enable)]
    [InlineData(NullableContextOptions.Disable)]
    public void The_text_compiles_wherever_the_class_stands(NullableContextOptions nullable)
    {
        TypeDeclaration[] types =
        [
            new("Acme.System", EquatableArray<string>.Empty, "Plain", "class", "internal", true, "Acme.System.Plain"),
            new("Acme.NetCompiler", EquatableArray<string>.Empty, "Record", "record", "public", false, "Acme.NetCompiler.Record"),
            new(string.Empty, EquatableArray<string>.Empty, "@class", "class", "public", false, "class"),
            new("Acme", EquatableArray.Of("public partial class Outer", "internal partial record struct Inner"), "Nested", "class", "private", false, "Acme.Outer+Inner+Nested"),
            new("Acme", EquatableArray.Of("public partial interface IOuter"), "Kernels2", "class", "protected internal", false, "Acme.IOuter+Kernels2"),
        ];
        LineDeclaration[] lines = [Input(20), Linear(10), Line("Tanh"), Line("Dropout"), Linear(3), Line("SoftmaxCrossEntropy")];
        byte[] image = EmittedCompilation.Compile(types.Select(type => Network(type, s_everything, lines)), nullable);
        Assert.NotEmpty(image);
    }

    /// <summary>A layer's result is needed by the next layer only: two activations at a time are enough, whatever the depth.</summary>
    [Theory]
    [InlineData(100, 300, 200, 300, 150, 64, 10)]
    [InlineData(16, 16, 16, 16, 16, 16)]
    [InlineData(784, 512, 512, 512, 256, 10)]
    public void Inference_needs_the_memory_of_two_adjacent_activations(int inputs, params int[] widths)
    {
        const int Batch = 20;
        LineDeclaration[] layers = [.. widths.SelectMany(width => new[] { Linear(width), Line("ReLU") })];
        NetworkPlan plan = NetworkCompiler.Plan(
            Network("Deep", [("Batch", ArgumentValue.Of(Batch))], [Input(inputs), .. layers]), TestContext.Current.CancellationToken).Plan!;
        int[] activations = [.. widths.Select(width => Batch * Layout.Pad(width))];
        int largest = activations.Zip(activations.Skip(1), (a, b) => a + b).Max();
        Assert.InRange(plan.Infer.WorkspaceLength, 1, largest);
    }

    /// <summary>The whole of what passes leave of a training step. A change here is a change of every network's code: read it, and then copy it.</summary>
    [Fact]
    public void A_small_network_trains_by_this_program()
    {
        NetworkDeclaration declaration = Network(
            "Small", [("Batch", ArgumentValue.Of(8)), ("L2", ArgumentValue.Of(0.5))], Input(4), Linear(3), Line("ReLU"), Linear(2), Line("SoftmaxCrossEntropy"));
        NetworkPlan plan = NetworkCompiler.Plan(declaration, TestContext.Current.CancellationToken).Plan!;
        Assert.Equal(TrainProgram, plan.ProgramText.ReplaceLineEndings("\n").TrimEnd('\n'));
    }

    private const string TrainProgram = """
        program train
          %0 [r,4] = input "input"  ; Input
          %1 [3,4] = parameter "0.weight"  ; 0 Linear
          %2 [r,3] = contract %0 %1 over [1]x[1]  ; 0 Linear
          %3 [3] = parameter "0.bias"  ; 0 Linear
          %4 [r,3] = relu(%2 + %3)  ; 1 ReLU
          %5 [2,3] = parameter "2.weight"  ; 2 Linear
          %6 [r,2] = contract %4 %5 over [1]x[1]  ; 2 Linear
          %7 [2] = parameter "2.bias"  ; 2 Linear
          %8 [r,2] = %6 + %7  ; 2 Linear
          %9 [r,1] = max %8 over [1]  ; SoftmaxCrossEntropy
          %10 [r,2] = exp(%8 - %9)  ; SoftmaxCrossEntropy
          %11 [r,1] = sum %10 over [1]  ; SoftmaxCrossEntropy
          %12 [r,1] int = target "target"  ; SoftmaxCrossEntropy
          %13 [r,2] = index0 == %12 ? %8 : 0  ; SoftmaxCrossEntropy
          %14 [r,1] = sum %13 over [1]  ; SoftmaxCrossEntropy
          %15 [r,1] = log(%11) + %9 - %14  ; SoftmaxCrossEntropy
          %16 [1,1] = sum %15 over [0]  ; SoftmaxCrossEntropy
          %17 [] = scale  ; SoftmaxCrossEntropy
          %18 [1,1] = %17 * %16  ; SoftmaxCrossEntropy
          %19 [] = reshape %18  ; SoftmaxCrossEntropy
          %20 [3,4] = %1 * %1  ; L2
          %21 [1,1] = sum %20 over [0, 1]  ; L2
          %22 [] = share  ; L2
          %23 [2,3] = %5 * %5  ; L2
          %24 [1,1] = sum %23 over [0, 1]  ; L2
          %25 [1,1] = %18 + 0.25 * (%22 * %21) + 0.25 * (%22 * %24)  ; L2
          %26 [] = reshape %25  ; L2
          %27 [r,1] = %17 / %11  ; SoftmaxCrossEntropy
          %28 [r,2] = (index0 == %12 ? -%17 : 0) + %10 * %27  ; 2 Linear
          %29 [1,2] = sum %28 over [0]  ; 2 Linear
          %30 [2] = reshape %29  ; 2 Linear
          %31 [r,3] = contract %28 %5 over [1]x[0]  ; 2 Linear
          %32 [2,3] = contract %28 %4 over [0]x[0]  ; 2 Linear
          %33 [2,3] = 0.5 * (%5 * %22) + %32  ; 2 Linear
          %34 [r,3] = %4 <= 0 ? 0 : %31  ; 1 ReLU
          %35 [1,3] = sum %34 over [0]  ; 0 Linear
          %36 [3] = reshape %35  ; 0 Linear
          %37 [3,4] = contract %34 %0 over [0]x[0]  ; 0 Linear
          %38 [3,4] = 0.5 * (%1 * %22) + %37  ; 0 Linear
          output "output" = %8
          loss "loss" = %19
          objective "objective" = %26
          parametergradient "0.weight" = %38
          parametergradient "0.bias" = %36
          parametergradient "2.weight" = %33
          parametergradient "2.bias" = %30
        """;
}
