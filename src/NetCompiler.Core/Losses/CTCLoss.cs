using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using NetCompiler.Core.Tensors.Scans;

namespace NetCompiler.Core.Losses;

/// <summary>
/// -log of the probability that the scores of a sequence give to a target of labels, summed over all ways to place the labels in the steps, with blanks between and labels
/// repeated: connectionist temporal classification (Graves et al. 2006); torch.nn.CTCLoss. The forward recursion over steps is a scan, in logarithms. The states of the target
/// are two vectors: being in the blank in front of label j (j = 0 … L, the last one behind all), and being in label j.
/// </summary>
internal sealed class CTCLoss : ILoss
{
    // The logarithm of nothing: added to any logarithm of a probability it stays below what a possible alignment has, and differences of it are numbers.
    private const double Never = -1e30;

    private const int LongestTarget = 1 << 16;

    public string Kind => "CTC";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue scores = LossOperands.Judged(context);
        TimeAxis time = context.Time(scores) ?? throw context.Fail(
            ErrorCodes.ShapeMismatch,
            $"it judges the scores of every step of a sequence, and {scores.Label} of shape [{context.Describe(scores.Shape)}] is none. Declare the input with Steps, and leave out what ends the steps.");
        int classes = scores.Shape.Last;
        int length = context.Arguments.Integer("targetLength", 1, LongestTarget);
        int blank = context.Arguments.Integer("Blank", 0, int.MaxValue, otherwise: 0);
        if (classes < 2 || blank >= classes)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"{scores.Label} has shape [{context.Describe(scores.Shape)}] and so {classes} {(classes == 1 ? "score" : "scores")} a step, and class {blank} is the blank. It takes a score for the blank and one for each label.");
        }

        if (context.Arguments.Name("Target") is { } name && context.Scope.IsDefined(name))
        {
            throw context.Fail(ErrorCodes.TargetKind, $"its target is of labels, and '{name}' is a value of the network. Give Target another name.");
        }

        ProgramBuilder program = context.Program;
        Extent rows = scores.Shape[0];
        (int target, TensorValue labels) = context.Network.Target(context, context.Arguments.Name("Target"), Shape.Of(rows, length, 1), ElementKind.Integer);

        // Each label as a row of zeros and a one; blanks behind the labels fill the target up.
        TensorValue each = program.Map(
            ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), ScalarExpression.Operand(0), 1, 0), labels, program.Constant(0, Shape.Of(classes)));
        TensorValue isLabel = program.Map(ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(0), blank, 0, 1), labels);
        TensorValue count = program.Reshape(program.Sum(isLabel, 1), Shape.Of(rows, 1));

        TensorValue logs = LogSoftmax(program, scores);
        TensorValue ofLabels = program.Add(new ContractOperation(EquatableArray.Of(2), EquatableArray.Of(2), EquatableArray.Of(0), EquatableArray.Of(0)), logs, each);
        TensorValue ofBlank = program.Add(new SliceOperation(2, blank, 1), logs);
        (TensorValue inBlank, TensorValue inLabel) = Forward(context, time, ofLabels, ofBlank, Differs(program, each));

        // The sequence ends in the last label, or in the blank behind it.
        ScalarExpression index = ScalarExpression.Coordinate(0);
        TensorValue At(TensorValue states, ScalarExpression place) => program.Sum(
            program.Map(ScalarExpression.Select(ComparisonKind.Equal, place, ScalarExpression.Operand(1), ScalarExpression.Operand(0), 0), states, count), 1);
        TensorValue last = program.Map(
            ScalarExpression.Select(ComparisonKind.Less, 0, ScalarExpression.Operand(1), ScalarExpression.Operand(0), Never), At(inLabel, index + 1), count);
        TensorValue log = LogOfSum(program, At(inBlank, index), last);

        // What cannot be aligned has the probability 0: more labels, and blanks between equal ones, than steps.
        bool zeroInfinity = context.Arguments.Flag("ZeroInfinity", otherwise: false);
        ScalarExpression loss = context.Arguments.Flag("PerLabel", otherwise: true)
            ? -ScalarExpression.Operand(0) / ScalarExpression.Of(BinaryKind.Max, ScalarExpression.Operand(1), 1)
            : -ScalarExpression.Operand(0);
        TensorValue terms = program.Map(
            ScalarExpression.Select(ComparisonKind.Less, ScalarExpression.Operand(0), Never / 2, zeroInfinity ? 0 : double.PositiveInfinity, loss), log, count);

        // It is no classification of steps: the value that it judges has no accuracy.
        new LossTerms(terms, terms, target) { Classes = classes, IsOfSamples = true }.AddTo(context);
    }

    // The states after the last step that counts.
    private static (TensorValue InBlank, TensorValue InLabel) Forward(LayerContext context, TimeAxis time, TensorValue ofLabels, TensorValue ofBlank, TensorValue differs)
    {
        ProgramBuilder program = context.Program;
        Extent rows = ofLabels.Shape[0];
        int length = ofLabels.Shape.Last;
        TensorValue nowhere = program.Constant(Never, Shape.Of(rows, length));
        TensorValue begin = program.Add(new ConcatOperation(1), program.Constant(0, Shape.Of(rows, 1)), nowhere);

        var scan = new ScanBuilder(program, context.Label, time.Steps);
        ProgramBuilder body = scan.Body;
        TensorValue blank = scan.Element("blank", ofBlank);
        TensorValue labels = scan.Element("labels", ofLabels);
        TensorValue mayFollow = scan.Capture("differs", differs);
        TensorValue inBlank = scan.Carry("inBlank", begin);
        TensorValue inLabel = scan.Carry("inLabel", nowhere);

        // The label before: of label 0 and the blank in front of it there is none.
        TensorValue before = body.Add(new ConcatOperation(1), body.Constant(Never, Shape.Of(rows, 1)), inLabel);
        TensorValue toBlank = body.Plus(LogOfSum(body, inBlank, before), blank);
        TensorValue skips = body.Map(
            ScalarExpression.Select(ComparisonKind.Less, 0, ScalarExpression.Operand(1), ScalarExpression.Operand(0), Never), body.Add(new SliceOperation(1, 0, length), before), mayFollow);
        TensorValue toLabel = body.Plus(LogOfSum(body, inLabel, body.Add(new SliceOperation(1, 0, length), inBlank), skips), labels);
        if (time.Lengths is { } given)
        {
            TensorValue lengths = scan.Capture("lengths", given);
            TensorValue step = scan.Step();
            TensorValue Kept(TensorValue after, TensorValue state) => body.Map(
                ScalarExpression.Select(ComparisonKind.Less, ScalarExpression.Operand(0), ScalarExpression.Operand(1), ScalarExpression.Operand(2), ScalarExpression.Operand(3)), step, lengths, after, state);
            toBlank = Kept(toBlank, inBlank);
            toLabel = Kept(toLabel, inLabel);
        }

        scan.Next("inBlank", toBlank);
        scan.Next("inLabel", toLabel);
        return (scan.Final("inBlank"), scan.Final("inLabel"));
    }

    // 1 where a label is another than the one before, so that no blank need stand between them; of the first nothing is before.
    private static TensorValue Differs(ProgramBuilder program, TensorValue each)
    {
        Shape shape = each.Shape;
        int length = shape[1].Maximum;
        TensorValue none = program.Constant(0, Shape.Of(shape[0], 1));
        if (length == 1)
        {
            return none;
        }

        TensorValue same = program.Sum(program.Times(program.Add(new SliceOperation(1, 1, length - 1), each), program.Add(new SliceOperation(1, 0, length - 1), each)), 2);
        TensorValue differs = program.Map(1 - ScalarExpression.Operand(0), program.Reshape(same, Shape.Of(shape[0], length - 1)));
        return program.Add(new ConcatOperation(1), none, differs);
    }

    private static TensorValue LogSoftmax(ProgramBuilder program, TensorValue scores)
    {
        (_, TensorValue sum, TensorValue maximum) = SoftmaxLayer.Exponentials(program, scores);
        return program.Map(
            ScalarExpression.Operand(0) - ScalarExpression.Operand(2) - ScalarExpression.Of(UnaryKind.Log, ScalarExpression.Operand(1)), scores, sum, maximum);
    }

    // log Σ exp, shifted by the largest, which cancels.
    private static TensorValue LogOfSum(ProgramBuilder program, params TensorValue[] logs)
    {
        ScalarExpression[] operands = [.. logs.Select((_, i) => ScalarExpression.Operand(i))];
        TensorValue maximum = program.StopGradient(program.Map(operands.Aggregate((a, b) => ScalarExpression.Of(BinaryKind.Max, a, b)), logs));
        ScalarExpression shift = ScalarExpression.Operand(logs.Length);
        ScalarExpression sum = operands.Select(operand => ScalarExpression.Of(UnaryKind.Exp, operand - shift)).Aggregate((a, b) => a + b);
        return program.Map(ScalarExpression.Of(UnaryKind.Log, sum) + shift, [.. logs, maximum]);
    }
}
