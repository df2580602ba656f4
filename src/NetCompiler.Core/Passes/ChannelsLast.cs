using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Passes;

/// <summary>
/// Moves channels to the last axis wherever convolutions and pools are: vectors run over channels, and a convolution becomes a product of windows with
/// the kernel as a matrix [outputs, window · channels], as which it is stored. Maps, sums and broadcasts between them follow; transposes are left where
/// something asks for channels in front.
/// </summary>
internal sealed class ChannelsLast
{
    private readonly ProgramBuilder _builder = new();

    // Values of the old program in the new one: as they were, with channels last, and kernels as matrices.
    private readonly Dictionary<TensorValue, TensorValue> _front = [];
    private readonly Dictionary<TensorValue, TensorValue> _last = [];
    private readonly Dictionary<TensorValue, TensorValue> _matrix = [];

    private ChannelsLast()
    {
    }

    public static TensorProgram Run(TensorProgram program) => Run(program, Kernels(program.Values));

    /// <summary>
    /// Runs where the network stores these parameters as matrices, whether or not this program still has the convolutions that read them: of a weight that only a regulariser reads no
    /// convolution is left, and of one whose outputs nothing reads no more than a gradient of zeros.
    /// </summary>
    public static TensorProgram Run(TensorProgram program, ICollection<string> kernels)
    {
        bool has = program.Values.Any(value => value.Operation is ConvolveOperation or PoolOperation || IsKernel(value, kernels)) || program.Results.Any(result => IsGradientOfKernel(result, kernels));
        return has ? new ChannelsLast().Rewrite(program, kernels) : program;
    }

    private static bool IsKernel(TensorValue value, ICollection<string> kernels) =>
        value.Operation is SourceOperation { Kind: SourceKind.Parameter or SourceKind.Direction } source && kernels.Contains(source.Source);

    private static bool IsGradientOfKernel(ProgramResult result, ICollection<string> kernels) => result.Kind == ResultKind.ParameterGradient && kernels.Contains(result.Name);

    /// <summary>Whether a value is read as the kernel of a convolution, and so stored as a matrix.</summary>
    public static HashSet<string> Kernels(IEnumerable<TensorValue> values) =>
    [
        .. values.Where(value => value.Operation is ConvolveOperation { Form: not ConvolveForm.Weight })
            .Select(value => value.Operands[1].Operation).OfType<SourceOperation>().Select(source => source.Source),
    ];

    /// <summary>The matrix as which a kernel [outputs, channels, extents…] is stored: [outputs, window · channels].</summary>
    public static Shape MatrixOf(Shape kernel) => Shape.Of(kernel[0], (int)(kernel.Length / kernel[0].Maximum));

    private TensorProgram Rewrite(TensorProgram program, ICollection<string> kernels)
    {
        foreach (TensorValue value in program.Values)
        {
            _builder.Label = value.Label;
            Place(value, kernels);
        }

        foreach (ProgramResult result in program.Results)
        {
            _builder.Result(result.Kind, result.Name, IsGradientOfKernel(result, kernels) ? Matrix(result.Value) : Front(result.Value));
        }

        return ProgramRewriter.RemoveDead(_builder.Finish(program.Name));
    }

    private void Place(TensorValue value, ICollection<string> kernels)
    {
        switch (value.Operation)
        {
            case SourceOperation { Kind: SourceKind.Parameter or SourceKind.Direction } source when kernels.Contains(source.Source):
                _matrix[value] = _builder.Add(source with { Shape = MatrixOf(source.Shape) });
                break;
            case ConvolveOperation convolve:
                Convolve(value, convolve);
                break;
            case PoolOperation pool:
                _last[value] = _builder.Add(pool with { IsChannelsLast = true }, value.Operands.Select(Last).ToArray());
                break;
            case MapOperation map when IsOfMatrices(value):
                _matrix[value] = _builder.Add(map, value.Operands.Select(operand => _matrix.TryGetValue(operand, out TensorValue? matrix) ? matrix : Scalar(operand)).ToArray());
                break;
            case ReduceOperation { Kind: ReduceKind.Sum } when _matrix.ContainsKey(value.Operands[0]) && value.Shape.Length == 1:
                _front[value] = _builder.Reshape(_builder.SumAll(_matrix[value.Operands[0]]), value.Shape);
                break;
            case MapOperation map when (IsOfChannels(value.Shape) || (value.Shape.HasRows && value.Operands.Any(_last.ContainsKey))) && !map.Expression.Nodes().Any(node => node is CoordinateExpression):
                _last[value] = _builder.Add(map, value.Operands.Select(operand => Aligned(operand, value.Shape.Rank)).ToArray());
                break;
            case ReduceOperation reduce when _last.TryGetValue(value.Operands[0], out TensorValue? operand):
                int[] toLast = PoolOperation.ToLast(value.Shape.Rank);
                _last[value] = _builder.Add(reduce with { Axes = reduce.Axes.Select(axis => Array.IndexOf(toLast, axis)).OrderBy(axis => axis).ToEquatableArray() }, operand);
                break;
            case BroadcastOperation when value.Shape.HasRows && value.Shape.Rank > 2 && _last.ContainsKey(value.Operands[0]):
                _last[value] = _builder.Broadcast(_last[value.Operands[0]], Permuted(value.Shape));
                break;
            case SliceOperation or PadOperation or ConcatOperation or ResampleOperation when value.Shape.HasRows && value.Shape.Rank > 2 && value.Operands.Any(_last.ContainsKey):
                _last[value] = _builder.Add(AlongLast(value.Operation, value.Shape.Rank), value.Operands.Select(Last).ToArray());
                break;

            // What asks for channels last, or gives them, moves nothing.
            case TransposeOperation transpose when value.Shape.Rank > 2 && transpose.Permutation.SequenceEqual(PoolOperation.ToLast(value.Shape.Rank)) && _last.TryGetValue(value.Operands[0], out TensorValue? moved):
                _front[value] = moved;
                break;
            case TransposeOperation transpose when value.Shape.Rank > 2 && transpose.Permutation.SequenceEqual(PoolOperation.ToFront(value.Shape.Rank)) && value.Shape.HasRows:
                _last[value] = Front(value.Operands[0]);
                break;
            default:
                _front[value] = _builder.Add(value.Operation, value.Operands.Select(Front).ToArray());
                break;
        }
    }

    private void Convolve(TensorValue value, ConvolveOperation convolve)
    {
        Shape w = convolve.Form == ConvolveForm.Weight ? value.Shape : value.Operands[1].Shape;
        Shape x = convolve.Form == ConvolveForm.Input ? value.Shape : value.Operands[0].Shape;
        Shape y = convolve.Form switch { ConvolveForm.Output => value.Shape, ConvolveForm.Input => value.Operands[0].Shape, _ => value.Operands[1].Shape };
        TensorValue first = Last(value.Operands[0]);
        TensorValue second = convolve.Form == ConvolveForm.Weight ? Last(value.Operands[1]) : Matrix(value.Operands[1]);
        TensorValue result = Routed(value, convolve, second, x, w) is { } routed ? routed
            : convolve.Groups == 1 ? Product(convolve, first, second, x.Spatial, w, y.Spatial)
            : w[1].IsOne ? Depthwise(convolve, first, second, x, w)
            : Groups(convolve, first, second, x.Spatial, w, y.Spatial);
        (convolve.Form == ConvolveForm.Weight ? _matrix : _last)[value] = result;
    }

    // The gradients in front of a maximum pool, where they are better made of the maxima alone; else null.
    private TensorValue? Routed(TensorValue value, ConvolveOperation convolve, TensorValue second, Shape x, Shape w)
    {
        TensorValue whole = value.Operands[convolve.Form == ConvolveForm.Weight ? 1 : 0];
        if (convolve.Groups > 1 || convolve.Form == ConvolveForm.Output || whole.Operation is not PoolPutOperation put)
        {
            return null;
        }

        TensorValue y = whole.Operands[0];
        return convolve.Form == ConvolveForm.Weight
            ? RoutedGradients.PayForWeight(put, y, w)
                ? _builder.Add(new RoutedWeightOperation(put.Window, put.Sliding), Met(convolve.Sliding, Last(value.Operands[0]), w, put.Extents), Last(y), Last(whole.Operands[1]))
                : null
            : RoutedGradients.PayForInput(put, y, w, x.Spatial)
                ? _builder.Add(new RoutedInputOperation(w.Spatial, convolve.Sliding, x.Spatial, put.Window, put.Sliding), Last(y), Last(whole.Operands[1]), _builder.Reshape(second, Shape.Of(w[0], (int)(w.Length / w[0].Maximum / w[1].Maximum), w[1])))
                : null;
    }

    // x as the kernel meets it at the positions of y.
    private TensorValue Met(Sliding sliding, TensorValue x, Shape w, EquatableArray<int> positions) => _builder.Add(
        new WindowsOperation(positions, w.Spatial, sliding.Stride, sliding.Dilation, sliding.Before.Select(before => -before).ToEquatableArray(), Enumerable.Repeat(1, sliding.Axes).ToEquatableArray()), x);

    // Each group is a convolution of its own; w is the kernel of one group.
    private TensorValue Groups(ConvolveOperation convolve, TensorValue first, TensorValue second, EquatableArray<int> x, Shape w, EquatableArray<int> y)
    {
        int groups = convolve.Groups;
        int outputs = w[0].Maximum / groups;
        Shape kernel = w.With(0, outputs);
        int channelAxis = first.Shape.Rank - 1;
        TensorValue Part(TensorValue whole, int group)
        {
            int axis = whole.Shape.Rank == 2 ? 0 : channelAxis;
            int length = whole.Shape[axis].Maximum / groups;
            return _builder.Add(new SliceOperation(axis, group * length, length), whole);
        }

        TensorValue[] parts = Enumerable.Range(0, groups).Select(group => Product(convolve, Part(first, group), Part(second, group), x, kernel, y)).ToArray();
        return _builder.Add(new ConcatOperation(convolve.Form == ConvolveForm.Weight ? 0 : channelAxis), parts);
    }

    // Groups of one channel: each channel meets its outputs, so that it stands beside itself as often as it has outputs.
    private TensorValue Depthwise(ConvolveOperation convolve, TensorValue first, TensorValue second, Shape x, Shape w)
    {
        int times = w[0].Maximum / x[1].Maximum;
        EquatableArray<int> extents = convolve.Form == ConvolveForm.Input ? x.Spatial : EquatableArray<int>.Empty;
        var depthwise = new DepthwiseOperation(convolve.Form, w.Spatial, convolve.Sliding, extents);
        if (times == 1)
        {
            return _builder.Add(depthwise, first, second);
        }

        if (convolve.Form == ConvolveForm.Input)
        {
            TensorValue each = _builder.Add(depthwise, first, second);
            Shape apart = Shape.Of([.. each.Shape.Extents.Take(each.Shape.Rank - 1), x[1], times]);
            TensorValue sum = _builder.Sum(_builder.Reshape(each, apart), apart.Rank - 1);
            return _builder.Reshape(sum, Shape.Of(apart.Extents.Take(apart.Rank - 1)));
        }

        Shape single = Shape.Of([.. first.Shape.Extents, 1]);
        TensorValue repeated = _builder.Broadcast(_builder.Reshape(first, single), single.With(single.Rank - 1, times));
        return _builder.Add(depthwise, _builder.Reshape(repeated, Shape.Of([.. first.Shape.Extents.Take(first.Shape.Rank - 1), w[0]])), second);
    }

    // One group: windows by a matrix. The first operand is x or, where x is the result, y; the second is w's matrix or, where w is, y.
    private TensorValue Product(ConvolveOperation convolve, TensorValue first, TensorValue second, EquatableArray<int> x, Shape w, EquatableArray<int> y)
    {
        Sliding sliding = convolve.Sliding;
        EquatableArray<int> ones = Enumerable.Repeat(1, sliding.Axes).ToEquatableArray();
        EquatableArray<int> none = EquatableArray<int>.Empty;
        int channelAxis = sliding.Axes + 1;
        var byMatrix = new ContractOperation(EquatableArray.Of(channelAxis), EquatableArray.Of(1), none, none);
        if (convolve.Form == ConvolveForm.Input)
        {
            // y as the kernel, running backwards, meets it at the positions of x; with zeros between where it strode.
            TensorValue back = _builder.Add(
                new WindowsOperation(x, w.Spatial, ones, sliding.Dilation.Select(dilation => -dilation).ToEquatableArray(), sliding.Before, sliding.Stride), first);
            TensorValue byOutput = _builder.Reshape(second, Shape.Of([w[0], .. w.Extents.Skip(2), w[1]]));
            TensorValue byChannel = _builder.Transpose(byOutput, [w.Rank - 1, .. Enumerable.Range(1, w.Rank - 2), 0]);
            return _builder.Add(byMatrix, back, _builder.Reshape(byChannel, Shape.Of(w[1], (int)(w.Length / w[1].Maximum))));
        }

        TensorValue met = Met(sliding, first, w, y);
        if (convolve.Form == ConvolveForm.Output)
        {
            return _builder.Add(byMatrix, met, second);
        }

        EquatableArray<int> leading = Enumerable.Range(0, channelAxis).ToEquatableArray();
        return _builder.Add(new ContractOperation(leading, leading, none, none), second, met);
    }

    // An operation along an axis, where that axis stands with channels last.
    private static Operation AlongLast(Operation operation, int rank)
    {
        int[] toLast = PoolOperation.ToLast(rank);
        return operation switch
        {
            SliceOperation slice => slice with { Axis = Array.IndexOf(toLast, slice.Axis) },
            PadOperation pad => pad with { Axis = Array.IndexOf(toLast, pad.Axis) },
            ConcatOperation concat => concat with { Axis = Array.IndexOf(toLast, concat.Axis) },
            ResampleOperation resample => resample with { Axis = Array.IndexOf(toLast, resample.Axis) },
            _ => throw new ProgramException(operation.Name),
        };
    }

    private bool IsOfMatrices(TensorValue value) =>
        !value.Shape.HasRows && value.Operands.Any(operand => _matrix.ContainsKey(operand) && operand.Shape == value.Shape)
        && value.Operands.All(operand => _matrix.ContainsKey(operand) || operand.Shape.Length == 1)
        && !((MapOperation)value.Operation).Expression.Nodes().Any(node => node is CoordinateExpression);

    // Whether a shape is one number for each channel: [1, channels, 1, ...].
    private static bool IsOfChannels(Shape shape) => shape.Rank > 2 && !shape.HasRows && !shape[1].IsOne && shape.Length == shape[1].Maximum;

    private TensorValue Scalar(TensorValue operand) => _builder.Reshape(Front(operand), Shape.Scalar);

    private static Shape Permuted(Shape shape) => Shape.Of(PoolOperation.ToLast(shape.Rank).Select(axis => shape[axis]));

    /// <summary>With channels in front, as the old program has it.</summary>
    private TensorValue Front(TensorValue value)
    {
        if (!_front.TryGetValue(value, out TensorValue? front))
        {
            if (_matrix.TryGetValue(value, out TensorValue? matrix))
            {
                Shape byOutput = Shape.Of([value.Shape[0], .. value.Shape.Extents.Skip(2), value.Shape[1]]);
                front = _builder.Transpose(_builder.Reshape(matrix, byOutput), PoolOperation.ToFront(value.Shape.Rank));
            }
            else
            {
                front = Transposed(_last[value], PoolOperation.ToFront(value.Shape.Rank));
            }

            _front.Add(value, front);
        }

        return front;
    }

    private TensorValue Last(TensorValue value)
    {
        if (!_last.TryGetValue(value, out TensorValue? last))
        {
            last = Transposed(Front(value), PoolOperation.ToLast(value.Shape.Rank));
            _last.Add(value, last);
        }

        return last;
    }

    private TensorValue Matrix(TensorValue value)
    {
        if (!_matrix.TryGetValue(value, out TensorValue? matrix))
        {
            matrix = _builder.Reshape(_builder.Transpose(Front(value), PoolOperation.ToLast(value.Shape.Rank)), MatrixOf(value.Shape));
            _matrix.Add(value, matrix);
        }

        return matrix;
    }

    // An operand of a map over values of a rank, as it meets them with channels last.
    private TensorValue Aligned(TensorValue operand, int rank)
    {
        if (_last.ContainsKey(operand) || operand.Shape.Rank == rank)
        {
            return Last(operand);
        }

        Shape aligned = Shape.Of(Enumerable.Range(0, rank).Select(axis => operand.Shape.Aligned(axis, rank)));
        return operand.Shape.Length == 1 && !operand.Shape.HasRows ? Front(operand) : Transposed(_builder.Reshape(Front(operand), aligned), PoolOperation.ToLast(rank));
    }

    // A transpose that moves no element past another is a reshape.
    private TensorValue Transposed(TensorValue value, int[] permutation)
    {
        int[] moving = permutation.Where(axis => !value.Shape[axis].IsOne).ToArray();
        return moving.SequenceEqual(moving.OrderBy(axis => axis))
            ? _builder.Reshape(value, Shape.Of(permutation.Select(axis => value.Shape[axis])))
            : _builder.Transpose(value, permutation);
    }
}
