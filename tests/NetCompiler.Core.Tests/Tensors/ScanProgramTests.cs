using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scans;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Tensors;

/// <summary>What is left of a scan when passes are done, and what a scan refuses.</summary>
public sealed class ScanProgramTests
{
    private static readonly Extent s_r = Extent.Rows(4);

    [Fact]
    public void Inference_projects_the_input_before_the_loop_and_stacks_nothing_for_a_last_step()
    {
        TensorProgram program = PassPipeline.Run(NetworkPrograms.Infer(Build(NetworkMode.Inference)), hoists: true);

        var scan = (ScanOperation)program.Values.Single(value => value.Operation is ScanOperation).Operation;
        Assert.Equal([ResultKind.Carry, ResultKind.Carry], scan.Body.Results.Select(result => result.Kind));
        Assert.Single(scan.Body.Values, value => value.Operation is ContractOperation);
        Assert.Contains(program.Values, value => value.Operation is ContractOperation && value.Shape.ToString() == "[r,30,256]");
        Assert.DoesNotContain(program.Values, value => value.Operation is SliceOperation or ItemOperation { Kind: ResultKind.Stacked });
    }

    [Fact]
    public void Training_sums_gradients_of_weights_once_behind_the_loop()
    {
        TensorProgram program = PassPipeline.Run(NetworkPrograms.Train(Build(NetworkMode.Training)));

        ScanOperation[] scans = [.. program.Values.Select(value => value.Operation).OfType<ScanOperation>()];
        Assert.Equal([false, true], scans.Select(scan => scan.IsBackward));
        Assert.Equal(["adjoint of c", "adjoint of h"], scans[1].Body.Results.Where(result => result.Kind == ResultKind.Carry).Select(result => result.Name).Order());
        foreach (string weight in (string[])["0.weight_ih_l0", "0.weight_hh_l0"])
        {
            TensorValue gradient = program.Results.Single(result => result.Kind == ResultKind.ParameterGradient && result.Name == weight).Value;
            Assert.Equal(EquatableArray.Of(0, 1), Assert.IsType<ContractOperation>(gradient.Operation).LeftContracted);
        }
    }

    [Fact]
    public void Gates_are_adjoined_side_by_side_without_sums_of_zeros()
    {
        TensorProgram program = PassPipeline.Run(NetworkPrograms.Train(Build(NetworkMode.Training)));

        var reverse = (ScanOperation)program.Values.Last(value => value.Operation is ScanOperation).Operation;
        Assert.DoesNotContain(reverse.Body.Values, value => value.Operation is PadOperation);
        Assert.Equal(4, Assert.Single(reverse.Body.Values, value => value.Operation is ConcatOperation).Operands.Count);
    }

    [Fact]
    public void A_body_that_sums_over_rows_is_refused()
    {
        var builder = new ProgramBuilder();
        var scan = new ScanBuilder(builder, "mean", 3);
        TensorValue x = scan.Element("x", builder.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(s_r, 3, 2))));
        scan.Stack("y", scan.Body.Map(Core.Tensors.Scalars.ScalarExpression.Operand(0) - Core.Tensors.Scalars.ScalarExpression.Operand(1), x, scan.Body.Sum(x, 0)));

        ProgramException exception = Assert.Throws<ProgramException>(() => scan.Stacked("y"));

        Assert.Contains("scan mean", exception.Message);
        Assert.Contains("sums over rows", exception.Message);
    }

    [Fact]
    public void A_carry_without_a_new_value_is_refused()
    {
        var builder = new ProgramBuilder();
        var scan = new ScanBuilder(builder, "still", 3);
        TensorValue state = scan.Carry("state", builder.Constant(0, Shape.Of(s_r, 2)));
        scan.Stack("y", state);

        ProgramException exception = Assert.Throws<ProgramException>(() => scan.Stacked("y"));

        Assert.Contains("carry state [r,2] has no new value", exception.Message);
    }

    [Fact]
    public void An_element_of_another_number_of_steps_is_refused()
    {
        var builder = new ProgramBuilder();
        var scan = new ScanBuilder(builder, "uneven", 3);
        TensorValue x = scan.Element("x", builder.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(s_r, 4, 2))));
        scan.Stack("y", x);

        ProgramException exception = Assert.Throws<ProgramException>(() => scan.Stacked("y"));

        Assert.Contains("element x takes [r,3,2], not [r,4,2]", exception.Message);
    }

    private static NetworkModel Build(NetworkMode mode)
    {
        static ArgumentValue Of(int number) => ArgumentValue.Of((long)number);
        NetworkDeclaration declaration = Declare.Network(
            "Sequence",
            [("Batch", Of(32))],
            Declare.Line("Input", ("shape", ArgumentValue.Of(EquatableArray.Of(Of(16)))), ("Steps", Of(30)), ("Lengths", ArgumentValue.Of(false))),
            Declare.Line("LSTM", ("hidden", Of(64))),
            Declare.Line("Last"),
            Declare.Line("Linear", ("outputs", Of(10))),
            Declare.Line("SoftmaxCrossEntropy"));
        return NetworkBuilder.Build(declaration, mode, TestContext.Current.CancellationToken).Model!;
    }
}
