using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>Lines that combine values of different numbers of axes.</summary>
public sealed class CombinationTests
{
    // Aligned with their rows, the shorter sample's would meet an axis of the longer one.
    [Theory]
    [InlineData("long", "short")]
    [InlineData("short", "long")]
    public void Samples_are_aligned_at_their_last_extents(string first, string second)
    {
        NetworkDeclaration declaration = Declare.Network(
            "Net",
            [("Batch", ArgumentValue.Of(4))],
            Declare.Input(2, 1, 3) with { Arguments = Declare.Input(2, 1, 3).Arguments.Add(new ArgumentDeclaration("Name", ArgumentValue.Of("long"))) },
            Declare.Input(1) with { Arguments = Declare.Input(1).Arguments.Add(new ArgumentDeclaration("Name", ArgumentValue.Of("short"))) },
            Declare.Line("From", ("value", ArgumentValue.Of(first))),
            Declare.Line("Add", ("names", ArgumentValue.Of(Common.EquatableArray.Of(ArgumentValue.Of(second))))));
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Inference, TestContext.Current.CancellationToken);
        Assert.Null(error);
        TensorProgram program = ProgramVerifier.Verify(NetworkPrograms.Infer(model!), "the test");
        var call = new ReferenceCall
        {
            Rows = 2,
            Sources = { [(SourceKind.Input, "long")] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [(SourceKind.Input, "short")] = [100, 200] },
        };

        Assert.Equal(Shape.Of(Extent.Rows(4), 2, 1, 3), model!.Outputs[0].Shape);
        Assert.Equal([101, 102, 103, 104, 105, 106, 207, 208, 209, 210, 211, 212], Interpreter.Run(program, call).Result(ResultKind.Output, "output"));
    }
}
