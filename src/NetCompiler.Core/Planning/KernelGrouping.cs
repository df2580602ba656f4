using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning;

/// <summary>What one kernel computes, before its operands have layouts.</summary>
internal abstract class KernelGroup
{
    /// <summary>Whether it depends on parameters alone, so that it may be done once for many calls.</summary>
    public bool IsHoisted { get; init; }
}

/// <summary>A product, and the map that closes it.</summary>
internal sealed class ContractGroup(TensorValue contract, TensorValue? map) : KernelGroup
{
    public TensorValue Contract { get; } = contract;

    public TensorValue? Map { get; } = map;

    public TensorValue Result => Map ?? Contract;
}

/// <summary>Maps, masks and reductions along the last axis, over the same rows.</summary>
internal sealed class RowGroup(Shape space) : KernelGroup
{
    /// <summary>The shape whose rows are walked; the last extent is 1 as long as all members are one number a row.</summary>
    public Shape Space { get; set; } = space;

    public List<TensorValue> Members { get; } = [];
}

/// <summary>Reductions across the same rows, and the maps before them that nothing else reads.</summary>
internal sealed class ColumnGroup(Shape space, EquatableArray<int> axes) : KernelGroup
{
    private readonly HashSet<TensorValue> _absorbed = [];

    /// <summary>The shape whose rows are combined.</summary>
    public Shape Space { get; } = space;

    /// <summary>The axes that are combined.</summary>
    public EquatableArray<int> Axes { get; } = axes;

    public List<TensorValue> Reduces { get; } = [];

    /// <summary>Lets the kernel compute what a reduction combines.</summary>
    public void Absorb(TensorValue map) => _absorbed.Add(map);

    /// <summary>Whether the kernel computes a value that a reduction combines, instead of reading it.</summary>
    public bool Absorbs(TensorValue value) => _absorbed.Contains(value);
}

/// <summary>A map over matrices in panels, as they lie in memory.</summary>
internal sealed class FlatGroup(TensorValue map) : KernelGroup
{
    public TensorValue Map { get; } = map;
}

/// <summary>A reduction of a whole matrix to a number, and the map before it.</summary>
internal sealed class FlatReduceGroup(TensorValue reduce, TensorValue? map) : KernelGroup
{
    public TensorValue Reduce { get; } = reduce;

    public TensorValue? Map { get; } = map;
}

/// <summary>A pool: with the places of a maximum, where they are found by the same kernel.</summary>
internal sealed class PoolGroup(TensorValue pool, TensorValue? places) : KernelGroup
{
    public TensorValue Pool { get; } = pool;

    public TensorValue? Places { get; } = places;
}

/// <summary>A product of a constant sparse matrix with lines of elements.</summary>
internal sealed class ResampleGroup(TensorValue value) : KernelGroup
{
    public TensorValue Value { get; } = value;
}

/// <summary>A convolution of each channel by itself, and the map that closes it.</summary>
internal sealed class DepthwiseGroup(TensorValue depthwise, TensorValue? map) : KernelGroup
{
    public TensorValue Depthwise { get; } = depthwise;

    public TensorValue? Map { get; } = map;

    public TensorValue Result => Map ?? Depthwise;
}

/// <summary>The weight gradient of a convolution of each channel by itself.</summary>
internal sealed class DepthwiseGradientGroup(TensorValue gradient) : KernelGroup
{
    public TensorValue Gradient { get; } = gradient;
}

/// <summary>A gradient of a convolution that is made of the maxima of the pool behind it.</summary>
internal sealed class RoutedGroup(TensorValue gradient) : KernelGroup
{
    public TensorValue Gradient { get; } = gradient;
}

/// <summary>Rows of a table that integers choose, or sums of what integers assign to its rows.</summary>
internal sealed class GatherGroup(TensorValue value) : KernelGroup
{
    public TensorValue Value { get; } = value;
}

/// <summary>A loop over steps.</summary>
internal sealed class ScanGroup(TensorValue scan) : KernelGroup
{
    public TensorValue Scan { get; } = scan;
}

/// <summary>Another shape or order of the same elements: no work, or a copy.</summary>
internal sealed class ViewGroup(TensorValue view) : KernelGroup
{
    public TensorValue View { get; } = view;
}

/// <summary>
/// Decides which values share a kernel: products take the map that closes them, neighbouring maps and reductions over the same rows
/// become one pass over them.
/// </summary>
internal sealed class KernelGrouping
{
    // Statements of one pass over rows: more would not fit the registers, and in time not the JIT's limits.
    private const int LargestRowGroup = 24;

    // Polynomials in the text of one pass over rows: the JIT keeps count of their locals, some ten of each.
    private const int MostFunctions = 24;

    // The narrowest vector that polynomials are written out for; in double they are called.
    private const int FewestLanes = 4;

    // Results of one pass across rows: each has a sum in a register for every vector of columns.
    private const int LargestColumnGroup = 4;

    // Multiply-adds of a closing map: a tile repeats it for up to 16 vectors, and the JIT stops optimising a method beyond some 1,500.
    private const int LargestEpilogue = 48;

    private readonly PlanContext _context;
    private readonly Dictionary<TensorValue, List<TensorValue>> _uses = [];
    private readonly HashSet<TensorValue> _results;
    private readonly Dictionary<TensorValue, string> _gradients = [];
    private readonly Dictionary<TensorValue, int> _groupOf = [];
    private readonly Dictionary<TensorValue, Layout> _layouts = [];
    private readonly HashSet<TensorValue> _hoisted = [];
    private readonly Dictionary<TensorValue, EquatableArray<Margin>> _margins = [];
    private readonly List<KernelGroup> _groups = [];

    // Other shapes of sources, which are there before anything is computed.
    private readonly List<KernelGroup> _views = [];

    private KernelGrouping(TensorProgram program, PlanContext context)
    {
        _context = context;
        _results = [.. program.Results.Select(result => result.Value)];
        foreach (ProgramResult result in program.Results.Where(result => result.Kind == ResultKind.ParameterGradient))
        {
            _gradients[result.Value] = result.Name;
        }

        foreach (TensorValue value in program.Values)
        {
            _uses.Add(value, []);
            foreach (TensorValue operand in value.Operands.Distinct())
            {
                _uses[operand].Add(value);
            }
        }
    }

    public IEnumerable<KernelGroup> Groups => _views.Concat(_groups);

    public static KernelGrouping Run(TensorProgram program, PlanContext context)
    {
        var grouping = new KernelGrouping(program, context);
        foreach (TensorValue value in program.Values)
        {
            grouping.AddMargins(value);
        }

        foreach (TensorValue value in program.Values)
        {
            grouping.Place(value);
        }

        return grouping;
    }

    /// <summary>The group that computes a value, or null where it is given or is a view of what is.</summary>
    public KernelGroup? GroupThatMakes(TensorValue value) => _groupOf.TryGetValue(value, out int group) ? _groups[group] : null;

    /// <summary>Whether a value leaves the program or is read by a group other than the one that computes it.</summary>
    public bool IsUsedOutside(TensorValue value) => _results.Contains(value) || _uses[value].Any(user => GroupOf(user) != _groupOf[value]);

    /// <summary>Values that read this one within its own group.</summary>
    public IEnumerable<TensorValue> UsersInGroup(TensorValue value) => _uses[value].Where(user => GroupOf(user) == _groupOf[value]);

    /// <summary>Values that read this one.</summary>
    public IReadOnlyList<TensorValue> UsersOf(TensorValue value) => _uses[value];

    /// <summary>Whether a kernel of ours computes a value into rows, wherever these lie.</summary>
    public bool IsComputed(TensorValue value) => _groupOf.TryGetValue(value, out int group) && _groups[group] switch
    {
        RowGroup => true,
        ContractGroup contract => contract.Result == value && !IsWeightGradient(contract.Contract),
        _ => false,
    };

    /// <summary>Whether the only use of a value is one result of the program.</summary>
    public bool OnlyLeaves(TensorValue value) => _uses[value].Count == 0;

    /// <summary>Whether the only use of a value is another value.</summary>
    public bool IsUsedOnlyBy(TensorValue value, TensorValue user) => !_results.Contains(value) && _uses[value].Count == 1 && _uses[value][0] == user;

    /// <summary>Whether the only uses of a value are other shapes of it.</summary>
    public bool IsOnlyReshaped(TensorValue value) => !_results.Contains(value) && _uses[value].All(user => user.Operation is ReshapeOperation);

    /// <summary>The order in which the only use of a value reads its axes, where that leaves rows first and the last axis last; else null.</summary>
    public EquatableArray<int>? OnlyTransposed(TensorValue value) =>
        !_results.Contains(value) && _uses[value].Count == 1 && _uses[value][0].Operation is TransposeOperation transpose && KeepsEnds(transpose) ? transpose.Permutation : null;

    /// <summary>Whether a transpose leaves the first and the last axis where they are: memory then need not move.</summary>
    public static bool KeepsEnds(TransposeOperation transpose) =>
        transpose.Permutation[0] == 0 && transpose.Permutation[transpose.Permutation.Count - 1] == transpose.Permutation.Count - 1;

    /// <summary>The layout that a value has by nature: panels for weights and what is computed from them element by element; null for rows.</summary>
    public PanelLayout? PanelsOf(TensorValue value) => _layouts.TryGetValue(value, out Layout? layout) ? layout as PanelLayout : null;

    /// <summary>The zeros that windows meet around a value, or null where they meet none.</summary>
    public EquatableArray<Margin>? MarginsOf(TensorValue value) => _margins.TryGetValue(value, out EquatableArray<Margin> margins) ? margins : null;

    /// <summary>Whether windows with gaps are read by products alone, which compute them part by part.</summary>
    public bool IsInParts(TensorValue value) => value.Operation is WindowsOperation windows && IsInParts(value, windows);

    /// <summary>Whether a product of windows, or a weight gradient, is computed in Winograd's form, where memory allows it.</summary>
    public bool TakesWinograd(TensorValue product)
    {
        if (product.Operation is not ContractOperation { LeftBatch.Count: 0 } contract)
        {
            return false;
        }

        bool isGradient = IsWeightGradient(product);
        TensorValue windows = product.Operands[isGradient ? 1 : 0];
        int columns = isGradient ? product.Operands[0].Shape.Last : product.Shape.Last;
        return (isGradient || (contract.LeftContracted.Count == 1 && product.Operands[1].Shape.Rank == 2))
            && windows.Operation is WindowsOperation geometry && WinogradTile.Pays(geometry, windows.Operands[0].Shape.Last, columns, _context.Real);
    }

    /// <summary>Whether nothing reads a value but windows.</summary>
    public bool IsReadByWindowsOnly(TensorValue value) => !_results.Contains(value) && _uses[value].All(user => user.Operation is WindowsOperation);

    /// <summary>How a closing map sees one of its operands, or null where it cannot.</summary>
    public static OperandKind? KindOf(TensorValue operand, Shape result)
    {
        if (operand.Operation is RuntimeScalarOperation || (operand.Shape.Length == 1 && !operand.Shape.HasRows))
        {
            return OperandKind.Scalar;
        }

        if (operand.Shape == result)
        {
            return OperandKind.Full;
        }

        Extent[] outer = Enumerable.Range(0, Math.Max(0, result.Rank - 1)).Select(axis => operand.Shape.Aligned(axis, result.Rank)).ToArray();
        Extent last = operand.Shape.Aligned(result.Rank - 1, result.Rank);
        if (last == result[result.Rank - 1] && outer.All(extent => extent.IsOne))
        {
            return OperandKind.Column;
        }

        return last.IsOne && outer.SequenceEqual(result.Extents.Take(result.Rank - 1)) ? OperandKind.RowScalar : null;
    }

    /// <summary>The zeros that windows meet around x, zeros between its elements not counted.</summary>
    public static EquatableArray<Margin> MarginsOf(WindowsOperation windows, Shape x) => Enumerable.Range(0, windows.Axes).Select(axis =>
    {
        (int before, int after) = windows.Reach(axis, x[axis + 1].Maximum);
        return new Margin(before, after);
    }).ToEquatableArray();

    private bool IsInParts(TensorValue value, WindowsOperation windows) =>
        windows.Gap.Any(gap => gap > 1) && windows.Stride.All(stride => stride == 1) && !_results.Contains(value)
        && _uses[value].All(user => user.Operation is ContractOperation && user.Operands[0] == value && user.Operands[1] != value && !IsWeightGradient(user));

    private void AddMargins(TensorValue value)
    {
        IEnumerable<WindowsOperation> windows = value.Operation switch
        {
            WindowsOperation { } gapless when gapless.Gap.All(gap => gap == 1) => [gapless],
            WindowsOperation { } gaps when IsInParts(value, gaps) => gaps.Parts().Where(part => !part.IsEmpty).Select(part => part.Windows),
            DepthwiseOperation { } depthwise when depthwise.IsWindowed || depthwise.Form == ConvolveForm.Weight => [depthwise.Windows(value.Operands[0].Shape)],
            _ => [],
        };
        foreach (WindowsOperation met in windows)
        {
            AddMargins(value.Operands[0], MarginsOf(met, value.Operands[0].Shape));
        }

        if (value.Operation is WindowsOperation tiled && _uses[value].Any(TakesWinograd))
        {
            AddMargins(value.Operands[0], WinogradTile.Margins(tiled, value.Operands[0].Shape));
        }
    }

    // As many zeros as any of the windows meets.
    private void AddMargins(TensorValue value, EquatableArray<Margin> margins)
    {
        if (_margins.TryGetValue(value, out EquatableArray<Margin> known))
        {
            margins = margins.Select((margin, axis) => new Margin(Math.Max(margin.Before, known[axis].Before), Math.Max(margin.After, known[axis].After))).ToEquatableArray();
        }

        if (margins.Any(margin => margin.Before > 0 || margin.After > 0))
        {
            _margins[value] = margins;
        }
    }

    private int GroupOf(TensorValue value) => _groupOf.TryGetValue(value, out int group) ? group : -1;

    private void Place(TensorValue value)
    {
        MarkHoisted(value);
        MarkLayout(value);
        switch (value.Operation)
        {
            case SourceOperation or RuntimeScalarOperation or CountOperation:
                break;
            case ScanOperation:
                Add(new ScanGroup(value), value);
                break;
            case ItemOperation:
                _groupOf[value] = GroupOf(value.Operands[0]);
                break;
            case ContractOperation or DepthwiseOperation when IsProduct(value):
                if (ClosingMap(value) is null)
                {
                    Add(ProductGroup(value, null), value);
                }

                break;
            case MapOperation when value.Operands.LastOrDefault(operand => IsProduct(operand) && ClosingMap(operand) == value) is { } product:
                Add(ProductGroup(product, value), product, value);
                break;
            case MapOperation when IsReducedWhole(value) || IsReducedAcross(value):
                break;
            case MapOperation when PanelsOf(value) is not null:
                Add(new FlatGroup(value) { IsHoisted = _hoisted.Contains(value) }, value);
                break;
            case ConstantOperation when _uses[value].Count > 0 && !_results.Contains(value) && _uses[value].All(user => user.Operation is ScanOperation):
                // Where a state begins: the scan writes it there.
                break;
            case MapOperation or RandomMaskOperation or RandomUniformOperation or ConstantOperation:
                AddToRows(value, value.Shape);
                break;
            case ReduceOperation reduce when Passes.SplitReductions.IsWholeMatrix(reduce, value.Operands[0].Shape):
                TensorValue operand = value.Operands[0];
                TensorValue? map = operand.Operation is MapOperation && IsReducedWhole(operand) ? operand : null;
                Add(new FlatReduceGroup(value, map) { IsHoisted = _hoisted.Contains(value) }, map is null ? [value] : [map, value]);
                break;
            case ReduceOperation reduce when reduce.Axes.Count == 1 && reduce.Axes[0] == value.Shape.Rank - 1:
                AddToRows(value, value.Operands[0].Shape);
                break;
            case ReduceOperation reduce:
                AddToColumns(value, reduce);
                break;
            case PoolArgMaxOperation when TakenBy(value) is { } take:
                Add(new PoolGroup(take, value) { IsHoisted = _hoisted.Contains(value) }, value, take);
                break;
            case PoolTakeOperation when _groupOf.ContainsKey(value):
                break;
            case DepthwiseOperation { Form: ConvolveForm.Weight }:
                Add(new DepthwiseGradientGroup(value) { IsHoisted = _hoisted.Contains(value) }, value);
                break;
            case RoutedWeightOperation or RoutedInputOperation:
                Add(new RoutedGroup(value) { IsHoisted = _hoisted.Contains(value) }, value);
                break;
            case PoolOperation or DepthwiseOperation:
                Add(new PoolGroup(value, null) { IsHoisted = _hoisted.Contains(value) }, value);
                break;
            case GatherOperation or ScatterAddOperation:
                Add(new GatherGroup(value) { IsHoisted = _hoisted.Contains(value) }, value);
                break;
            case ResampleOperation:
                Add(new ResampleGroup(value) { IsHoisted = _hoisted.Contains(value) }, value);
                break;
            case ReshapeOperation when !value.Shape.HasRows && value.Operands[0].Operation is SourceOperation:
                _views.Add(new ViewGroup(value) { IsHoisted = _hoisted.Contains(value) });
                break;
            case FromBytesOperation or ReshapeOperation or TransposeOperation or SliceOperation or ConcatOperation or PadOperation or BroadcastOperation or WindowsOperation:
                Add(new ViewGroup(value) { IsHoisted = _hoisted.Contains(value) }, value);
                break;
            default:
                throw new ProgramException($"{value.Operation.Name} has no kernel.");
        }
    }

    // What takes a closing map.
    private static bool IsProduct(TensorValue value) => value.Operation is ContractOperation or DepthwiseOperation { IsWindowed: true };

    private KernelGroup ProductGroup(TensorValue product, TensorValue? map)
    {
        bool isHoisted = _hoisted.Contains(map ?? product);
        return product.Operation is ContractOperation ? new ContractGroup(product, map) { IsHoisted = isHoisted } : new DepthwiseGroup(product, map) { IsHoisted = isHoisted };
    }

    // The maxima whose places these are.
    private TensorValue? TakenBy(TensorValue places) => _uses[places].FirstOrDefault(user => user.Operation is PoolTakeOperation && user.Operands[0] == places.Operands[0]);

    private void Add(KernelGroup group, params TensorValue[] values)
    {
        foreach (TensorValue value in values)
        {
            _groupOf[value] = _groups.Count;
        }

        _groups.Add(group);
    }

    // Joins the last group over the same rows that comes after everything the value reads.
    private void AddToRows(TensorValue value, Shape space)
    {
        bool hoisted = _hoisted.Contains(value);
        int earliest = value.Operands.Count == 0 ? 0 : value.Operands.Max(GroupOf);
        for (int i = _groups.Count - 1; i >= Math.Max(0, earliest); i--)
        {
            // What is done before only joins what it reads: so that equal layers have equal kernels.
            bool belongs = !hoisted || value.Operands.Any(operand => GroupOf(operand) == i);
            if (belongs && _groups[i] is RowGroup group && group.Members.Count < LargestRowGroup && group.IsHoisted == hoisted && SameRows(group.Space, space) && HasRoom(group, value, space))
            {
                group.Space = space.Last == 1 ? group.Space : space;
                group.Members.Add(value);
                _groupOf[value] = i;
                return;
            }
        }

        var added = new RowGroup(space) { IsHoisted = hoisted };
        added.Members.Add(value);
        Add(added, value);
    }

    private static bool HasRoom(RowGroup group, TensorValue value, Shape space)
    {
        // Rows of at most one widest vector are written out vector by vector, longer ones twice: for whole vectors and for the last one.
        int length = Math.Max(group.Space.Last, space.Last);
        int copies = length <= Layout.Vector ? (length + FewestLanes - 1) / FewestLanes : 2;
        return Functions(value) == 0 || Functions(value) + group.Members.Sum(Functions) <= MostFunctions;

        // What is one number a row is computed once.
        int Functions(TensorValue member) => member.Operation is MapOperation map ? map.Expression.Functions * (member.Shape.Last == 1 ? 1 : copies) : 0;
    }

    // Joins a group over the same rows that comes after everything the value reads.
    private void AddToColumns(TensorValue value, ReduceOperation reduce)
    {
        TensorValue elements = value.Operands[0];
        bool absorbs = IsReducedAcross(elements);
        bool hoisted = _hoisted.Contains(value);
        int earliest = absorbs ? elements.Operands.Max(GroupOf) : GroupOf(elements);
        ColumnGroup? group = null;
        int place = _groups.Count;
        for (int i = _groups.Count - 1; i > earliest && group is null && elements.Shape.Last > 1; i--)
        {
            if (_groups[i] is ColumnGroup other && other.Reduces.Count < LargestColumnGroup && other.IsHoisted == hoisted && other.Space == elements.Shape && other.Axes == reduce.Axes)
            {
                group = other;
                place = i;
            }
        }

        if (group is null)
        {
            group = new ColumnGroup(elements.Shape, reduce.Axes) { IsHoisted = hoisted };
            _groups.Add(group);
        }

        group.Reduces.Add(value);
        _groupOf[value] = place;
        if (absorbs)
        {
            group.Absorb(elements);
            _groupOf[elements] = place;
        }
    }

    // Whether the only use of a map is a reduction across rows, whose kernel can compute it.
    private bool IsReducedAcross(TensorValue map) =>
        map.Operation is MapOperation { Expression: { } expression } && map.Shape.HasRows && map.Shape.Last > 1 && !_results.Contains(map) && _uses[map].Count == 1
        && _uses[map][0].Operation is ReduceOperation reduce && !reduce.Axes.Contains(map.Shape.Rank - 1) && expression.Cost <= LargestEpilogue
        && map.Operands.All(operand => operand.Element == ElementKind.Real && KindOf(operand, map.Shape) is not null)
        && !expression.Nodes().Any(node => node is CoordinateExpression)
        && !map.Operands.Any(operand => IsProduct(operand) && ClosingMap(operand) == map);

    private static bool SameRows(Shape a, Shape b) =>
        a.Rank == b.Rank && a.Extents.Take(a.Rank - 1).SequenceEqual(b.Extents.Take(b.Rank - 1)) && (a.Last == b.Last || a.Last == 1 || b.Last == 1);

    // The map that a product's kernel computes at its end: the product's only use, and the product the last such operand of it.
    private TensorValue? ClosingMap(TensorValue contract)
    {
        if (_results.Contains(contract) || _uses[contract].Count != 1)
        {
            return null;
        }

        TensorValue map = _uses[contract][0];
        if (map.Operation is not MapOperation { Expression: { } expression } || map.Shape != contract.Shape || expression.Nodes().Any(node => node is CoordinateExpression)
            || expression.Cost > LargestEpilogue)
        {
            return null;
        }

        bool inPanels = IsWeightGradient(contract);
        foreach (TensorValue operand in map.Operands.Where(operand => operand != contract))
        {
            // A later product of the same kind takes the map instead: it then adds to this one.
            if (operand.Id > contract.Id && IsProduct(operand) && operand.Shape == map.Shape && !_results.Contains(operand) && _uses[operand].Count == 1
                && IsWeightGradient(operand) == inPanels)
            {
                return null;
            }

            OperandKind? kind = KindOf(operand, map.Shape);
            if (kind is null || operand.Element != ElementKind.Real || (inPanels && kind is OperandKind.Column or OperandKind.RowScalar) || (inPanels && kind == OperandKind.Full && !WillBeInPanels(operand)))
            {
                return null;
            }
        }

        return map;
    }

    private bool WillBeInPanels(TensorValue value) => PanelsOf(value) is not null || (value.Operation is ContractOperation && IsWeightGradient(value));

    /// <summary>Whether a product sums over the leading axes of both operands, as the gradient of a weight does.</summary>
    public static bool IsWeightGradient(TensorValue value)
    {
        if (value.Operation is not ContractOperation contract)
        {
            return false;
        }

        Shape left = value.Operands[0].Shape;
        Shape right = value.Operands[1].Shape;
        return contract.LeftBatch.Count == 0 && left.Rank == right.Rank && left.Rank == contract.LeftContracted.Count + 1
            && contract.LeftContracted.SequenceEqual(Enumerable.Range(0, left.Rank - 1))
            && contract.RightContracted.SequenceEqual(Enumerable.Range(0, right.Rank - 1));
    }

    private bool IsReducedWhole(TensorValue map) =>
        !_results.Contains(map) && _uses[map].Count == 1 && _uses[map][0].Operation is ReduceOperation reduce
        && Passes.SplitReductions.IsWholeMatrix(reduce, map.Shape)
        && map.Operands.All(operand => KindOf(operand, map.Shape) is OperandKind.Full or OperandKind.Scalar)
        && !((MapOperation)map.Operation).Expression.Nodes().Any(node => node is CoordinateExpression);

    private void MarkHoisted(TensorValue value)
    {
        // A constant of every row is known before, but how many rows there will be is not.
        bool fixedValue = !value.Shape.HasRows && (value.Operation is SourceOperation { Kind: SourceKind.Parameter or SourceKind.State } or ConstantOperation
            || (value.Operands.Count > 0 && value.Operands.All(_hoisted.Contains)));
        if (_context.Hoists && fixedValue && (_context.HoistsReductions || value.Operation is not ReduceOperation))
        {
            _hoisted.Add(value);
        }
    }

    // Whether a value, or what maps make of it, is the gradient of a parameter that lies in panels.
    private bool BecomesGradientInPanels(TensorValue value) =>
        (_gradients.TryGetValue(value, out string? parameter) && _context.Parameters[parameter].Layout is PanelLayout)
        || _uses[value].Any(user => user.Operation is MapOperation && user.Shape == value.Shape && BecomesGradientInPanels(user));

    private void MarkLayout(TensorValue value)
    {
        switch (value.Operation)
        {
            case SourceOperation { Kind: SourceKind.Parameter or SourceKind.Direction } source:
                _layouts[value] = _context.Parameters[source.Source].Layout;
                break;
            case RoutedWeightOperation or DepthwiseOperation { Form: ConvolveForm.Weight }:
                _layouts[value] = PanelLayout.Of(value.Shape, 0);
                break;
            case ScatterAddOperation when value.Shape.Rank == 2 && BecomesGradientInPanels(value):
                _layouts[value] = PanelLayout.Of(value.Shape, 0);
                break;
            case ContractOperation when IsWeightGradient(value):
                _layouts[value] = PanelLayout.Of(value.Shape, 0);
                break;
            case MapOperation map when !value.Shape.HasRows && value.Shape.Rank == 2 && !map.Expression.Nodes().Any(node => node is CoordinateExpression):
                OperandKind?[] kinds = value.Operands.Select(operand => KindOf(operand, value.Shape)).ToArray();
                PanelLayout?[] layouts = value.Operands.Where((_, i) => kinds[i] == OperandKind.Full).Select(PanelsOf).Distinct().ToArray();
                bool fits = layouts.Length == 1 && layouts[0] is { } found && kinds.All(kind => kind is OperandKind.Full or OperandKind.Scalar || (kind == OperandKind.RowScalar && found.LaneAxis == 0));
                if (fits && layouts[0] is { } panels)
                {
                    _layouts[value] = panels;
                }

                break;
        }
    }
}

/// <summary>How an operand of a map meets the map's result.</summary>
internal enum OperandKind
{
    Full,
    Column,
    RowScalar,
    Scalar,
}
