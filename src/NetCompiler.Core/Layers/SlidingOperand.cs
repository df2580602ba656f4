using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>
/// What a window slides over: a value with channels in front, or the steps of a sequence, whose features then are the channels; those go in front for the operation and
/// behind the steps again. In a streaming step the window meets the step and as many before it as it covers, which are carried.
/// </summary>
internal sealed class SlidingOperand
{
    private readonly LayerContext _context;
    private readonly TensorValue _given;
    private readonly TimeAxis? _time;
    private readonly double _beyond;

    private SlidingOperand(LayerContext context, TensorValue given, TimeAxis? time, double beyond)
    {
        _context = context;
        _given = given;
        _time = time;
        _beyond = beyond;
        Value = given;
    }

    /// <summary>The value, [rows, channels, extents…].</summary>
    public TensorValue Value { get; private set; }

    /// <summary>Whether it is the steps of a sequence.</summary>
    public bool IsSequence => _time is not null;

    /// <summary>Whether rows may have fewer steps.</summary>
    public bool HasLengths => _time?.Lengths is not null;

    /// <summary>The current value.</summary>
    /// <param name="context">The line.</param>
    /// <param name="axes">Its spatial axes.</param>
    /// <param name="beyond">What a sequence is where its steps do not count, and before its first: what changes nothing in a window.</param>
    public static SlidingOperand Of(LayerContext context, int axes, double beyond)
    {
        if (axes != 1 || context.Time(context.Current) is not { } time)
        {
            return new SlidingOperand(context, SlidingArguments.Operand(context, axes), null, beyond);
        }

        TensorValue counting = beyond == 0 ? context.Masked(context.Current) : time.Where(context.Program, context.Current, beyond);
        return new SlidingOperand(context, counting, time, beyond) { Value = context.Program.Transpose(counting, 0, 2, 1) };
    }

    /// <summary>How the line's window slides: as its paddings say, or <c>Causal</c>, which sees no later step.</summary>
    /// <param name="what">What the window is called: <c>kernel</c>.</param>
    /// <param name="window">Its extents.</param>
    /// <param name="stride">The stride where the line gives none.</param>
    public Sliding Read(string what, EquatableArray<int> window, EquatableArray<int> stride)
    {
        Sliding sliding = _context.Arguments.Flag("Causal", otherwise: false) ? ReadCausal(window, stride)
            : _context.IsStreaming && IsSequence ? SlidingArguments.ReadUnchecked(_context, Value, window, stride)
            : SlidingArguments.Read(_context, Value, what, window, stride);
        return _context.IsStreaming && IsSequence ? Carried(what, window, sliding) : sliding;
    }

    /// <summary>Of each element that a window may meet 1, of what is around them 0: [1 or rows, 1, extents…]. In a streaming step, of those so far.</summary>
    public TensorValue Ones(EquatableArray<int> extents)
    {
        ProgramBuilder program = _context.Program;
        TensorValue ones = program.Constant(1, Shape.Of([1, 1, .. extents.Select(extent => (Extent)extent)]));
        if (!_context.IsStreaming || !IsSequence)
        {
            return ones;
        }

        int before = Value.Shape[2].Maximum - 1;
        Shape row = Shape.Of(Value.Shape[0], 1, 1);
        return before == 0 ? ones : program.Transpose(_context.Recent("steps there", program.Constant(1, row), before, 0), 0, 2, 1);
    }

    /// <summary>Makes what the windows gave current: where they slid over steps, a sequence again.</summary>
    /// <param name="result">[rows, channels, positions…].</param>
    /// <param name="window">The window.</param>
    /// <param name="sliding">How it slid.</param>
    public void Set(TensorValue result, EquatableArray<int> window, Sliding sliding)
    {
        if (_time is not { } time)
        {
            _context.Set(result);
            return;
        }

        TensorValue steps = _context.Program.Transpose(result, 0, 2, 1);
        bool isSame = _context.IsStreaming || (sliding.Stride[0] == 1 && steps.Shape[1].Maximum == time.Steps);
        _context.SetSequence(steps, isSame ? time : new TimeAxis(steps.Shape[1].Maximum, LengthsOf(time, steps.Shape[1].Maximum, window, sliding)));
    }

    private Sliding ReadCausal(EquatableArray<int> window, EquatableArray<int> stride)
    {
        if (_context.Arguments.Has("Padding") || _context.Arguments.Has("PaddingEnd"))
        {
            throw _context.Fail(ErrorCodes.InvalidArgument, "Causal = true says all paddings: as much in front as the window covers before its last element, and none behind. Leave Padding and PaddingEnd out.");
        }

        Sliding sliding = SlidingArguments.ReadUnchecked(_context, Value, window, stride);
        return sliding with { Before = EquatableArray.Of((int)System.Math.Min(sliding.Span(0, window[0]) - 1, SlidingArguments.Largest)) };
    }

    // The step, and what the window covers before it.
    private Sliding Carried(string what, EquatableArray<int> window, Sliding sliding)
    {
        int before = checked((int)(sliding.Span(0, window[0]) - 1));
        if (sliding.Stride[0] != 1)
        {
            throw _context.Fail(ErrorCodes.NotSupported, $"its Stride is {sliding.Stride[0]}, so that not every step has a result, and [Network(Streaming = true)] gives one at each. Write Stride = 1, or leave Streaming out.");
        }

        if (sliding.After[0] != 0 || sliding.Before[0] != before)
        {
            throw _context.Fail(
                ErrorCodes.NotSupported,
                $"at each step its {what} {window} must see that step and the {before} before it, for which [Network(Streaming = true)] has no others; its padding is {sliding.Before[0]} in front and {sliding.After[0]} behind. Write Causal = true instead of Padding.");
        }

        if (before > 0)
        {
            Value = _context.Program.Transpose(_context.Recent("window", _given, before, _beyond), 0, 2, 1);
        }

        return sliding with { Before = EquatableArray.Of(0) };
    }

    // As many positions as lie within the steps that count and their padding, but at least one.
    private TensorValue? LengthsOf(TimeAxis time, int positions, EquatableArray<int> window, Sliding sliding)
    {
        if (time.Lengths is not { } lengths)
        {
            return null;
        }

        ProgramBuilder program = _context.Program;
        double more = sliding.Before[0] + sliding.After[0] - sliding.Span(0, window[0]) + 1;
        ScalarExpression room = ScalarExpression.Operand(0) + more;
        if (sliding.Stride[0] == 1)
        {
            return program.Map(ScalarExpression.Of(BinaryKind.Max, room, 1), lengths);
        }

        ScalarExpression begins = sliding.Stride[0] * ScalarExpression.Operand(1);
        TensorValue index = program.Map(ScalarExpression.Coordinate(0), program.Constant(0, Shape.Of(1, positions)));
        TensorValue within = program.Map(ScalarExpression.Select(ComparisonKind.Less, begins, room, 1, 0), lengths, index);
        return program.Map(ScalarExpression.Of(BinaryKind.Max, ScalarExpression.Operand(0), 1), program.Sum(within, 1));
    }
}
