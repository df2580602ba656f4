using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning;

/// <summary>
/// A plan while it grows: the tensors of values, copies in the layouts that kernels ask for, and the calls. Work on parameters alone goes into
/// the calls of Prepare where the function hoists. The body of a loop has a plan of its own, whose calls are those of the loop.
/// </summary>
/// <param name="context">What the program's names mean.</param>
/// <param name="grouping">Which values share a kernel.</param>
/// <param name="around">The plan of the function, for the body of a loop: what does not change in the loop is copied there.</param>
internal sealed class PlanBuilder(PlanContext context, KernelGrouping grouping, PlanBuilder? around = null)
{
    private readonly HashSet<PlanTensor> _own = [];
    private readonly Dictionary<TensorValue, PlanTensor> _places = [];
    private readonly Dictionary<TensorValue, PlanTensor> _tensors = [];
    private readonly Dictionary<(PlanTensor Tensor, Layout Layout), PlanTensor> _copies = [];
    private readonly Dictionary<(PlanTensor Tensor, EquatableArray<Margin> Margins), PlanTensor> _surrounded = [];
    private readonly Dictionary<TensorValue, ParameterPlacement> _putAt = [];
    private readonly Dictionary<(int Length, Partition Partition), PlanTensor> _scratch = [];
    private readonly List<KernelCall> _calls = [];
    private readonly List<KernelCall> _prepare = [];
    private readonly Dictionary<PlanTensor, List<KernelCall>> _writers = [];
    private bool _hoisting;

    public PlanContext Context { get; } = context;

    public KernelGrouping Grouping { get; } = grouping;

    public IReadOnlyList<KernelCall> Calls => _calls;

    /// <summary>Calls that depend on parameters alone.</summary>
    public IReadOnlyList<KernelCall> Prepare => _prepare;

    public int PreparedLength { get; private set; } = context.PreparedStart;

    /// <summary>Whether it is the plan of a loop's body.</summary>
    public bool IsInLoop => around is not null;

    /// <summary>Whether what follows is work on parameters alone.</summary>
    public void SetHoisting(bool hoisting) => _hoisting = hoisting;

    /// <summary>Lets the kernel that computes a value put it as the gradient of a parameter.</summary>
    public void SetPut(TensorValue value, ParameterPlacement parameter) => _putAt.Add(value, parameter);

    /// <summary>The parameter whose gradient a value is, where its kernel puts it; else null.</summary>
    public ParameterPlacement? PutOf(TensorValue value) => _putAt.TryGetValue(value, out ParameterPlacement? parameter) ? parameter : null;

    /// <summary>Gives a value its memory.</summary>
    public void SetTensor(TensorValue value, PlanTensor tensor) => _tensors.Add(value, tensor);

    /// <summary>The memory of a state tensor.</summary>
    public PlanTensor StateOf(string name, ElementKind element)
    {
        ParameterPlacement place = Context.States[name];
        return PlanTensor.Create("state " + name, place.Shape, element, place.Layout, BufferKind.State, offset: place.Offset);
    }

    /// <summary>The memory of what a call finds and leaves.</summary>
    public PlanTensor CarryOf(string name)
    {
        ParameterPlacement place = Context.Carries[name];
        return PlanTensor.Create("carry " + name, place.Shape, ElementKind.Real, place.Layout, BufferKind.Carried, offset: place.Offset);
    }

    /// <summary>The memory of a value.</summary>
    public PlanTensor Tensor(TensorValue value)
    {
        // Kernels take the call's scalars as arguments; what looks at one as a tensor needs it in memory.
        if (value.Operation is RuntimeScalarOperation scalar && !_tensors.ContainsKey(value))
        {
            PlanTensor stored = New(value, RowLayout.Padded(value.Shape));
            var kernel = new RowKernel(
                EquatableArray<Count>.Empty,
                1,
                EquatableArray.Of(
                    new RowOperand(ElementKind.Real, false, EquatableArray<int>.Empty, AccessOf(scalar)),
                    new RowOperand(ElementKind.Real, false, EquatableArray<int>.Empty, OperandAccess.Full)),
                EquatableArray.Of(new RowStatement(RowStatementKind.Map, ScalarExpression.Operand(0), EquatableArray.Of(0), false, 0, 1, 0)));
            Call(kernel, [stored], [stored], Partition.Single, scalar.Name);
        }

        PlanTensor tensor = _tensors[value];
        if (tensor.Scaling is not null)
        {
            return Numbers(tensor);
        }

        // Functions that hoist see state as it was prepared.
        return Context.Hoists && !_hoisting && tensor.Buffer == BufferKind.State ? Copy(tensor, tensor.Layout) : tensor;
    }

    /// <summary>The memory of a value for a kernel that copies: bytes stay bytes, which the copy scales.</summary>
    public PlanTensor Source(TensorValue value) => _tensors.TryGetValue(value, out PlanTensor? tensor) && tensor.Scaling is not null ? tensor : AsRows(Tensor(value));

    /// <summary>In rows, if it is in panels.</summary>
    public PlanTensor AsRows(PlanTensor tensor) => tensor.Layout is RowLayout ? tensor : Copy(tensor, RowLayout.Padded(tensor.Shape));

    /// <summary>In rows that may be read in whole vectors; single numbers may lie anywhere.</summary>
    public PlanTensor AsVectors(PlanTensor tensor)
    {
        tensor = AsRows(tensor);
        return tensor.Shape.Last == 1 || ((RowLayout)tensor.Layout).IsPadded ? tensor : Copy(tensor, RowLayout.AlwaysPadded(tensor.Shape));
    }

    /// <summary>In rows that may be read in whole vectors by a kernel that takes no notice of what lies behind a row: our own may be followed by each other.</summary>
    public PlanTensor AsReadable(PlanTensor tensor)
    {
        tensor = AsRows(tensor);
        var layout = (RowLayout)tensor.Layout;
        if (tensor.Root.Buffer != BufferKind.Workspace || layout.IsPadded || tensor.Shape.Last == 1 || layout.Strides[tensor.Shape.Rank - 1] != 1)
        {
            return AsVectors(tensor);
        }

        tensor.Root.Behind = Layout.Vector;
        return tensor;
    }

    /// <summary>In rows of whole vectors, single numbers too.</summary>
    public PlanTensor AsPaddedRows(PlanTensor tensor)
    {
        tensor = AsRows(tensor);
        return ((RowLayout)tensor.Layout).IsPadded ? tensor : Copy(tensor, RowLayout.AlwaysPadded(tensor.Shape));
    }

    /// <summary>In rows of whole vectors whose padding is zero.</summary>
    public PlanTensor AsZeroPadded(PlanTensor tensor)
    {
        tensor = AsRows(tensor);
        bool ours = tensor.Buffer is BufferKind.Workspace or BufferKind.Prepared || tensor.Shape.Last % Layout.Vector == 0;
        return ours && ((RowLayout)tensor.Layout).IsPadded ? tensor : Copy(tensor, RowLayout.AlwaysPadded(tensor.Shape));
    }

    /// <summary>A matrix in panels of lanes of the given axis.</summary>
    public PlanTensor AsPanels(PlanTensor tensor, int laneAxis) =>
        tensor.Layout is PanelLayout panels && panels.LaneAxis == laneAxis ? tensor : Copy(tensor, PanelLayout.Of(tensor.Shape, laneAxis));

    public PlanTensor Copy(PlanTensor tensor, Layout layout)
    {
        if (around is not null && tensor.Move is null && !_own.Contains(tensor.Root))
        {
            return around.Copy(tensor, layout);
        }

        if (_copies.TryGetValue((tensor, layout), out PlanTensor? known) && (!_hoisting || known.Buffer == BufferKind.Prepared))
        {
            return known;
        }

        // A copy of a parameter alone is work on parameters alone.
        bool wasHoisting = _hoisting;
        _hoisting |= Context.Hoists && tensor.Buffer is BufferKind.Parameters or BufferKind.State or BufferKind.Prepared;
        PlanTensor copy = NewTensor(tensor.Name, tensor.Shape, tensor.Element, layout);
        if (tensor.Layout is RowLayout rows && layout is RowLayout { } turned && tensor.Shape.Rank > 1 && turned.Strides[tensor.Shape.Rank - 1] != 1)
        {
            Transpose(tensor, rows, copy, turned);
        }
        else if (tensor.Layout is RowLayout from && layout is RowLayout to)
        {
            Move(tensor, from.Strides, copy, tensor.Shape, "copy of " + tensor.Name, to);
        }
        else if (layout is WinogradLayout transformed)
        {
            Call(new WinogradWeightsKernel(transformed), [tensor, copy], [copy], Partition.Tiles, "copy of " + tensor.Name);
        }
        else
        {
            var kernel = new RelayoutKernel(FormOf(tensor.Layout), FormOf(layout));
            int[] numbers = [tensor.Shape[1].Maximum, StrideOf(tensor.Layout), StrideOf(layout)];
            Call(kernel, [tensor, copy], [copy], Partition.Tiles, "copy of " + tensor.Name, numbers: numbers, length: tensor.Shape[0].Maximum);
        }

        _hoisting = wasHoisting;
        _copies[(tensor, layout)] = copy;
        return copy;
    }

    // Another axis than the last one lies side by side in the copy.
    private void Transpose(PlanTensor source, RowLayout from, PlanTensor target, RowLayout to)
    {
        Shape shape = source.Shape;
        int last = shape.Rank - 1;
        int lanes = Enumerable.Range(0, last).First(axis => to.Strides[axis] == 1);
        EquatableArray<Loop> outer = Enumerable.Range(0, last).Where(axis => axis != lanes && !shape[axis].IsOne)
            .Select(axis => new Loop(Count.Of(shape[axis]), from.Strides[axis], to.Strides[axis])).ToEquatableArray();
        var kernel = new TransposeKernel(outer, shape[lanes].Maximum, from.Strides[lanes], shape.Last, to.Strides[last]);
        Call(kernel, [source, target], [target], PartitionOf(shape.HasRows), "copy of " + source.Name);
    }

    private static MatrixForm FormOf(Layout layout) => layout is PanelLayout panels ? new MatrixForm(panels.LaneAxis, panels.Panel) : new MatrixForm(0, 0);

    // From one panel of a matrix to the next, or from row to row.
    private static int StrideOf(Layout layout) => layout is PanelLayout panels ? panels.PanelStride : ((RowLayout)layout).Strides[0];

    public void Move(PlanTensor source, EquatableArray<int> strides, PlanTensor target, Shape shape, string comment, RowLayout? layout = null)
    {
        layout ??= (RowLayout)target.Layout;
        int padding = layout.IsPadded ? Layout.Pad(shape.Last) - shape.Last : 0;
        Call(new MoveKernel(Loops(shape, strides, layout.Strides), padding, FillsZeros: false), [source, target], [target], PartitionOf(shape.HasRows), comment);
    }

    /// <summary>Copies what lies under some loops to others, and scales it where it is bytes.</summary>
    /// <param name="source">The source, from the loops' first element on.</param>
    /// <param name="target">The target, likewise.</param>
    /// <param name="loops">One loop for each axis of the source.</param>
    /// <param name="padding">Zeros to write behind each innermost run.</param>
    /// <param name="partition">How the work is divided.</param>
    /// <param name="comment">What it is for.</param>
    public void Move(PlanTensor source, PlanTensor target, IReadOnlyList<Loop> loops, int padding, Partition partition, string comment)
    {
        // In the order of memory; rows first.
        int[] order = [0, .. Enumerable.Range(1, loops.Count - 1).OrderByDescending(axis => loops[axis].TargetStride)];
        bool endsInRun = padding > 0 || source.Scaling is not null;
        int[] axes = order.Where((axis, i) => i == 0 || (endsInRun && i == order.Length - 1) || loops[axis].Count is not { Constant: 1, TimesRows: false }).ToArray();
        EquatableArray<Loop> kept = axes.Select(axis => loops[axis]).ToEquatableArray();
        Kernel kernel = source.Scaling is { } scaling
            ? new FromBytesKernel(kept, padding, scaling.Scales, scaling.Offsets, System.Array.IndexOf(axes, scaling.Axis))
            : new MoveKernel(kept, padding, FillsZeros: false);
        Call(kernel, [source, target], [target], partition, comment);
    }

    // A copy of bytes as numbers, without gaps but for the padding of rows of features.
    private PlanTensor Numbers(PlanTensor bytes)
    {
        RowLayout layout = bytes.Shape.Rank <= 2 ? RowLayout.Padded(bytes.Shape) : RowLayout.Dense(bytes.Shape);
        if (!_copies.TryGetValue((bytes, layout), out PlanTensor? copy))
        {
            copy = NewTensor(bytes.Name, bytes.Shape, ElementKind.Real, layout);
            IReadOnlyList<Loop> loops = [.. bytes.Shape.Extents.Select((extent, axis) => new Loop(Count.Of(extent), ((RowLayout)bytes.Layout).Strides[axis], layout.Strides[axis]))];
            int padding = layout.IsPadded ? Layout.Pad(bytes.Shape.Last) - bytes.Shape.Last : 0;
            Move(bytes, copy, loops, padding, PartitionOf(bytes.Shape.HasRows), "numbers of " + bytes.Root.Name);
            _copies.Add((bytes, layout), copy);
        }

        return copy;
    }

    public static EquatableArray<Loop> Loops(Shape shape, EquatableArray<int> source, EquatableArray<int> target) =>
        shape.Extents.Select((extent, axis) => new Loop(Count.Of(extent), source[axis], target[axis]))
            .Where((_, axis) => !shape[axis].IsOne || axis == shape.Rank - 1)
            .ToEquatableArray();

    /// <summary>Says where a value is to lie, if a kernel computes it that can write there.</summary>
    public void SetPlace(TensorValue value, PlanTensor place) => _places.Add(value, place);

    /// <summary>Where a value is to lie, or null where that is all the same.</summary>
    public PlanTensor? PlaceOf(TensorValue value) => _places.TryGetValue(value, out PlanTensor? place) ? place : null;

    private PlanTensor? PlaceIn(TensorValue value, Layout layout) =>
        PlaceOf(value) is { Layout: RowLayout own } place && layout is RowLayout wanted && (own.IsPadded || !wanted.IsPadded) ? place : null;

    /// <summary>New memory for a value.</summary>
    public PlanTensor New(TensorValue value, Layout layout)
    {
        PlanTensor tensor = PlaceIn(value, layout) ?? NewTensor(value.ToString(), value.Shape, value.Element, layout);
        _tensors.Add(value, tensor);
        return tensor;
    }

    /// <summary>
    /// New memory for a value in rows. Where windows are to meet what lies around it, zeros do: they are written here, and the kernel that computes the
    /// value writes between them.
    /// </summary>
    public PlanTensor NewRows(TensorValue value, RowLayout layout)
    {
        PlanTensor tensor = Grouping.MarginsOf(value) is { } margins ? Surrounded(value.ToString(), value.Shape, margins, layout.IsPadded, Comment([value])) : PlaceIn(value, layout) ?? NewTensor(value.ToString(), value.Shape, ElementKind.Real, layout);
        _tensors.Add(value, tensor);
        return tensor;
    }

    /// <summary>New memory for a tensor [rows, extents…, channels] with zeros around it, which are written here.</summary>
    public PlanTensor Surrounded(string name, Shape shape, EquatableArray<Margin> margins, bool isPadded, string comment)
    {
        Shape whole = Shape.Of([shape[0], .. margins.Select((margin, axis) => (Extent)(margin.Before + shape[axis + 1].Maximum + margin.After)), shape[shape.Rank - 1]]);
        RowLayout layout = isPadded ? RowLayout.AlwaysPadded(whole) : RowLayout.Padded(whole);
        PlanTensor root = NewTensor(name, whole, ElementKind.Real, layout);
        ClearAround(root, shape, margins, comment);
        return root.View(name, shape, layout, margins.Select((margin, axis) => margin.Before * layout.Strides[axis + 1]).Sum(), margins);
    }

    /// <summary>In rows of whole vectors, with at least so many zeros around.</summary>
    public PlanTensor AsSurrounded(PlanTensor tensor, EquatableArray<Margin> margins, string comment)
    {
        tensor = AsVectors(tensor);
        if (HasMargins(tensor, margins))
        {
            return tensor;
        }

        if (!_surrounded.TryGetValue((tensor, margins), out PlanTensor? copy))
        {
            copy = Surrounded(tensor.Name, tensor.Shape, margins, isPadded: true, comment);
            Move(tensor, ((RowLayout)tensor.Layout).Strides, copy, tensor.Shape, comment);
            _surrounded.Add((tensor, margins), copy);
        }

        return copy;
    }

    /// <summary>Whether at least so many zeros stand around a tensor.</summary>
    public static bool HasMargins(PlanTensor tensor, EquatableArray<Margin> margins) => margins.Select((margin, axis) =>
    {
        Margin has = tensor.Margins.Count == 0 ? default : tensor.Margins[axis];
        return margin.Before <= has.Before && margin.After <= has.After;
    }).All(isEnough => isEnough);

    /// <summary>Writes zeros around a tensor: into all of its memory but the tensor itself.</summary>
    public void ClearAround(PlanTensor whole, Shape shape, EquatableArray<Margin> margins, string comment)
    {
        EquatableArray<int> strides = ((RowLayout)whole.Layout).Strides;
        EquatableArray<BorderAxis> axes = margins.Select(margin => new BorderAxis(margin.Before > 0, margin.After > 0)).ToEquatableArray();
        int[] numbers =
        [
            .. shape.HasRows ? [] : new[] { shape[0].Maximum },
            strides[0],
            .. margins.SelectMany((margin, axis) => new[] { margin.Before, margin.Before + shape[axis + 1].Maximum, margin.After, strides[axis + 1] }),
        ];
        Call(new BorderKernel(shape.HasRows, axes), [whole], [whole], PartitionOf(shape.HasRows), comment, numbers: numbers);
    }

    /// <summary>New memory, and a number of elements behind it that may be read.</summary>
    public PlanTensor NewTensor(string name, Shape shape, ElementKind element, Layout layout, int behind = 0)
    {
        PlanTensor tensor = PlanTensor.Create(name, shape, element, layout, _hoisting ? BufferKind.Prepared : BufferKind.Workspace, behind: behind);
        if (_hoisting)
        {
            tensor.Offset = PreparedLength;
            PreparedLength = Limits.Require((long)PreparedLength + tensor.StoredLength, $"what is prepared of the parameters");
        }

        _own.Add(tensor);
        return tensor;
    }

    /// <summary>Memory for kernels to work with, so much for each part of the work that a worker may take. All of one length share it, since the same worker does the same parts.</summary>
    public PlanTensor Scratch(int length, int parts, Partition partition)
    {
        if (!_scratch.TryGetValue((length, partition), out PlanTensor? scratch))
        {
            Shape shape = Shape.Of([parts, length]);
            _scratch.Add((length, partition), scratch = NewTensor("scratch", shape, ElementKind.Real, RowLayout.Dense(shape)));
        }

        return scratch;
    }

    public void Call(
        Kernel kernel,
        IEnumerable<PlanTensor> operands,
        IReadOnlyList<PlanTensor> written,
        Partition partition,
        string comment,
        int putOffset = -1,
        int conditionSlot = -1,
        IReadOnlyList<int>? maskKeys = null,
        IReadOnlyList<int>? numbers = null,
        int passesPerRow = 1,
        int columns = 0,
        int length = 0,
        IReadOnlyList<double>? factors = null)
    {
        var call = new KernelCall
        {
            Kernel = kernel,
            Operands = operands.ToArray(),
            Written = written,
            Partition = partition,
            PutOffset = putOffset,
            ConditionSlot = conditionSlot,
            MaskKeys = maskKeys ?? [],
            Numbers = numbers ?? [],
            PassesPerRow = passesPerRow,
            Columns = columns,
            Length = length,
            Factors = factors ?? [],
            Comment = comment,
        };
        if (_hoisting)
        {
            _prepare.Add(call);
        }
        else
        {
            Add(call);
        }
    }

    /// <summary>The calls that write a tensor; those of Prepare left out.</summary>
    public IReadOnlyList<KernelCall> WritersOf(PlanTensor tensor) => _writers.TryGetValue(tensor, out List<KernelCall>? writers) ? writers : [];

    private void Add(KernelCall call)
    {
        _calls.Add(call);
        foreach (PlanTensor written in call.Written.Distinct())
        {
            if (!_writers.TryGetValue(written, out List<KernelCall>? writers))
            {
                _writers.Add(written, writers = []);
            }

            writers.Add(call);
        }
    }

    /// <summary>A loop over calls, all of which are divided by rows, so that a worker runs through all steps with its own.</summary>
    public void Loop(LoopKernel kernel, IReadOnlyList<KernelCall> body, string comment)
    {
        if (body.FirstOrDefault(call => call.Partition != Partition.Rows) is { } other)
        {
            throw new ProgramException($"A loop over steps cannot call {other.Kernel.GetType().Name} for {other.Comment}, whose work is not divided by rows.");
        }

        Add(new KernelCall
        {
            Kernel = kernel,
            Operands = body.SelectMany(call => call.Operands).Distinct().ToArray(),
            Written = body.SelectMany(call => call.Written).Distinct().ToArray(),
            Partition = Partition.Rows,
            Body = body,
            Comment = comment,
        });
    }

    public static Partition PartitionOf(bool hasRows) => hasRows ? Partition.Rows : Partition.Single;

    public static OperandAccess AccessOf(RuntimeScalarOperation scalar) => scalar.Kind == RuntimeScalarKind.Scale ? OperandAccess.Scale : OperandAccess.Share;

    /// <summary>What values belong to, in the user's words.</summary>
    public static string Comment(IEnumerable<TensorValue> values)
    {
        string[] labels = values.Select(value => value.Label).Where(label => label.Length > 0).Distinct().ToArray();
        return labels.Length == 0 ? "scalars" : string.Join(", ", labels);
    }
}
