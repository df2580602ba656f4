using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Losses;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Building;

/// <summary>Lowers a declaration, line by line, to a program in one mode: the stage "build".</summary>
internal sealed class NetworkBuilder
{
    private const string NetworkKind = "Network";

    // Blocks multiply: a few lines can say more layers than there is memory for. An editor must hear of it at once.
    private const int MaximumPlacements = 8192;

    private readonly NetworkDeclaration _declaration;
    private readonly CancellationToken _cancellation;
    private readonly LineArguments _options;
    private readonly List<TensorModel> _inputs = [];
    private readonly List<TensorValue> _inputValues = [];
    private readonly Dictionary<TensorValue, int> _inputResults = [];
    private readonly List<TensorModel> _lengths = [];
    private readonly Dictionary<TensorValue, TimeAxis> _times = [];
    private readonly HashSet<TensorValue> _masked = [];
    private readonly List<TensorModel> _targets = [];
    private readonly List<TensorModel> _outputs = [];
    private readonly List<TensorValue> _outputValues = [];
    private readonly List<TensorValue> _outputOrigins = [];
    private readonly List<ParameterModel> _parameters = [];
    private int _frozenLines;
    private readonly List<TensorValue> _parameterValues = [];
    private readonly Dictionary<string, AttributeLocation> _parameterOwners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _parameterIndices = new(StringComparer.Ordinal);
    private readonly List<StateModel> _states = [];
    private readonly Dictionary<string, int> _stateIndices = new(StringComparer.Ordinal);
    private readonly List<TensorValue> _stateValues = [];
    private readonly List<FitModel> _fits = [];
    private readonly List<CarryModel> _carries = [];
    private readonly Dictionary<string, int> _carryIndices = new(StringComparer.Ordinal);
    private readonly List<TensorValue?> _carryValues = [];
    private readonly List<(LossModel Model, TensorValue Rows, TensorValue? Divisor, TensorValue Value)> _losses = [];
    private readonly List<TensorModel> _sampleWeights = [];
    private readonly List<(string Label, TensorValue Rows)> _activityPenalties = [];
    private readonly List<PlacedLayer> _layers = [];
    private readonly List<(LineDeclaration? NetworkLine, LayerContext Context, TensorValue Operand, TensorValue Value, string Reason)> _flat = [];
    private readonly Stack<string> _blocks = new();
    private LineDeclaration? _networkLine;
    private LineDeclaration? _line;
    private readonly List<LayerContext> _lines = [];
    private LayerContext? _context;
    private int _randomMasks;
    private int _minimumTrainingRows = 1;
    private int _placements;

    private NetworkBuilder(NetworkDeclaration declaration, NetworkMode mode, CancellationToken cancellation)
    {
        _declaration = declaration;
        _cancellation = cancellation;
        Mode = mode;
        var line = new LineDeclaration(NetworkKind, declaration.Options, null, new AttributeLocation(declaration.Type.MetadataName, -1));
        _options = new LineArguments(line, "[Network]", null);
        _line = line;
        int batch = _options.Integer("Batch", 1, 1 << 20, otherwise: 128);
        Batch = mode == NetworkMode.Streaming ? 1 : batch;
        NetworkPenalty = new Penalty(_options.Real("L1", 0, double.MaxValue, otherwise: 0), _options.Real("L2", 0, double.MaxValue, otherwise: 0));
        IsDouble = IsInDouble(_options);
    }

    public NetworkMode Mode { get; }

    public int Batch { get; }

    /// <summary>Whether the network computes in double precision.</summary>
    public bool IsDouble { get; }

    /// <summary>The network's regularisers, for weights of layers without their own.</summary>
    public Penalty NetworkPenalty { get; }

    public ProgramBuilder Program { get; } = new();

    /// <summary>Whether the options of a network ask for double precision.</summary>
    public static bool IsInDouble(LineArguments options) => options.Text("Precision") == "Double";

    /// <summary>Lowers a network; a mistake of the user's comes back as an error.</summary>
    public static (NetworkModel? Model, CompileError? Error) Build(NetworkDeclaration declaration, NetworkMode mode, CancellationToken cancellation)
    {
        NetworkBuilder? builder = null;
        try
        {
            builder = new NetworkBuilder(declaration, mode, cancellation);
            return (builder.Build(), null);
        }
        catch (DeclarationException exception)
        {
            var network = new AttributeLocation(declaration.Type.MetadataName, -1);
            AttributeLocation location = builder?._networkLine?.Location ?? network;
            AttributeLocation? inner = builder?._line?.Location;
            IEnumerable<AttributeLocation> additional = exception.Additional;
            if (inner is not null && inner != location && inner.Owner != declaration.Type.MetadataName)
            {
                additional = additional.Prepend(inner);
            }

            IEnumerable<Correction?> corrections = exception.Suggestions.Select(suggestion => (suggestion.Line ?? builder?._context)?.Resolve(suggestion));
            return (null, new CompileError(exception.Code, exception.Message, location, additional.Where(place => place != location).Distinct().ToEquatableArray())
            {
                Corrections = corrections.OfType<Correction>().Distinct().ToEquatableArray(),
            });
        }
    }

    /// <summary>Adds a parameter, or finds the one that a line shares.</summary>
    public TensorValue Parameter(LayerContext context, string name, Shape shape, bool isMatrix, ParameterInitialization initialization, Penalty penalty, NormBound bound)
    {
        int index = _parameterIndices.TryGetValue(name, out int known) ? known : -1;
        if (context.IsShared)
        {
            if (index < 0)
            {
                throw new DeclarationException(ErrorCodes.CannotShare, $"{context.Label} shares the parameters of '{context.SharedName}', which has no '{name}'. Share a layer of the same kind.", []);
            }

            if (_parameters[index].Shape != shape)
            {
                throw new DeclarationException(ErrorCodes.CannotShare, $"{context.Label} needs a parameter of shape {shape}, but shares '{name}' of shape {_parameters[index].Shape}. Both layers must see inputs of the same size and have the same outputs.", [_parameterOwners[name]]);
            }

            // Products decide how it lies.
            _parameters[index] = _parameters[index] with { IsMatrix = _parameters[index].IsMatrix || isMatrix };
            return _parameterValues[index];
        }

        if (index >= 0)
        {
            throw new DeclarationException(ErrorCodes.DuplicateName, $"{context.Label}: there is a parameter '{name}' already. Give one of the layers another Name.", [_parameterOwners[name]]);
        }

        TensorValue value = Program.Add(new SourceOperation(SourceKind.Parameter, name, shape));
        _parameters.Add(new ParameterModel(name, shape, isMatrix, initialization, penalty) { IsFrozen = _frozenLines > 0, Bound = bound });
        _parameterIndices.Add(name, _parameterValues.Count);
        _parameterValues.Add(value);
        _parameterOwners.Add(name, context.Line.Location);
        return value;
    }

    /// <summary>State of a line, as it is after the lines before: its own, or that of the line that it shares with.</summary>
    public TensorValue State(LayerContext context, string name, Shape shape, ElementKind element, ParameterInitialization initialization)
    {
        int index = _stateIndices.TryGetValue(name, out int known) ? known : -1;
        if (index >= 0 && context.IsShared && _states[index].Shape == shape)
        {
            return _stateValues[index];
        }

        if (index >= 0 || context.IsShared)
        {
            throw new DeclarationException(ErrorCodes.CannotShare, $"{context.Label} needs state '{name}' of shape {shape}{(index < 0 ? ", which the line that it shares with does not have" : $", which there is already with shape {_states[index].Shape}")}. Share a layer of the same kind and size.", []);
        }

        TensorValue value = Program.Add(new SourceOperation(SourceKind.State, name, shape, element));
        _stateIndices.Add(name, _states.Count);
        _states.Add(new StateModel(name, shape, element, initialization));
        _stateValues.Add(value);
        return value;
    }

    /// <summary>Says what a state tensor is after a training step.</summary>
    public void UpdateState(TensorValue before, TensorValue after) => _stateValues[_stateValues.IndexOf(before)] = after;

    /// <summary>What the call before left, or what there is before the first.</summary>
    /// <param name="context">The line.</param>
    /// <param name="name">What it is, in the line.</param>
    /// <param name="shape">Its shape, rows first.</param>
    /// <param name="initial">What its elements are before the first call.</param>
    public TensorValue Carried(LayerContext context, string name, Shape shape, double initial)
    {
        // Lines need no name of their own, and blocks may be placed twice under one.
        string own = context.Label + " " + name;
        for (int i = 2; _carryIndices.ContainsKey(own); i++)
        {
            own = context.Label + " " + name + " " + i.ToString(CultureInfo.InvariantCulture);
        }

        _carryIndices.Add(own, _carries.Count);
        _carries.Add(new CarryModel(own, shape, initial));
        _carryValues.Add(null);
        return Program.Add(new SourceOperation(SourceKind.Carry, own, shape));
    }

    /// <summary>Says what is left to the next call in the place of what the one before left.</summary>
    public void Carry(TensorValue before, TensorValue after) => _carryValues[_carryIndices[((SourceOperation)before.Operation).Source]] = after;

    /// <summary>Refuses the network where a loss judges what a line makes of parameters, because no gradient comes through it.</summary>
    /// <param name="context">The line.</param>
    /// <param name="operand">What it takes.</param>
    /// <param name="value">What it makes.</param>
    /// <param name="reason">Why, and what to do.</param>
    public void RefuseTraining(LayerContext context, TensorValue operand, TensorValue value, string reason) => _flat.Add((_networkLine, context, operand, value, reason));

    /// <summary>Refuses training steps of fewer samples.</summary>
    public void RequireTrainingRows(int rows) => _minimumTrainingRows = Math.Max(_minimumTrainingRows, rows);

    /// <summary>The target of a loss; two losses may share one by name.</summary>
    public (int Index, TensorValue Value) Target(LayerContext context, string? name, Shape shape, ElementKind element)
    {
        // Targets without a name are numbered from the second on.
        string own = name ?? (_targets.Count == 0 ? "target" : "target" + (_targets.Count + 1).ToString(CultureInfo.InvariantCulture));
        int index = _targets.FindIndex(target => target.Name == own);
        if (index < 0)
        {
            index = _targets.Count;
            _targets.Add(new TensorModel(own, shape, element));
        }
        else if (_targets[index].Shape != shape || _targets[index].Element != element)
        {
            throw new DeclarationException(ErrorCodes.TargetKind, $"{context.Label}: the target '{own}' is {Describe(shape, element)} here and {Describe(_targets[index].Shape, _targets[index].Element)} in a loss before. Give one of them another Target.", []);
        }

        return (index, Program.Add(new SourceOperation(SourceKind.Target, own, shape, element)));
    }

    /// <summary>
    /// A number for each sample that its loss is multiplied by: a value of the network, or one that the caller gives behind all targets; null where neither the line nor the network names one.
    /// </summary>
    /// <param name="context">The line.</param>
    /// <param name="shape">[rows, 1].</param>
    public TensorValue? SampleWeight(LayerContext context, Shape shape)
    {
        if ((context.Arguments.Name("SampleWeight") ?? _options.Name("SampleWeight")) is not { } name)
        {
            return null;
        }

        if (context.Scope.IsDefined(name))
        {
            TensorValue value = context.Named(name);
            return value.Shape == shape
                ? value
                : throw context.Fail(ErrorCodes.ShapeMismatch, $"the weight of a sample is one number, and '{name}' ({value.Label}) has shape [{context.Describe(value.Shape)}]. Name a value of shape [1], or what the network does not have, for an argument of the training functions.");
        }

        if (_sampleWeights.All(weight => weight.Name != name))
        {
            _sampleWeights.Add(new TensorModel(name, shape, ElementKind.Real));
        }

        return Program.Add(new SourceOperation(SourceKind.Target, name, shape));
    }

    /// <summary>Adds a loss.</summary>
    /// <param name="context">The line.</param>
    /// <param name="terms">What it judges and what it is compared with.</param>
    /// <param name="reduction">How its rows become one number.</param>
    /// <param name="rows">Its value for each row, [rows, 1].</param>
    /// <param name="divisor">What the sum of them is divided by, summed over rows too; null for what the reduction says.</param>
    public void Loss(LayerContext context, LossTerms terms, LossReduction reduction, TensorValue rows, TensorValue? divisor)
    {
        context.Judged ??= terms.Judged;
        double weight = context.Arguments.Real("Weight", -double.MaxValue, double.MaxValue, otherwise: 1);
        _losses.Add((new LossModel(context.Line.Kind, terms.Target, -1, terms.Classes, weight, HasClassesLast: Time(terms.Judged) is not null, terms.Ignored?.Index, reduction), rows, divisor, terms.Judged));
    }

    /// <summary>
    /// The line whose argument <c>outputs</c> is the extent of a value along an axis: the one that made it, or one before lines that keep its shape. Null where there is none.
    /// </summary>
    public LayerContext? OutputsOf(TensorValue value, int axis)
    {
        for (TensorValue? each = value; each is not null;)
        {
            LayerContext? line = _lines.LastOrDefault(candidate => candidate.Result == each);
            if (line is null || line.Arguments.Has("outputs"))
            {
                return line is not null && line.Result!.Shape == value.Shape && line.Arguments.Integer("outputs", int.MinValue) == value.Shape[axis].Maximum ? line : null;
            }

            each = line.Operands.Count == 1 && line.Operands[0].Shape == value.Shape && line.Operands[0] != each ? line.Operands[0] : null;
        }

        return null;
    }

    /// <summary>
    /// The shape [channels, height, width] for an input that was declared as an image [height, width, channels], TensorFlow's order; null for any other value. One, three or four
    /// channels are last then, and more rows and columns of pixels than that are before them.
    /// </summary>
    public Suggestion? ChannelsLast(TensorValue value)
    {
        int[] shape = [.. value.Shape.Extents.Skip(1).Select(extent => extent.Maximum)];
        return value.Shape.HasRows && shape.Length == 3 && Math.Min(shape[0], shape[1]) > 4 && shape[2] is 1 or 3 or 4
            && _lines.FirstOrDefault(line => line.Line.Kind == InputLayer.LayerKind && line.Result == value) is { } input
            ? new Suggestion(CorrectionKind.SetArgument, "shape", FormattableString.Invariant($"{shape[2]}, {shape[0]}, {shape[1]}"), input)
            : null;
    }

    /// <summary>Adds to the objective, not to the loss, a number for each row: the mean over the samples.</summary>
    public void ActivityPenalty(LayerContext context, TensorValue rows)
    {
        context.Penalizes = true;
        _activityPenalties.Add((context.Label, rows));
    }

    /// <summary>Numbers the random masks of a network in the order of their layers.</summary>
    public int NextRandomMask() => _randomMasks++;

    /// <summary>Finds a user's function.</summary>
    public FunctionDeclaration? Function(string owner, string name) => _declaration.Functions.FirstOrDefault(function => function.Owner == owner && function.Name == name);

    /// <summary>Adds an input: real numbers, bytes that an operation makes real, or integers below a bound.</summary>
    /// <param name="context">The line.</param>
    /// <param name="shape">The shape, with rows and steps.</param>
    /// <param name="fromBytes">Makes bytes real; null where the elements are none.</param>
    /// <param name="bound">What integers are below; 0 where the elements are none.</param>
    /// <param name="time">Its axis 1, where that is steps.</param>
    public void AddInput(LayerContext context, Shape shape, FromBytesOperation? fromBytes, int bound, TimeAxis? time)
    {
        string own = InputName(context);
        if (_inputs.Any(input => input.Name == own))
        {
            throw new DeclarationException(ErrorCodes.DuplicateName, $"{context.Label}: there is an input '{own}' already. With several inputs give each a Name: [Input({context.Describe(shape)}, Name = \"left\")].", []);
        }

        ElementKind element = fromBytes is not null ? ElementKind.Byte : bound > 0 ? ElementKind.Integer : ElementKind.Real;
        TensorValue source = Program.Add(new SourceOperation(SourceKind.Input, own, shape, element, bound));
        TensorValue value = fromBytes is null ? source : Program.Add(fromBytes, source);
        _inputs.Add(new TensorModel(own, shape, element, bound, LengthsOf(time)));
        _inputValues.Add(source);
        if (time is not null)
        {
            SetTime(value, time);

            // Nobody says what a caller's steps hold that do not count, and 0 times that may be no number. Bytes and integers are numbers.
            value = element == ElementKind.Real ? Masked(value) : value;
        }

        _inputResults[value] = _inputs.Count - 1;
        context.Scope.Define(context, own, value);
        context.Scope.Current = _inputs.Count == 1 ? value : null;
    }

    /// <summary>Whether a value is an input, as its line gives it.</summary>
    public bool IsInput(TensorValue value) => _inputResults.ContainsKey(value);

    /// <summary>Says that two state tensors are mean and deviation of an input, which the runtime fits on data.</summary>
    public void Fit(TensorValue value, TensorValue mean, TensorValue deviation, int repeats)
    {
        FromBytesOperation? bytes = value.Operation as FromBytesOperation;
        _fits.Add(new FitModel(_inputResults[value], ((SourceOperation)mean.Operation).Source, ((SourceOperation)deviation.Operation).Source, repeats, bytes?.Scales.ToArray() ?? [], bytes?.Offsets.ToArray() ?? []));
    }

    /// <summary>What an input is called.</summary>
    public static string InputName(LayerContext context) => context.Name ?? "input";

    /// <summary>The steps of an input, of which a row may have fewer; the lengths come with each call.</summary>
    public TimeAxis AddLengths(string input, int steps)
    {
        Shape shape = Shape.Of(Extent.Rows(Batch), 1);
        TensorValue lengths = Program.Add(new SourceOperation(SourceKind.Lengths, input, shape, ElementKind.Integer, steps + 1));
        _lengths.Add(new TensorModel(input, shape, ElementKind.Integer, steps + 1));
        return new TimeAxis(steps, lengths);
    }

    /// <summary>The one step that sequences have in streaming mode, the same of all.</summary>
    public TimeAxis Now { get; } = new(1, null);

    /// <summary>In streaming mode, the most steps that an input has in a call of whole sequences.</summary>
    public int WholeSteps { get; set; } = 1;

    /// <summary>The index of a streaming step, once a line has asked for it.</summary>
    public TensorValue? StepIndex { get; set; }

    /// <summary>The steps that axis 1 of a value is; null where it is something else.</summary>
    public TimeAxis? Time(TensorValue value) => _times.TryGetValue(value, out TimeAxis? time) ? time : null;

    /// <summary>Says that axis 1 of a value is steps.</summary>
    public void SetTime(TensorValue value, TimeAxis time) => _times[value] = time;

    /// <summary>Says that a sequence is 0 where its steps do not count.</summary>
    public void SetMasked(TensorValue value) => _masked.Add(value);

    /// <summary>A sequence with 0 where its steps do not count; any other value as it is.</summary>
    public TensorValue Masked(TensorValue value)
    {
        if (Time(value) is not { Lengths: { } lengths } time || _masked.Contains(value))
        {
            return value;
        }

        TensorValue masked = time.Where(Program, value, 0);
        SetTime(masked, time);
        SetMasked(masked);
        return masked;
    }

    private int LengthsOf(TimeAxis? time) => time?.Lengths is { Operation: SourceOperation source } ? _lengths.FindIndex(lengths => lengths.Name == source.Source) : -1;

    public void AddOutput(LayerContext context, string name, TensorValue value)
    {
        if (!value.Shape.HasRows)
        {
            throw new DeclarationException(ErrorCodes.ShapeMismatch, $"{context.Label}: '{name}' has shape {value.Shape} and depends on no input, so that it is not a value for each sample. Only such values can be outputs.", []);
        }

        if (_outputs.Any(output => output.Name == name))
        {
            throw new DeclarationException(ErrorCodes.DuplicateName, $"{context.Label}: '{name}' is an output already.", []);
        }

        AddOutput(name, value);
    }

    // Steps that do not count are 0 where the caller sees them.
    private void AddOutput(string name, TensorValue value)
    {
        _outputs.Add(new TensorModel(name, value.Shape, ElementKind.Real, Lengths: LengthsOf(Time(value))));
        _outputOrigins.Add(value);
        _outputValues.Add(Masked(value));
    }

    /// <summary>Places a block.</summary>
    public void Use(LayerContext context, Scope outer)
    {
        LineDeclaration line = context.Line;
        BlockDeclaration block = _declaration.Blocks.FirstOrDefault(candidate => candidate.Name == line.TypeArgument)
            ?? throw new DeclarationException(ErrorCodes.InvalidArgument, $"{context.Label}: '{line.TypeArgument}' is not a block. Mark the class with [Block].", []);
        if (_blocks.Contains(block.Name))
        {
            throw new DeclarationException(ErrorCodes.BlockRecursion, $"{context.Label}: the block '{block.Name}' places itself ({string.Join(" in ", _blocks.Reverse())}). A network has a fixed size: unroll it with Times.", []);
        }

        int times = context.Arguments.Integer("Times", 1, 10_000, otherwise: 1);
        long[] arguments = [.. new[] { "a", "b", "c", "d" }.Select(name => (long)context.Arguments.Integer(name, int.MinValue + 5, int.MaxValue, otherwise: 0))];
        _blocks.Push(block.Name);
        for (int repeat = 0; repeat < times; repeat++)
        {
            CountPlacement(context);
            string prefix = context.ParameterPrefix + (times == 1 ? string.Empty : repeat.ToString(CultureInfo.InvariantCulture) + ".");
            string display = context.DisplayPrefix + (times == 1 ? string.Empty : repeat.ToString(CultureInfo.InvariantCulture) + ".");
            var scope = new Scope(block.Lines, display, prefix, context.IsShared, context.SharedName, arguments, isBlock: true) { Current = outer.Current, PlacedBy = context };
            scope.DefineInput(outer.Current ?? throw context.NoCurrentValue());
            Lower(block.Lines, scope);
            outer.Current = scope.Current;
        }

        _blocks.Pop();
        _line = line;
        _context = context;
        if (context.Name is { } name)
        {
            outer.Define(context, name, outer.Current!);
        }
    }

    private void CountPlacement(LayerContext context)
    {
        if (++_placements > MaximumPlacements)
        {
            throw context.Fail(ErrorCodes.TooLarge, $"with this line the network has more than {MaximumPlacements} layers and blocks in all, counted each time that they are placed. Make Times smaller.");
        }
    }

    // Where a value becomes too large is known while its line is: later stages know values only.
    private void RequireSizes(LayerContext context, int valuesBefore)
    {
        if (Program.Values.Count > Limits.MostValues)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"with this line the network is {Program.Values.Count:N0} operations on tensors; at most {Limits.MostValues:N0} are possible. Make Times smaller, or the network."));
        }

        for (int i = valuesBefore; i < Program.Values.Count; i++)
        {
            Shape shape = Program.Values[i].Shape;
            if (Limits.Elements(shape) > Limits.MostElements)
            {
                string batch = shape.HasRows ? FormattableString.Invariant($" in a batch of {Batch:N0}") : string.Empty;
                throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"it computes a value of shape [{context.Describe(shape)}]{batch}, which has {Limits.Elements(shape):N0} elements; at most {Limits.MostElements:N0} are possible. Make the layer smaller{(shape.HasRows ? ", or Batch" : string.Empty)}."));
            }
        }
    }

    private static string Describe(Shape shape, ElementKind element) => element == ElementKind.Integer ? (shape.Rank == 2 && shape.Last == 1 ? "a class index" : "class indices of shape " + shape) : "real numbers of shape " + shape;

    private NetworkModel Build()
    {
        // Said first: everything else would fail for want of it.
        if (_declaration.Lines.All(line => line.Kind != InputLayer.LayerKind))
        {
            throw new DeclarationException(ErrorCodes.NoInput, $"The network '{_declaration.Type.Name}' has no input. Begin it with [Input(...)]: the shape of one sample, such as [Input(784)] or [Input(1, 28, 28)].", []);
        }

        var scope = new Scope(_declaration.Lines, string.Empty, string.Empty, isShared: false, null, null, isBlock: false);
        Lower(_declaration.Lines, scope);
        _networkLine = null;
        _context = null;
        Program.Label = string.Empty;
        if (Mode == NetworkMode.Streaming && _times.Count == 0)
        {
            throw new DeclarationException(ErrorCodes.InvalidArgument, $"[Network]: Streaming takes sequences step by step, and no input of '{_declaration.Type.Name}' is one. Give an input Steps, the most that a call of Forward takes: [Input(1, Steps = 512)].", []);
        }

        if (_outputs.Count == 0)
        {
            TensorValue last = scope.Current ?? throw new DeclarationException(ErrorCodes.NoCurrentValue, $"The network '{_declaration.Type.Name}' has several inputs and uses none: name the one to begin with, as in [From(\"{_inputs[0].Name}\")].", []);
            if (!last.Shape.HasRows)
            {
                throw new DeclarationException(ErrorCodes.ShapeMismatch, $"The last value of '{_declaration.Type.Name}' has shape {last.Shape} and depends on no input. Combine it with an input.", []);
            }

            if (last.Element == ElementKind.Integer)
            {
                throw new DeclarationException(ErrorCodes.ShapeMismatch, $"The last value of '{_declaration.Type.Name}' is of integers. Put [Embedding(...)] behind the input, or name real outputs with [Output].", []);
            }

            AddOutput("output", last);
        }

        AddSampleWeights();
        if (_inputs.Count + _lengths.Count + _targets.Count + _outputs.Count > 12)
        {
            string lengths = _lengths.Count == 0 ? string.Empty : $", {_lengths.Count} lengths of sequences";
            throw new DeclarationException(ErrorCodes.TooLarge, $"The network '{_declaration.Type.Name}' has {_inputs.Count} inputs{lengths}, {_targets.Count} targets and {_outputs.Count} outputs; a call has room for 12 in all. Join some with [Concat].", []);
        }

        (TensorValue? loss, TensorValue? objective) = Objective();
        return new NetworkModel
        {
            Name = _declaration.Type.Name.TrimStart('@'),
            Batch = Batch,
            Builder = Program,
            Inputs = _inputs,
            Lengths = _lengths,
            Targets = _targets,
            Outputs = _outputs,
            Parameters = _parameters,
            States = _states,
            Fits = _fits,
            Carries = _carries,
            MinimumTrainingRows = _minimumTrainingRows,
            Losses = _losses.Select(entry => entry.Model with { Output = _outputOrigins.IndexOf(entry.Value) }).ToArray(),
            Layers = _layers,
            Lines = _lines,
            OutputOrigins = _outputOrigins,
            InputValues = _inputValues,
            OutputValues = _outputValues,
            ParameterValues = _parameterValues,
            StateValues = _stateValues,
            CarryValues = _carryValues.Select(value => value!).ToArray(),
            Loss = loss,
            Objective = objective,
        };
    }

    // They come behind the targets, of which losses number those without a name.
    private void AddSampleWeights()
    {
        foreach (TensorModel weight in _sampleWeights)
        {
            TensorModel? target = _targets.FirstOrDefault(target => target.Name == weight.Name);
            if (target is null)
            {
                _targets.Add(weight);
            }
            else if (target != weight)
            {
                throw new DeclarationException(ErrorCodes.TargetKind, $"[Network]: '{weight.Name}' is the weight of a sample, one real number, and a target that is {Describe(target.Shape, target.Element)}. Give one of them another name.", []);
            }
        }
    }

    // L = sum of weight · scale · (sum over rows); J = L + scale · (sums of activity penalties over rows) + share · (sums of l1 · |w| + l2/2 · w²), so that the parts of a batch add up to the whole's.
    private (TensorValue? Loss, TensorValue? Objective) Objective()
    {
        if (_losses.Count == 0)
        {
            return (null, null);
        }

        TensorValue? loss = null;
        foreach ((LossModel model, TensorValue rows, TensorValue? divisor, _) in _losses)
        {
            Program.Label = model.Kind;
            TensorValue sum = Program.Reshape(Program.SumAll(rows), Shape.Scalar);
            TensorValue part = Part(model, sum, divisor);
            loss = loss is null ? part : Program.Plus(loss, part);
        }

        CheckGradients(loss!);
        TensorValue objective = loss!;
        foreach ((string label, TensorValue rows) in _activityPenalties)
        {
            Program.Label = label;
            objective = Plus(objective, 1, RuntimeScalarKind.Scale, rows);
        }

        Program.Label = "L2";
        for (int i = 0; i < _parameters.Count; i++)
        {
            TensorValue weight = _parameterValues[i];
            Penalty penalty = _parameters[i].Penalty;
            if (penalty.L1 != 0)
            {
                Program.Label = "L1";
                objective = Plus(objective, penalty.L1, RuntimeScalarKind.Share, Program.Map(UnaryKind.Abs, weight));
            }

            if (penalty.L2 != 0)
            {
                Program.Label = "L2";
                objective = Plus(objective, 0.5 * penalty.L2, RuntimeScalarKind.Share, Program.Map(ScalarExpression.Operand(0) * ScalarExpression.Operand(0), weight));
            }
        }

        return (loss, objective);

        TensorValue Plus(TensorValue before, double factor, RuntimeScalarKind part, TensorValue terms)
        {
            TensorValue sum = Program.Reshape(Program.SumAll(terms), Shape.Scalar);
            return Program.Map(ScalarExpression.Operand(0) + (factor * ScalarExpression.Operand(1) * ScalarExpression.Operand(2)), before, Program.Add(new RuntimeScalarOperation(part)), sum);
        }
    }

    private void CheckGradients(TensorValue loss)
    {
        foreach ((LineDeclaration? networkLine, LayerContext context, TensorValue operand, TensorValue value, string reason) in _flat)
        {
            if (Reached(operand).Overlaps(_parameterValues) && Reached(loss).Contains(value))
            {
                (_networkLine, _line) = (networkLine, context.Line);
                throw context.Fail(ErrorCodes.NotSupported, reason);
            }
        }
    }

    // A value and everything that it is made of.
    private HashSet<TensorValue> Reached(TensorValue from)
    {
        var reached = new HashSet<TensorValue> { from };
        for (int id = from.Id; id >= 0; id--)
        {
            if (reached.Contains(Program.Values[id]))
            {
                reached.UnionWith(Program.Values[id].Operands);
            }
        }

        return reached;
    }

    // A mean by weights knows the whole batch, of which a call has its share.
    private TensorValue Part(LossModel model, TensorValue sum, TensorValue? divisor)
    {
        ScalarExpression first = ScalarExpression.Operand(0);
        if (divisor is not null)
        {
            TensorValue weights = Program.Reshape(Program.SumAll(divisor), Shape.Scalar);
            ScalarExpression mean = ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(2), 0, 0, ScalarExpression.Operand(1) / ScalarExpression.Operand(2));
            return Program.Map(model.Weight * first * mean, Program.Share(), sum, weights);
        }

        return model.Reduction == LossReduction.BatchSum ? Program.Times(model.Weight, sum) : Program.Map(model.Weight * first * ScalarExpression.Operand(1), Program.Scale(), sum);
    }

    private void Lower(IEnumerable<LineDeclaration> lines, Scope scope)
    {
        int index = 0;
        foreach (LineDeclaration line in lines)
        {
            _cancellation.ThrowIfCancellationRequested();
            _line = line;
            if (!scope.IsBlock)
            {
                _networkLine = line;
            }

            ILayer layer = LayerCatalog.Find(line.Kind)
                ?? throw new DeclarationException(ErrorCodes.NotSupported, $"[{line.Kind}] is not a layer that this version of the generator knows. Update the NetCompiler package, so that its attributes and its generator belong together.", []);
            if (_losses.Count > 0 && layer is not ILoss && layer.Role != LayerRole.Remark)
            {
                throw new DeclarationException(ErrorCodes.LossNotLast, $"[{line.Kind}] stands after a loss. Losses come last: move it before [{_losses[0].Model.Kind}].", []);
            }

            if (scope.IsBlock && layer.Role is not (LayerRole.Layer or LayerRole.Reference))
            {
                throw new DeclarationException(ErrorCodes.NotSupported, $"[{line.Kind}] cannot stand in a block: inputs, outputs, losses and budgets belong to the network.", []);
            }

            if (layer is ILoss && Mode == NetworkMode.Streaming)
            {
                continue;
            }

            bool counts = layer.Role == LayerRole.Layer;
            _context = null;
            var context = new LayerContext(this, scope, line, counts ? index.ToString(CultureInfo.InvariantCulture) : null);
            index += counts ? 1 : 0;
            _context = context;
            CountPlacement(context);
            Program.Label = context.Label;
            int parametersBefore = _parameters.Count;
            int valuesBefore = Program.Values.Count;
            int place = _layers.Count;
            TensorValue? before = scope.Current;
            bool freezes = context.Arguments.Flag("Frozen", otherwise: false);
            _frozenLines += freezes ? 1 : 0;
            layer.Lower(context);
            _frozenLines -= freezes ? 1 : 0;
            _line = line;
            _context = context;
            RequireSizes(context, valuesBefore);
            if (freezes && _parameters.Count == parametersBefore)
            {
                throw context.Fail(
                    ErrorCodes.InvalidArgument,
                    context.IsShared ? $"Frozen = true stands on a line that uses the parameters of '{context.SharedName}'. Freeze that one." : "Frozen = true, and it has no parameters that could be frozen. Leave it out.");
            }

            if (Mode == NetworkMode.Streaming && counts && before is not null && Time(before) is not null && scope.Current is { } after && Time(after) is null && !context.IsOverSteps)
            {
                throw context.Fail(ErrorCodes.NotSupported, $"it takes several steps of its operand {before.Label} at once, and [Network(Streaming = true)] gives it one at a time. Put it behind a line that ends the steps, such as [Last], or leave Streaming out.");
            }

            if (layer is UseLayer || layer.Role == LayerRole.Remark)
            {
                continue;
            }

            _lines.Add(context);
            if (scope.Current is { } current)
            {
                _layers.Insert(place, new PlacedLayer(context.Label, current.Shape, _parameters.Skip(parametersBefore).Select(parameter => parameter.Name).ToArray(), line));
            }
        }
    }
}
