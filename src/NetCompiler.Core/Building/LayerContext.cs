using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Building;

/// <summary>What a layer sees while it is lowered: its arguments, the current value, names, and where its parameters go.</summary>
internal sealed class LayerContext
{
    // 2^-126, and of doubles 2^-1022.
    private const double SmallestNormal = 1.1754943508222875e-38;
    private const double SmallestNormalInDouble = 2.2250738585072014e-308;

    private const double MostSteps = 1 << 24;

    // Whether a parameter of this line reads the tensor that the line names.
    private bool _readsTensor;

    /// <param name="network">The build.</param>
    /// <param name="scope">The network, or the placed block.</param>
    /// <param name="line">The line.</param>
    /// <param name="index">Its index in torch.nn.Sequential, or null for a line that does not count.</param>
    public LayerContext(NetworkBuilder network, Scope scope, LineDeclaration line, string? index)
    {
        Network = network;
        Scope = scope;
        Line = line;
        Root = scope.PlacedBy?.Root ?? line.Location;
        Name = new LineArguments(line, "[" + line.Kind + "]", scope.Arguments).Name("Name");
        string own = Name ?? index ?? string.Empty;
        Label = scope.DisplayPrefix + (own.Length == 0 ? string.Empty : own + " ") + line.Kind;
        Arguments = new LineArguments(line, Label, scope.Arguments);
        DisplayPrefix = scope.DisplayPrefix + own + ".";
        SharedName = scope.SharedName;
        IsShared = scope.IsShared;
        OwnPrefix = scope.ParameterPrefix + own + ".";
        if (Arguments.Name("Shares") is { } shares)
        {
            OwnPrefix = scope.FindPrefix(this, shares);
            SharedName = shares;
            IsShared = true;
        }

        ParameterPrefix = OwnPrefix;
    }

    public NetworkBuilder Network { get; }

    public Scope Scope { get; }

    public LineDeclaration Line { get; }

    /// <summary>The network's own line: this one, or the <c>Use</c> that led to it.</summary>
    public AttributeLocation Root { get; }

    public LineArguments Arguments { get; }

    /// <summary>The line's own name, or null.</summary>
    public string? Name { get; }

    /// <summary>Index or name, and kind, as messages show them: <c>stage2.0.conv1 Conv2d</c>.</summary>
    public string Label { get; }

    /// <summary>What stands before the names of lines in a block placed here.</summary>
    public string DisplayPrefix { get; }

    /// <summary>What stands before this line's parameters: another's where it shares.</summary>
    public string ParameterPrefix { get; }

    public string OwnPrefix { get; }

    public bool IsShared { get; }

    public string? SharedName { get; }

    public ProgramBuilder Program => Network.Program;

    /// <summary>The values that the line has read, in the order that it asked for them.</summary>
    public List<TensorValue> Operands { get; } = [];

    /// <summary>The values that the line has made: one, none, or a named one for each part.</summary>
    public IReadOnlyList<TensorValue> Results { get; private set; } = [];

    /// <summary>The first value that the line has made; null for one that makes none.</summary>
    public TensorValue? Result => Results.Count == 0 ? null : Results[0];

    /// <summary>The value that the line judges; null for one that is no loss.</summary>
    public TensorValue? Judged { get; set; }

    /// <summary>Whether the line adds to the objective what its operand costs.</summary>
    public bool Penalizes { get; set; }

    /// <summary>Says that the line has made a value that has a name.</summary>
    public void AddResult(TensorValue value) => Results = Results.Contains(value) ? Results : [.. Results, value];

    /// <summary>Whether the line has parameters or state, which are called after it.</summary>
    public bool HasParameters { get; private set; }

    /// <summary>The current value, of real numbers.</summary>
    public TensorValue Current => RequireReal(CurrentOfAnyElement);

    /// <summary>The current value: real numbers, or integers.</summary>
    public TensorValue CurrentOfAnyElement => Read(Scope.Current ?? throw NoCurrentValue());

    /// <summary>The rows of the network.</summary>
    public Extent Rows => Extent.Rows(Network.Batch);

    /// <summary>
    /// Makes a value current, and known by the line's name. Its axis 1 is no steps: what is computed step by step is set by
    /// <see cref="SetPerStep(TensorValue)"/>.
    /// </summary>
    public void Set(TensorValue value)
    {
        Scope.Current = value;
        Results = [value];
        if (Name is not null)
        {
            Scope.Define(this, Name, value);
        }
    }

    /// <summary>Makes a value current that was computed from the current one step by step: where that is a sequence, so is this.</summary>
    public void SetPerStep(TensorValue value) => SetPerStep(value, CurrentOfAnyElement);

    /// <summary>Makes a value current that was computed from others step by step: a sequence where they are. <see cref="CommonTime"/> has been asked before.</summary>
    public void SetPerStep(TensorValue value, params TensorValue[] operands)
    {
        if (CommonTime(operands) is { } time)
        {
            Network.SetTime(value, time);
        }

        Set(value);
    }

    /// <summary>Makes a sequence current whose steps are its own: those of a convolution with a stride, or of a decoder.</summary>
    public void SetSequence(TensorValue value, TimeAxis time)
    {
        Network.SetTime(value, time);
        Set(value);
    }

    /// <summary>The steps that axis 1 of a value is; null where the value is no sequence.</summary>
    public TimeAxis? Time(TensorValue value) => Network.Time(value);

    /// <summary>How many steps of each row of a sequence count, [rows, 1]; null where all do, and where the value is no sequence.</summary>
    public TensorValue? Lengths(TensorValue value) => Time(value)?.Lengths;

    /// <summary>A sequence with 0 where its steps do not count, for what mixes steps or sums over them; any other value as it is.</summary>
    public TensorValue Masked(TensorValue value) => Network.Masked(value);

    /// <summary>
    /// The steps of values that are combined element by element; null where none is a sequence. What has no steps must be the same at all of them:
    /// have no rows, or the extent 1 there.
    /// </summary>
    public TimeAxis? CommonTime(params TensorValue[] values)
    {
        TensorValue? first = values.FirstOrDefault(value => Time(value) is not null);
        if (first is null)
        {
            return null;
        }

        TimeAxis time = Time(first)!;
        foreach (TensorValue value in values)
        {
            if (Time(value) is { } other ? other != time : value.Shape.HasRows && value.Shape.Rank == first.Shape.Rank && !value.Shape[1].IsOne)
            {
                string what = Time(value) is null ? "is no sequence" : "has steps of its own";
                throw Fail(
                    ErrorCodes.ShapeMismatch,
                    $"{first.Label} of shape [{Describe(first.Shape)}] is a sequence, and {value.Label} of shape [{Describe(value.Shape)}] {what}; only sequences with the same steps are combined step by step. Two inputs have the same steps where the second says so, with LengthsOf.");
            }
        }

        return time;
    }

    /// <summary>Refuses a sequence, for layers that have no meaning for steps.</summary>
    public void RequireNoSequence(TensorValue value, string advice)
    {
        if (Time(value) is not null)
        {
            throw Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} of shape [{Describe(value.Shape)}] is a sequence, steps first, which it does not work on. {advice}");
        }
    }

    /// <summary>Whether a streaming step makes the current value of all steps so far.</summary>
    public bool IsOverSteps { get; private set; }

    /// <summary>Says that a streaming step makes the current value of all steps so far, though it is no sequence.</summary>
    public void EndSteps() => IsOverSteps = true;

    /// <summary>A parameter of this line, or of the line that it shares with, of whose outputs the norm may be bounded.</summary>
    public TensorValue Parameter(string suffix, Shape shape, bool isMatrix, ParameterInitialization initialization, Penalty penalty, NormBound bound = default)
    {
        HasParameters = true;
        if (initialization is { Tensor: { } tensor })
        {
            if (_readsTensor && !IsShared)
            {
                throw Fail(ErrorCodes.InvalidArgument, $"InitTensor = \"{tensor}\" names one tensor, and the line has several weights that begin with Init.File. Leave InitTensor out: each then reads the tensor of its own name, such as {ParameterPrefix}{suffix}.");
            }

            _readsTensor = true;
        }

        return Network.Parameter(this, ParameterPrefix + suffix, shape, isMatrix, initialization, penalty, bound);
    }

    /// <summary>Regularisers of this line's weights: its own, else those of the network.</summary>
    public Penalty WeightPenalty => PenaltyOr(Network.NetworkPenalty);

    /// <summary>Regularisers that this line gives itself, for parameters that those of the network are not for.</summary>
    public Penalty OwnPenalty => PenaltyOr(Penalty.None);

    private Penalty PenaltyOr(Penalty otherwise) => new(
        Arguments.Real("L1", 0, double.MaxValue, otherwise.L1),
        Arguments.Real("L2", 0, double.MaxValue, otherwise.L2));

    /// <summary>The greatest norm that this line gives the weights of each output.</summary>
    /// <param name="argument">The argument that says it.</param>
    /// <param name="axis">The axis of the outputs in the weight.</param>
    /// <param name="groups">Into how many groups the inputs fall where that is the second.</param>
    public NormBound MaxNorm(string argument = "MaxNorm", int axis = 0, int groups = 1) =>
        Arguments.Real(argument, SmallestNormal, double.MaxValue, otherwise: 0) is var maximum && maximum > 0 ? new NormBound(maximum, axis, groups) : NormBound.None;

    /// <summary>State of this line, or of the line that it shares with.</summary>
    public TensorValue State(string suffix, Shape shape, ElementKind element, ParameterInitialization initialization)
    {
        HasParameters = true;
        return Network.State(this, ParameterPrefix + suffix, shape, element, initialization);
    }

    /// <summary>Whether the program is one streaming step: sequences have one step, and what earlier ones had is carried.</summary>
    public bool IsStreaming => Network.Mode == NetworkMode.Streaming;

    /// <summary>Whether the program is one of training or evaluation, in which a batch may go on where the one before ended.</summary>
    public bool FollowsBatches => Network.Mode is NetworkMode.Training or NetworkMode.Evaluation;

    /// <summary>
    /// What the call before left, [rows, …]: the streaming step, or the batch (<see cref="FollowsBatches"/>). Before the first, a number. <see cref="Carry"/> says what this one leaves.
    /// To derivatives it is a constant.
    /// </summary>
    public TensorValue Carried(string name, Shape shape, double initial = 0) => Network.Carried(this, name, shape, initial);

    /// <summary>
    /// Leaves a value to the next call in the place of what the one before left. Numbers too small to be normal are left as 0: states decay, and
    /// arithmetic with subnormal numbers takes many times as long.
    /// </summary>
    /// <returns>The value as it is left.</returns>
    public TensorValue Carry(TensorValue before, TensorValue after)
    {
        TensorValue kept = Flushed(after);
        Network.Carry(before, kept);
        return kept;
    }

    /// <summary>
    /// The last values that a sequence had, [rows, earlier + 1, …], this streaming step's last; before the first step a number. They are carried.
    /// </summary>
    /// <param name="name">What they are.</param>
    /// <param name="step">The value of this step, [rows, 1, …].</param>
    /// <param name="earlier">How many before it.</param>
    /// <param name="initial">What is there before the first step.</param>
    public TensorValue Recent(string name, TensorValue step, int earlier, double initial)
    {
        // Only moved from then on: what is no subnormal number now never becomes one.
        step = Flushed(step);
        if (earlier == 0)
        {
            return step;
        }

        TensorValue before = Carried(name, step.Shape.With(1, earlier), initial);
        TensorValue recent = Program.Add(new ConcatOperation(1), before, step);
        Network.Carry(before, Program.Add(new SliceOperation(1, 1, earlier), recent));
        return recent;
    }

    /// <summary>The index of a streaming step, counted from 0 since the stream began, [rows, 1]; from 2^24 on it stays there, as floats do not tell more apart.</summary>
    public TensorValue StepIndex() => Network.StepIndex ??= CountSteps();

    private TensorValue CountSteps()
    {
        TensorValue index = Carried("index of the step", Shape.Of(Rows, 1));
        Network.Carry(index, Program.Map(ScalarExpression.Of(BinaryKind.Min, ScalarExpression.Operand(0) + 1, MostSteps), index));
        return index;
    }

    private TensorValue Flushed(TensorValue value)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        return Program.Map(ScalarExpression.Select(ComparisonKind.Less, ScalarExpression.Of(UnaryKind.Abs, x), Network.IsDouble ? SmallestNormalInDouble : SmallestNormal, 0, x), value);
    }

    /// <summary>A value of real numbers that a line before named.</summary>
    public TensorValue Named(string name) => RequireReal(NamedOfAnyElement(name));

    /// <summary>A value that a line before named: real numbers, or integers.</summary>
    public TensorValue NamedOfAnyElement(string name) => Read(Scope.Find(this, name));

    /// <summary>The shape of one sample, as users write it: <c>1, 28, 28</c>.</summary>
    public string Describe(Shape shape) => string.Join(", ", shape.Extents.Skip(shape.HasRows ? 1 : 0));

    private TensorValue RequireReal(TensorValue value) => value.Element != ElementKind.Integer ? value
        : throw Fail(ErrorCodes.ShapeMismatch, $"{value.Label} of shape [{Describe(value.Shape)}] is of integers, and this line computes with real numbers. Put [Embedding(...)] between them.");

    public Exception NoCurrentValue() => Scope.IsUnknown ? new UnknownValueException()
        : new DeclarationException(ErrorCodes.NoCurrentValue, $"{Label}: there is no current value. A network begins with [Input(...)]; with several inputs, [From(\"name\")] says which comes first.", []);

    public DeclarationException Fail(string code, string message, params AttributeLocation[] additional) => new(code, Label + ": " + message, additional);

    /// <summary>
    /// A suggestion for this line as a change of one of the network's own. A line of a block is left as it is, for other networks place it too: where it says
    /// <c>Arg.A</c>, the argument of the <c>Use</c> can be changed instead. Null where it cannot be done so.
    /// </summary>
    public Correction? Resolve(Suggestion suggestion)
    {
        LayerContext line = this;
        string argument = suggestion.Argument;
        while (line.Scope.PlacedBy is { } use)
        {
            if (suggestion.Kind != CorrectionKind.SetArgument || line.Arguments.Placeholder(argument) is not { } outer)
            {
                return null;
            }

            (line, argument) = (use, outer);
        }

        return new Correction(suggestion.Kind, argument, suggestion.Text, line.Line.Location);
    }

    private TensorValue Read(TensorValue value)
    {
        if (!Results.Contains(value) && !Operands.Contains(value))
        {
            Operands.Add(value);
        }

        return value;
    }
}
