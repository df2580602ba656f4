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
    private readonly string? _sampleWeight;
    private readonly List<CompileError> _errors = [];
    private readonly HashSet<(string Code, string Message, AttributeLocation Line)> _mistakesInBlocks = [];
    private int _randomMasks;
    private int _minimumTrainingRows = 1;
    private int _placements;
    private int _inputLines;
    private int _unknownLines;
    private int _unknownLosses;
    private string? _firstLoss;
    private string _prefix = string.Empty;
    private bool _isMistaken;
    private bool _isLossMisplaced;

    private NetworkBuilder(NetworkDeclaration declaration, NetworkMode mode, CancellationToken cancellation)
    {
        _declaration = declaration;
        _cancellation = cancellation;
        Mode = mode;
        var line = new LineDeclaration(NetworkKind, declaration.Options, null, new AttributeLocation(declaration.Type.MetadataName, -1));
        _options = new LineArguments(line, "[Network]", null);
        _line = line;

        // Where the batch is mistaken, no value is too large for want of a smaller one.
        int batch = Option(options => options.Integer("Batch", 1, 1 << 20, otherwise: 128), instead: 1);
        Batch = mode == NetworkMode.Streaming ? 1 : batch;
        NetworkPenalty = new Penalty(Option(options => options.Real("L1", 0, double.MaxValue, otherwise: 0), 0), Option(options => options.Real("L2", 0, double.MaxValue, otherwise: 0), 0));
        _sampleWeight = Option(options => options.Name("SampleWeight"), null);
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

    /// <summary>Lowers a network; where the user has made mistakes, the first comes back as an error.</summary>
    public static (NetworkModel? Model, CompileError? Error) Build(NetworkDeclaration declaration, NetworkMode mode, CancellationToken cancellation)
    {
        (NetworkModel? model, IReadOnlyList<CompileError> errors) = BuildOrRefuse(declaration, mode, cancellation);
        return (model, errors.FirstOrDefault());
    }

    /// <summary>
    /// Lowers a network; the user's mistakes come back as errors, those of the class first and then in the order of the lines. A line has one at most, and none that follows from another line's.
    /// </summary>
    public static (NetworkModel? Model, IReadOnlyList<CompileError> Errors) BuildOrRefuse(NetworkDeclaration declaration, NetworkMode mode, CancellationToken cancellation)
    {
        var builder = new NetworkBuilder(declaration, mode, cancellation);
        NetworkModel? model = null;
        try
        {
            model = builder.Build();
        }
        catch (DeclarationException exception)
        {
            builder._isMistaken = false;
            builder.Report(exception);
        }

        return (builder._errors.Count == 0 ? model : null, [.. builder._errors.OrderBy(error => error.Location.Index)]);
    }

    /// <summary>
    /// Notes a mistake of the line that is being lowered, which goes on where it is known what it makes. The first one of a line counts, as others may follow from it; one of a block that
    /// is placed several times counts once, unless places differ in what is wrong.
    /// </summary>
    public void Report(DeclarationException mistake)
    {
        if (_isMistaken)
        {
            return;
        }

        _isMistaken = true;
        AttributeLocation location = _networkLine?.Location ?? new AttributeLocation(_declaration.Type.MetadataName, -1);
        AttributeLocation? inner = _line?.Location;
        IEnumerable<AttributeLocation> additional = mistake.Additional;
        if (inner is not null && inner != location && inner.Owner != _declaration.Type.MetadataName)
        {
            if (!_mistakesInBlocks.Add((mistake.Code, _prefix.Length == 0 ? mistake.Message : mistake.Message.Replace(_prefix, string.Empty), inner)))
            {
                return;
            }

            additional = additional.Prepend(inner);
        }

        IEnumerable<Correction?> corrections = mistake.Suggestions.Select(suggestion => (suggestion.Line ?? _context)?.Resolve(suggestion));
        _errors.Add(new CompileError(mistake.Code, mistake.Message, location, additional.Where(place => place != location).Distinct().ToEquatableArray())
        {
            Corrections = corrections.OfType<Correction>().Distinct().ToEquatableArray(),
        });
    }

    /// <summary>Adds a parameter, or finds the one that a line shares.</summary>
    public TensorValue Parameter(LayerContext context, string name, Shape shape, bool isMatrix, ParameterInitialization initialization, Penalty penalty, NormBound bound)
    {
        int index = _parameterIndices.TryGetValue(name, out int known) ? known : -1;
        if (context.IsShared)
        {
            if (index < 0 || _parameters[index].Shape != shape)
            {
                // What the line makes is as large as it says, whatever its parameters are.
                Report(index < 0
                    ? new DeclarationException(ErrorCodes.CannotShare, $"{context.Label} shares the parameters of '{context.SharedName}', which has no '{name}'. Share a layer of the same kind.", [])
                    : new DeclarationException(ErrorCodes.CannotShare, $"{context.Label} needs a parameter of shape {shape}, but shares '{name}' of shape {_parameters[index].Shape}. Both layers must see inputs of the same size and have the same outputs.", [_parameterOwners[name]]));
                return Program.Add(new SourceOperation(SourceKind.Parameter, name, shape));
            }

            // Products decide how it lies.
            _parameters[index] = _parameters[index] with { IsMatrix = _parameters[index].IsMatrix || isMatrix };
            return _parameterValues[index];
        }

        if (index >= 0)
        {
            Report(new DeclarationException(ErrorCodes.DuplicateName, $"{context.Label}: there is a parameter '{name}' already. Give one of the layers another Name.", [_parameterOwners[name]]));
            return Program.Add(new SourceOperation(SourceKind.Parameter, name, shape));
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
            Report(new DeclarationException(ErrorCodes.CannotShare, $"{context.Label} needs state '{name}' of shape {shape}{(index < 0 ? ", which the line that it shares with does not have" : $", which there is already with shape {_states[index].Shape}")}. Share a layer of the same kind and size.", []));
            return Program.Add(new SourceOperation(SourceKind.State, name, shape, element));
        }

        TensorValue value = Program.Add(new SourceOperation(SourceKind.State, name, shape, element));
        _stateIndices.Add(name, _states.Count);
        _states.Add(new StateModel(name, shape, element, initialization));
        _stateValues.Add(value);
        return value;
    }

    /// <summary>Says what a state tensor is after a training step.</summary>
    public void UpdateState(TensorValue before, TensorValue after)
    {
        // State that a line was refused is in no network.
        if (_stateValues.IndexOf(before) is >= 0 and int index)
        {
            _stateValues[index] = after;
        }
    }

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
            // Losses whose values are unknown have targets too, by which others are numbered.
            throw _unknownLosses > 0 ? new UnknownValueException() : new DeclarationException(ErrorCodes.TargetKind, $"{context.Label}: the target '{own}' is {Describe(shape, element)} here and {Describe(_targets[index].Shape, _targets[index].Element)} in a loss before. Give one of them another Target.", []);
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
        if ((context.Arguments.Name("SampleWeight") ?? _sampleWeight) is not { } name)
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
        context.Scope.Current = _inputLines == 1 ? value : null;
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
    public static string InputName(LayerContext context) => context.Name ?? InputLayer.DefaultName;

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
        if (outer.Current is null && !outer.IsUnknown)
        {
            throw context.NoCurrentValue();
        }

        _blocks.Push(block.Name);
        for (int repeat = 0; repeat < times; repeat++)
        {
            CountPlacement(context);
            string prefix = context.ParameterPrefix + (times == 1 ? string.Empty : repeat.ToString(CultureInfo.InvariantCulture) + ".");
            string display = context.DisplayPrefix + (times == 1 ? string.Empty : repeat.ToString(CultureInfo.InvariantCulture) + ".");
            var scope = new Scope(block.Lines, display, prefix, context.IsShared, context.SharedName, arguments, isBlock: true) { PlacedBy = context };
            scope.Continue(outer);
            scope.DefineInput(outer.Current);
            Lower(block.Lines, scope);
            outer.Continue(scope);

            // What follows an unknown value has nothing to say that is not said now.
            if (outer.IsUnknown)
            {
                break;
            }
        }

        _blocks.Pop();
        Enter(line, context.Scope);
        _context = context;
        if (context.Name is { } name)
        {
            outer.Define(context, name, outer.Current ?? throw new UnknownValueException());
        }
    }

    private void CountPlacement(LayerContext context)
    {
        if (++_placements > MaximumPlacements)
        {
            throw new DeclarationException(ErrorCodes.TooLarge, $"{context.Label}: with this line the network has more than {MaximumPlacements} layers and blocks in all, counted each time that they are placed. Make Times smaller.", []) { EndsBuild = true };
        }
    }

    // Where a value becomes too large is known while its line is: later stages know values only.
    private void RequireSizes(LayerContext context, int valuesBefore)
    {
        if (Program.Values.Count > Limits.MostValues)
        {
            throw new DeclarationException(ErrorCodes.TooLarge, FormattableString.Invariant($"{context.Label}: with this line the network is {Program.Values.Count:N0} operations on tensors; at most {Limits.MostValues:N0} are possible. Make Times smaller, or the network."), []) { EndsBuild = true };
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

    private NetworkModel? Build()
    {
        bool hasInput = _declaration.Lines.Any(line => line.Kind == InputLayer.LayerKind);
        var scope = new Scope(_declaration.Lines, string.Empty, string.Empty, isShared: false, null, null, isBlock: false) { LacksLines = !hasInput };

        // Everything that computes would fail for want of it.
        if (!hasInput)
        {
            _isMistaken = false;
            Report(new DeclarationException(ErrorCodes.NoInput, $"The network '{_declaration.Type.Name}' has no input. Begin it with [Input(...)]: the shape of one sample, such as [Input(784)] or [Input(1, 28, 28)].", []));
            scope.Forget();
        }

        Lower(_declaration.Lines, scope);
        _networkLine = null;
        _context = null;
        Program.Label = string.Empty;
        if (_errors.Count > 0)
        {
            CheckGradients();
            (_networkLine, _context) = (null, null);
            if (!scope.IsUnknown && _declaration.Lines.All(line => line.Kind != OutputLayer.LayerKind))
            {
                CheckLast(scope);
            }

            return null;
        }

        if (Mode == NetworkMode.Streaming && _times.Count == 0)
        {
            throw new DeclarationException(ErrorCodes.InvalidArgument, $"[Network]: Streaming takes sequences step by step, and no input of '{_declaration.Type.Name}' is one. Give an input Steps, the most that a call of Forward takes: [Input(1, Steps = 512)].", []);
        }

        if (_outputs.Count == 0)
        {
            AddOutput("output", CheckLast(scope));
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

    // The value that is the output where no line says what is.
    private TensorValue CheckLast(Scope scope)
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

        return last;
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

        CheckGradients();
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

    private T Option<T>(Func<LineArguments, T> read, T instead)
    {
        try
        {
            return read(_options);
        }
        catch (DeclarationException exception)
        {
            _isMistaken = false;
            Report(exception);
            return instead;
        }
    }

    private void CheckGradients()
    {
        HashSet<TensorValue> judged = Reached(_losses.SelectMany(entry => new[] { entry.Rows, entry.Divisor }).OfType<TensorValue>());
        foreach ((LineDeclaration? networkLine, LayerContext context, TensorValue operand, TensorValue value, string reason) in _flat)
        {
            if (judged.Contains(value) && Reached([operand]).Overlaps(_parameterValues))
            {
                Enter(context.Line, context.Scope);
                (_networkLine, _context) = (networkLine, context);
                Report(context.Fail(ErrorCodes.NotSupported, reason));
            }
        }
    }

    // Values and everything that they are made of.
    private HashSet<TensorValue> Reached(IEnumerable<TensorValue> from)
    {
        var reached = new HashSet<TensorValue>(from);
        for (int id = reached.Count == 0 ? -1 : reached.Max(value => value.Id); id >= 0; id--)
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

    // A mistake in a line hides none in another: what the line would have made is unknown from there on, and lines that need it are asked only what does not depend on it.
    private void Lower(IEnumerable<LineDeclaration> lines, Scope scope)
    {
        int index = 0;
        foreach (LineDeclaration line in lines)
        {
            _cancellation.ThrowIfCancellationRequested();
            Enter(line, scope);
            ILayer? layer = LayerCatalog.Find(line.Kind);
            if (layer is ILoss && Mode == NetworkMode.Streaming)
            {
                continue;
            }

            string? number = layer?.Role == LayerRole.Layer ? index++.ToString(CultureInfo.InvariantCulture) : null;
            TensorValue? before = scope.Current;
            try
            {
                Lower(line, layer, number, scope);
            }
            catch (DeclarationException exception) when (!exception.EndsBuild)
            {
                Report(exception);
                Forget(line, layer, scope, isMade: before is not null && scope.Current is { } current && current != before && exception.Code != ErrorCodes.TooLarge);
            }
            catch (UnknownValueException)
            {
                if (_context is { } context && (NamesOf(line, layer).Select(name => scope.Taken(context, name)).FirstOrDefault(taken => taken is not null) ?? WrongArgument(line, layer!, number, scope)) is { } mistake)
                {
                    Report(mistake);
                }

                Forget(line, layer, scope, isMade: false);
            }
        }
    }

    private void Enter(LineDeclaration line, Scope scope)
    {
        (_line, _context, _prefix, _isMistaken) = (line, null, scope.DisplayPrefix, false);
        if (!scope.IsBlock)
        {
            _networkLine = line;
        }
    }

    private void Lower(LineDeclaration line, ILayer? layer, string? number, Scope scope)
    {
        if (layer is null)
        {
            throw new DeclarationException(ErrorCodes.NotSupported, $"[{line.Kind}] is not a layer that this version of the generator knows. Update the NetCompiler package, so that its attributes and its generator belong together.", []);
        }

        if (_firstLoss is not null && layer is not ILoss && layer.Role != LayerRole.Remark && !_isLossMisplaced)
        {
            // It makes what it makes all the same, and once is enough for all lines behind the loss.
            _isLossMisplaced = true;
            Report(new DeclarationException(ErrorCodes.LossNotLast, $"[{line.Kind}] stands after a loss. Losses come last: move it before [{_firstLoss}].", []));
        }

        if (scope.IsBlock && layer.Role is not (LayerRole.Layer or LayerRole.Reference))
        {
            throw new DeclarationException(ErrorCodes.NotSupported, $"[{line.Kind}] cannot stand in a block: inputs, outputs, losses and budgets belong to the network.", []);
        }

        _firstLoss ??= layer is ILoss ? line.Kind : null;
        _inputLines += layer is InputLayer ? 1 : 0;
        var context = new LayerContext(this, scope, line, number);
        _context = context;
        CountPlacement(context);
        Program.Label = context.Label;
        int parametersBefore = _parameters.Count;
        int valuesBefore = Program.Values.Count;
        int place = _layers.Count;
        int unknownBefore = _unknownLines;
        TensorValue? before = scope.Current;
        bool freezes = context.Arguments.Flag("Frozen", otherwise: false);
        int frozenBefore = _frozenLines;
        _frozenLines += freezes ? 1 : 0;
        try
        {
            layer.Lower(context);
        }
        finally
        {
            _frozenLines = frozenBefore;
        }

        // The lines of a block have been asked one by one.
        if (layer is not UseLayer)
        {
            RequireSizes(context, valuesBefore);
        }

        if (freezes && _parameters.Count == parametersBefore && !_isMistaken && _unknownLines == unknownBefore)
        {
            throw context.Fail(
                ErrorCodes.InvalidArgument,
                context.IsShared ? $"Frozen = true stands on a line that uses the parameters of '{context.SharedName}'. Freeze that one." : "Frozen = true, and it has no parameters that could be frozen. Leave it out.");
        }

        if (Mode == NetworkMode.Streaming && number is not null && before is not null && Time(before) is not null && scope.Current is { } after && Time(after) is null && !context.IsOverSteps)
        {
            throw context.Fail(ErrorCodes.NotSupported, $"it takes several steps of its operand {before.Label} at once, and [Network(Streaming = true)] gives it one at a time. Put it behind a line that ends the steps, such as [Last], or leave Streaming out.");
        }

        if (layer is UseLayer || layer.Role == LayerRole.Remark)
        {
            return;
        }

        _lines.Add(context);
        if (scope.Current is { } current)
        {
            _layers.Insert(place, new PlacedLayer(context.Label, current.Shape, _parameters.Skip(parametersBefore).Select(parameter => parameter.Name).ToArray(), line));
        }
    }

    // What a mistaken line would have made is unknown, and so are its names. A few are mistaken behind what they make.
    private void Forget(LineDeclaration line, ILayer? layer, Scope scope, bool isMade)
    {
        _unknownLines++;
        _unknownLosses += layer is ILoss ? 1 : 0;
        if (isMade)
        {
            return;
        }

        // What the network declares beside its values leaves the current one as it is.
        bool isValue = layer is null or InputLayer or { Role: LayerRole.Layer or LayerRole.Reference } && layer is not ParameterLayer;
        if (isValue && !(layer is InputLayer && scope.IsBlock))
        {
            scope.Forget();
        }

        foreach (string name in NamesOf(line, layer))
        {
            scope.DefineUnknown(name, line.Location);
        }
    }

    // By which other lines may know what a line makes, whatever else is wrong with it.
    private static IEnumerable<string> NamesOf(LineDeclaration line, ILayer? layer)
    {
        var arguments = new LineArguments(line, line.Kind, null);
        IEnumerable<string> parts = layer is SplitLayer && arguments.Has("names") ? arguments.Texts("names") : [];
        return (arguments.Text("Name") ?? (layer is InputLayer ? InputLayer.DefaultName : null)) is { } own ? parts.Prepend(own) : parts;
    }

    // What is wrong with the arguments, or with the names, of a line whose operand is unknown: the line is lowered behind operands of many shapes, in networks of its own. What is refused behind all whose shape
    // the line takes, and in the same words, is refused whatever the operand is.
    private DeclarationException? WrongArgument(LineDeclaration line, ILayer layer, string? number, Scope scope)
    {
        DeclarationException? wrong = null;
        if (layer is UseLayer)
        {
            return null;
        }

        foreach ((ElementKind element, bool isSequence, int[] extents) in StandIns.All)
        {
            var network = new NetworkBuilder(_declaration, NetworkMode.Inference, _cancellation);
            Shape shape = Shape.Of(extents.Select(extent => (Extent)extent).Prepend(Extent.Rows(network.Batch)));
            TensorValue operand = network.Program.Add(new SourceOperation(SourceKind.Input, InputLayer.DefaultName, shape, element, element == ElementKind.Integer ? StandIns.Vocabulary : 0));
            if (isSequence)
            {
                network.SetTime(operand, new TimeAxis(extents[0], null));
            }

            try
            {
                layer.Lower(new LayerContext(network, scope.WithOperand(operand), line, number));
                return null;
            }
            catch (DeclarationException exception) when (exception.IsOfArgument || exception.Code is ErrorCodes.UnknownName or ErrorCodes.LaterName)
            {
                if (wrong is not null && wrong.Message != exception.Message)
                {
                    return null;
                }

                wrong = exception;
            }
            catch (Exception exception) when (exception is DeclarationException or UnknownValueException)
            {
                // The line does not take this shape, or is silent for want of another line.
            }
        }

        return wrong;
    }
}
