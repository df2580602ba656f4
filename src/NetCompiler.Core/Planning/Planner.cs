using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning;

/// <summary>
/// Turns a program into calls of kernels: layouts and conversions here, phases in <see cref="PhaseScheduler"/>, memory in
/// <see cref="WorkspacePlanner"/>.
/// </summary>
internal sealed class Planner
{
    private readonly TensorProgram _program;
    private readonly PlanContext _context;
    private readonly KernelGrouping _grouping;
    private readonly Dictionary<TensorValue, PlanTensor> _tensors = [];
    private readonly Dictionary<(PlanTensor Tensor, Layout Layout), PlanTensor> _copies = [];
    private readonly Dictionary<TensorValue, ParameterPlacement> _putAt = [];
    private readonly List<KernelCall> _calls = [];
    private readonly List<KernelCall> _prepare = [];
    private bool _hoisting;
    private int _prepared;

    private Planner(TensorProgram program, PlanContext context)
    {
        _program = program;
        _context = context;
        _grouping = KernelGrouping.Run(program, context);
    }

    public static FunctionPlan Plan(TensorProgram program, PlanContext context) => new Planner(program, context).Plan();

    private FunctionPlan Plan()
    {
        foreach (TensorValue value in _program.Values)
        {
            AddSource(value);
        }

        foreach (ProgramResult result in _program.Results.Where(result => result.Kind == ResultKind.ParameterGradient))
        {
            ChoosePut(result);
        }

        foreach (KernelGroup group in _grouping.Groups)
        {
            _hoisting = group.IsHoisted;
            Realize(group);
        }

        _hoisting = false;
        foreach (ProgramResult result in _program.Results)
        {
            Leave(result);
        }

        PlanTensor? loss = Scalar(ResultKind.Loss);
        PlanTensor? objective = Scalar(ResultKind.Objective);
        IReadOnlyList<Phase> phases = _context.InPhases ? PhaseScheduler.Schedule(_calls) : [new Phase(_calls)];
        int workspace = WorkspacePlanner.Place(phases, _context.InPhases, new[] { loss, objective }.Where(tensor => tensor is not null).ToArray()!);
        return new FunctionPlan
        {
            Name = _context.Name,
            Phases = phases,
            Prepare = _prepare,
            PreparedLength = _prepared,
            WorkspaceLength = workspace,
            Loss = loss,
            Objective = objective,
        };
    }

    private PlanTensor? Scalar(ResultKind kind)
    {
        ProgramResult? result = _program.Results.FirstOrDefault(candidate => candidate.Kind == kind);
        return result is null ? null : Tensor(result.Value);
    }

    private void AddSource(TensorValue value)
    {
        if (value.Operation is not SourceOperation source)
        {
            return;
        }

        string name = source.Kind.ToString().ToLowerInvariant() + " " + source.Source;
        _tensors.Add(value, source.Kind switch
        {
            SourceKind.Input or SourceKind.Target or SourceKind.Cotangent =>
                PlanTensor.Create(name, value.Shape, value.Element, RowLayout.Dense(value.Shape), BufferKind.Slot, slot: _context.Slots[(source.Kind, source.Source)]),
            SourceKind.Parameter or SourceKind.Direction =>
                PlanTensor.Create(
                    name,
                    value.Shape,
                    value.Element,
                    _context.Parameters[source.Source].Layout,
                    source.Kind == SourceKind.Parameter ? BufferKind.Parameters : BufferKind.Direction,
                    offset: _context.Parameters[source.Source].Offset),
            _ => throw new ProgramException($"{source.Kind} has no storage yet."),
        });
    }

    // A gradient goes from the kernel's registers to the sink where nothing else needs it and its layout is the parameter's.
    private void ChoosePut(ProgramResult result)
    {
        ParameterPlacement parameter = _context.Parameters[result.Name];
        TensorValue value = result.Value;
        if (!_grouping.OnlyLeaves(value) || _program.Results.Count(other => other.Value == value) > 1)
        {
            return;
        }

        // The gradient of a bias is a sum over rows, reshaped from [1, n] to [n].
        TensorValue producer = value;
        while (producer.Operation is ReshapeOperation && _grouping.IsUsedOnlyBy(producer.Operands[0], producer))
        {
            producer = producer.Operands[0];
        }

        bool direct = _grouping.Groups.Any(group => group switch
        {
            ContractGroup contract => contract.Result == producer && KernelGrouping.IsWeightGradient(contract.Contract) && _grouping.PanelsOf(contract.Contract) == parameter.Layout,
            FlatGroup flat => flat.Map == producer && _grouping.PanelsOf(producer) == parameter.Layout,
            ColumnGroup column => column.Reduce == producer && producer.Shape.Last > 1 && parameter.Layout is RowLayout { IsPadded: true } && producer.Shape.Length == producer.Shape.Last,
            _ => false,
        });
        if (direct)
        {
            _putAt.Add(producer, parameter);
            if (producer != value)
            {
                _putAt.Add(value, parameter);
            }
        }
    }

    private void Realize(KernelGroup group)
    {
        switch (group)
        {
            case ContractGroup contract:
                Realize(contract);
                break;
            case RowGroup rows:
                Realize(rows);
                break;
            case ColumnGroup column:
                Realize(column);
                break;
            case FlatGroup flat:
                Realize(flat);
                break;
            case FlatReduceGroup reduce:
                Realize(reduce);
                break;
            case ViewGroup view:
                Realize(view);
                break;
            default:
                throw new ProgramException(group.GetType().Name);
        }
    }

    // ---- products

    private void Realize(ContractGroup group)
    {
        if (KernelGrouping.IsWeightGradient(group.Contract))
        {
            RealizeWeightGradient(group);
        }
        else
        {
            RealizeProduct(group);
        }
    }

    // left [.., k] times a matrix with k on one axis: rows of left are rows of the result.
    private void RealizeProduct(ContractGroup group)
    {
        var contract = (ContractOperation)group.Contract.Operation;
        TensorValue left = group.Contract.Operands[0];
        TensorValue right = group.Contract.Operands[1];
        if (contract.LeftBatch.Count > 0 || contract.LeftContracted.Count != 1 || contract.LeftContracted[0] != left.Shape.Rank - 1 || right.Shape.Rank != 2 || right.Shape.HasRows)
        {
            throw new ProgramException($"{group.Contract} = {contract.Print([left.Shape.ToString(), right.Shape.ToString()])} has no kernel.");
        }

        PlanTensor a = AsUniform(Tensor(left));
        int laneAxis = 1 - contract.RightContracted[0];
        PlanTensor b = AsPanels(Tensor(right), laneAxis);
        var panels = (PanelLayout)b.Layout;
        Shape shape = group.Result.Shape;
        RowLayout layout = RowLayout.AlwaysPadded(shape);
        PlanTensor result = New(group.Result, layout);
        Count rows = shape.Extents.Take(shape.Rank - 1).Aggregate(new Count(1, false), (count, extent) => count * Count.Of(extent));
        int resultStride = Layout.Pad(shape.Last);
        (ScalarExpression epilogue, List<MapOperand> extras, List<PlanTensor> memory) = Epilogue(group, panels.Panel, operand => (AsUniform(AsVectors(operand)), -1));
        var kernel = new ContractKernel(
            rows,
            new Count(panels.Others, false),
            panels.Lanes,
            panels.Panel,
            ((RowLayout)a.Layout).UniformStride(a.Shape)!.Value,
            1,
            panels.PanelStride,
            panels.Panel,
            panels.Panel,
            resultStride,
            epilogue,
            extras.ToEquatableArray(),
            Puts: false);
        Call(kernel, [a, b, result, .. memory], [result], rows.TimesRows ? Partition.Rows : Partition.Tiles, Comment(group));
    }

    // Both operands over the same rows, summed over them: lanes run over the left operand's last axis.
    private void RealizeWeightGradient(ContractGroup group)
    {
        TensorValue left = group.Contract.Operands[0];
        TensorValue right = group.Contract.Operands[1];
        PlanTensor b = AsZeroPadded(Tensor(left));
        PlanTensor a = AsUniform(Tensor(right));
        PanelLayout layout = PanelLayout.Of(group.Result.Shape, 0);
        ParameterPlacement? put = _putAt.TryGetValue(group.Result, out ParameterPlacement? parameter) ? parameter : null;
        PlanTensor? result = put is null ? New(group.Result, layout) : null;
        Count inner = left.Shape.Extents.Take(left.Shape.Rank - 1).Aggregate(new Count(1, false), (count, extent) => count * Count.Of(extent));
        (ScalarExpression epilogue, List<MapOperand> extras, List<PlanTensor> memory) = Epilogue(group, layout.Panel, operand => (AsPanels(operand, 0), layout.Panel));
        var kernel = new ContractKernel(
            new Count(layout.Others, false),
            inner,
            layout.Lanes,
            layout.Panel,
            1,
            ((RowLayout)a.Layout).UniformStride(a.Shape)!.Value,
            layout.Panel,
            ((RowLayout)b.Layout).UniformStride(b.Shape)!.Value,
            layout.PanelStride,
            layout.Panel,
            epilogue,
            extras.ToEquatableArray(),
            put is not null);
        IEnumerable<PlanTensor> operands = result is null ? [a, b, .. memory] : [a, b, result, .. memory];
        Call(kernel, operands, result is null ? [] : [result], Partition.Tiles, Comment(group), put?.Offset ?? -1);
    }

    private (ScalarExpression Expression, List<MapOperand> Extras, List<PlanTensor> Memory) Epilogue(
        ContractGroup group, int panel, Func<PlanTensor, (PlanTensor Tensor, int Stride)> full)
    {
        var extras = new List<MapOperand>();
        var memory = new List<PlanTensor>();
        if (group.Map is not { } map)
        {
            return (ScalarExpression.Operand(0), extras, memory);
        }

        var indices = new int[map.Operands.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            TensorValue operand = map.Operands[i];
            if (operand == group.Contract)
            {
                indices[i] = 0;
                continue;
            }

            indices[i] = extras.Count + 1;
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                extras.Add(new MapOperand(AccessOf(scalar), 0));
                continue;
            }

            PlanTensor tensor;
            switch (KernelGrouping.KindOf(operand, map.Shape))
            {
                case OperandKind.Full:
                    (tensor, int stride) = full(Tensor(operand));
                    extras.Add(new MapOperand(OperandAccess.Full, stride >= 0 ? stride : ((RowLayout)tensor.Layout).UniformStride(tensor.Shape)!.Value));
                    break;
                case OperandKind.Column:
                    tensor = AsVectors(Tensor(operand));
                    extras.Add(new MapOperand(OperandAccess.Column, 0));
                    break;
                case OperandKind.RowScalar:
                    tensor = AsUniform(Tensor(operand));
                    extras.Add(new MapOperand(OperandAccess.RowScalar, ((RowLayout)tensor.Layout).UniformStride(tensor.Shape)!.Value));
                    break;
                default:
                    tensor = Tensor(operand);
                    extras.Add(new MapOperand(OperandAccess.Scalar, 0));
                    break;
            }

            memory.Add(tensor);
        }

        _ = panel;
        return (((MapOperation)map.Operation).Expression.Renumber(indices), extras, memory);
    }

    // ---- rows

    private void Realize(RowGroup group)
    {
        Shape space = group.Space;
        int length = space.Last;
        Extent[] outer = space.Extents.Take(Math.Max(0, space.Rank - 1)).ToArray();
        var operands = new List<RowOperand>();
        var tensors = new List<PlanTensor>();
        var written = new List<PlanTensor>();
        var read = new Dictionary<TensorValue, int>();
        var statements = new List<RowStatement>();
        var maskKeys = new List<int>();
        var indexOf = new Dictionary<TensorValue, int>();
        var available = new List<int>();

        foreach (TensorValue value in group.Members)
        {
            int stage = 0;
            var arguments = new List<int>();
            foreach (TensorValue operand in value.Operands)
            {
                if (indexOf.TryGetValue(operand, out int statement))
                {
                    arguments.Add(~statement);
                    stage = Math.Max(stage, available[statement]);
                }
                else
                {
                    arguments.Add(Read(operand));
                }
            }

            (RowStatementKind kind, ScalarExpression expression, double keep) = value.Operation switch
            {
                MapOperation map => (RowStatementKind.Map, map.Expression, 0.0),
                ConstantOperation constant => (RowStatementKind.Map, constant.Value, 0.0),
                ReduceOperation { Kind: ReduceKind.Sum } => (RowStatementKind.Sum, ScalarExpression.Operand(0), 0.0),
                ReduceOperation => (RowStatementKind.Max, ScalarExpression.Operand(0), 0.0),
                RandomMaskOperation mask => (RowStatementKind.Mask, (ScalarExpression)0.0, mask.Keep),
                _ => throw new ProgramException(value.Operation.Name),
            };
            if (value.Operation is RandomMaskOperation random)
            {
                maskKeys.Add(random.Key);
            }

            bool isReduction = kind is RowStatementKind.Sum or RowStatementKind.Max;
            bool isVector = !isReduction && value.Shape.Last > 1;
            indexOf.Add(value, statements.Count);
            available.Add(isReduction ? stage + 1 : stage);
            statements.Add(new RowStatement(kind, expression, arguments.ToEquatableArray(), isVector, stage, -1, keep));
        }

        // Rows of more than one vector leave the registers between the stages.
        for (int i = 0; i < statements.Count; i++)
        {
            TensorValue value = group.Members[i];
            bool later = statements[i].IsVector && length > Layout.Vector
                && _grouping.UsersInGroup(value).Any(user => indexOf.TryGetValue(user, out int index) && statements[index].Stage > statements[i].Stage);
            if (later || _grouping.IsUsedOutside(value))
            {
                PlanTensor tensor = New(value, RowLayout.Padded(value.Shape));
                statements[i] = statements[i] with { Store = operands.Count };
                operands.Add(Describe(tensor, value.Shape));
                tensors.Add(tensor);
                written.Add(tensor);
            }
        }

        var kernel = new RowKernel(outer.Select(Count.Of).ToEquatableArray(), length, operands.ToEquatableArray(), statements.ToEquatableArray());
        Call(kernel, tensors, written, PartitionOf(kernel.HasRows), Comment(group.Members), maskKeys: maskKeys);

        int Read(TensorValue operand)
        {
            if (read.TryGetValue(operand, out int known))
            {
                return known;
            }

            read.Add(operand, operands.Count);
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                operands.Add(new RowOperand(ElementKind.Real, false, EquatableArray<int>.Empty, AccessOf(scalar)));
                return operands.Count - 1;
            }

            PlanTensor tensor = AsVectors(Tensor(operand));
            operands.Add(Describe(tensor, operand.Shape));
            tensors.Add(tensor);
            return operands.Count - 1;
        }

        RowOperand Describe(PlanTensor tensor, Shape shape)
        {
            var layout = (RowLayout)tensor.Layout;
            int missing = space.Rank - shape.Rank;
            IEnumerable<int> strides = outer.Select((_, axis) => axis < missing || shape[axis - missing].IsOne ? 0 : layout.Strides[axis - missing]);
            return new RowOperand(tensor.Element, shape.Last > 1, strides.ToEquatableArray(), OperandAccess.Full);
        }
    }

    private void Realize(ColumnGroup group)
    {
        var reduce = (ReduceOperation)group.Reduce.Operation;
        PlanTensor source = AsVectors(Tensor(group.Reduce.Operands[0]));
        var sourceLayout = (RowLayout)source.Layout;
        ParameterPlacement? put = _putAt.TryGetValue(group.Reduce, out ParameterPlacement? parameter) ? parameter : null;
        var layout = RowLayout.Padded(group.Reduce.Shape);
        PlanTensor? result = put is null ? New(group.Reduce, layout) : null;
        var kept = new List<Loop>();
        var reduced = new List<Loop>();
        for (int axis = 0; axis < source.Shape.Rank - 1; axis++)
        {
            if (!source.Shape[axis].IsOne)
            {
                var loop = new Loop(Count.Of(source.Shape[axis]), sourceLayout.Strides[axis], reduce.Axes.Contains(axis) ? 0 : layout.Strides[axis]);
                (reduce.Axes.Contains(axis) ? reduced : kept).Add(loop);
            }
        }

        var kernel = new ColumnKernel(reduce.Kind, kept.ToEquatableArray(), reduced.ToEquatableArray(), source.Shape.Last, put is not null);
        Partition partition = kept.Any(loop => loop.Count.TimesRows) ? Partition.Rows : source.Shape.Last > 1 ? Partition.Tiles : Partition.Single;
        Call(kernel, result is null ? [source] : [source, result], result is null ? [] : [result], partition, Comment([group.Reduce]), put?.Offset ?? -1);
    }

    // ---- matrices as they lie in memory

    private void Realize(FlatGroup group)
    {
        PanelLayout layout = _grouping.PanelsOf(group.Map)!;
        ParameterPlacement? put = _putAt.TryGetValue(group.Map, out ParameterPlacement? parameter) ? parameter : null;
        PlanTensor? result = put is null ? New(group.Map, layout) : null;
        (List<MapOperand> operands, List<PlanTensor> memory) = FlatOperands(group.Map, layout);
        var kernel = new FlatKernel(layout.StoredLength, layout.StoredLength, put is null ? null : Padded(layout), ((MapOperation)group.Map.Operation).Expression, operands.ToEquatableArray(), put is not null);
        IEnumerable<PlanTensor> all = result is null ? memory : memory.Append(result);
        Call(kernel, all, result is null ? [] : [result], Partition.Tiles, Comment([group.Map]), put?.Offset ?? -1);
    }

    private void Realize(FlatReduceGroup group)
    {
        Shape shape = group.Reduce.Operands[0].Shape;
        TensorValue operand = group.Map?.Operands.FirstOrDefault(candidate => candidate.Shape == shape) ?? group.Reduce.Operands[0];
        PanelLayout layout = _grouping.PanelsOf(operand) is { LaneAxis: 0 } panels ? panels : PanelLayout.Of(shape, 0);
        ScalarExpression expression = group.Map is null ? ScalarExpression.Operand(0) : ((MapOperation)group.Map.Operation).Expression;
        List<MapOperand> operands;
        List<PlanTensor> memory;
        if (group.Map is null)
        {
            operands = [new MapOperand(OperandAccess.Full, 0)];
            memory = [AsPanels(Tensor(operand), layout.LaneAxis)];
        }
        else
        {
            (operands, memory) = FlatOperands(group.Map, layout);
        }

        PlanTensor result = New(group.Reduce, RowLayout.Padded(group.Reduce.Shape));
        var kernel = new FlatReduceKernel(((ReduceOperation)group.Reduce.Operation).Kind, layout, expression, operands.ToEquatableArray());
        Call(kernel, [.. memory, result], [result], Partition.Single, Comment([group.Reduce]));
    }

    // What is put beside a gradient is zero, so that norms and optimizers may run over the whole buffer.
    private static PanelLayout? Padded(PanelLayout? layout) => layout is not null && layout.Lanes % Layout.Vector != 0 ? layout : null;

    private (List<MapOperand> Operands, List<PlanTensor> Memory) FlatOperands(TensorValue map, PanelLayout layout)
    {
        var operands = new List<MapOperand>();
        var memory = new List<PlanTensor>();
        foreach (TensorValue operand in map.Operands)
        {
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                operands.Add(new MapOperand(AccessOf(scalar), 0));
                continue;
            }

            bool full = KernelGrouping.KindOf(operand, map.Shape) == OperandKind.Full;
            operands.Add(new MapOperand(full ? OperandAccess.Full : OperandAccess.Scalar, 0));
            memory.Add(full ? AsPanels(Tensor(operand), layout.LaneAxis) : Tensor(operand));
        }

        return (operands, memory);
    }

    // ---- views

    private void Realize(ViewGroup group)
    {
        TensorValue value = group.View;
        if (_putAt.ContainsKey(value))
        {
            return;
        }

        string name = value.ToString();
        switch (value.Operation)
        {
            case ReshapeOperation:
                _tensors.Add(value, Reshape(name, AsRows(Tensor(value.Operands[0])), value.Shape));
                break;
            case SliceOperation slice:
                PlanTensor whole = AsRows(Tensor(value.Operands[0]));
                var wholeLayout = (RowLayout)whole.Layout;
                bool isLast = slice.Axis == value.Shape.Rank - 1;
                _tensors.Add(value, whole.View(name, value.Shape, wholeLayout with { IsPadded = wholeLayout.IsPadded && !isLast }, slice.Start * wholeLayout.Strides[slice.Axis]));
                break;
            case TransposeOperation transpose:
                PlanTensor source = AsRows(Tensor(value.Operands[0]));
                EquatableArray<int> strides = transpose.Permutation.Select(axis => ((RowLayout)source.Layout).Strides[axis]).ToEquatableArray();
                Move(source, strides, New(value, RowLayout.Padded(value.Shape)), value.Shape, Comment([value]));
                break;
            case BroadcastOperation:
                PlanTensor small = AsRows(Tensor(value.Operands[0]));
                int missing = value.Shape.Rank - small.Shape.Rank;
                IEnumerable<int> repeated = Enumerable.Range(0, value.Shape.Rank)
                    .Select(axis => axis < missing || small.Shape[axis - missing].IsOne ? 0 : ((RowLayout)small.Layout).Strides[axis - missing]);
                Move(small, repeated.ToEquatableArray(), New(value, RowLayout.Padded(value.Shape)), value.Shape, Comment([value]));
                break;
            case ConcatOperation concat:
                Concatenate(value, concat.Axis, value.Operands.Select(operand => (AsRows(Tensor(operand)), -1)).ToArray(), 0, 0);
                break;
            case PadOperation pad:
                Concatenate(value, pad.Axis, [(AsRows(Tensor(value.Operands[0])), pad.Before)], pad.Before, pad.After);
                break;
            default:
                throw new ProgramException(value.Operation.Name);
        }
    }

    // Parts side by side along an axis; with zeros around them, everything is cleared first.
    private void Concatenate(TensorValue value, int axis, IReadOnlyList<(PlanTensor Tensor, int Start)> parts, int before, int after)
    {
        RowLayout layout = RowLayout.Padded(value.Shape);
        PlanTensor target = New(value, layout);
        if (before + after > 0)
        {
            int runPadding = layout.IsPadded ? Layout.Pad(value.Shape.Last) - value.Shape.Last : 0;
            Call(new MoveKernel(Loops(value.Shape, layout.Strides, layout.Strides), runPadding, FillsZeros: true), [target], [target], PartitionOf(value.Shape.HasRows), Comment([value]));
        }

        bool alongRows = axis == value.Shape.Rank - 1;
        int start = before;
        for (int i = 0; i < parts.Count; i++)
        {
            PlanTensor part = parts[i].Tensor;
            bool endsRow = !alongRows || (i == parts.Count - 1 && after == 0);
            int padding = endsRow && layout.IsPadded ? Layout.Pad(value.Shape.Last) - value.Shape.Last : 0;
            PlanTensor place = target.View(value.ToString(), part.Shape, layout, start * layout.Strides[axis]);
            Call(
                new MoveKernel(Loops(part.Shape, ((RowLayout)part.Layout).Strides, layout.Strides), padding, FillsZeros: false),
                [part, place],
                [place],
                PartitionOf(value.Shape.HasRows),
                Comment([value]));
            start += part.Shape[axis].Maximum;
        }
    }

    private PlanTensor Reshape(string name, PlanTensor source, Shape shape)
    {
        var layout = (RowLayout)source.Layout;
        if (Reshaping.TryView(source.Shape, layout, shape) is { } view)
        {
            return source.View(name, shape, view, 0);
        }

        // Row-major order is the order of memory in a dense copy; the loops of the copy are those of either shape.
        RowLayout padded = RowLayout.Padded(shape);
        if (Reshaping.CommonLoops(source.Shape, layout, shape, padded) is { } loops)
        {
            PlanTensor target = NewTensor(name, shape, source.Element, padded);
            int padding = padded.IsPadded ? Layout.Pad(shape.Last) - shape.Last : 0;
            if (loops.Padding == 0 || padding == 0)
            {
                if (padding != 0)
                {
                    Call(new MoveKernel(Loops(shape, padded.Strides, padded.Strides), padding, FillsZeros: true), [target], [target], PartitionOf(shape.HasRows), "padding of " + name);
                }

                Call(new MoveKernel(loops.Loops, 0, FillsZeros: false), [source, target], [target], PartitionOf(shape.HasRows), "reshape " + name);
            }
            else
            {
                Call(new MoveKernel(loops.Loops, padding, FillsZeros: false), [source, target], [target], PartitionOf(shape.HasRows), "reshape " + name);
            }

            return target;
        }

        PlanTensor dense = NewTensor(name, source.Shape, source.Element, RowLayout.Dense(source.Shape));
        Move(source, layout.Strides, dense, source.Shape, "reshape " + name);
        return Reshape(name, dense, shape);
    }

    // ---- results

    private void Leave(ProgramResult result)
    {
        switch (result.Kind)
        {
            case ResultKind.Output or ResultKind.InputGradient:
                PlanTensor source = AsRows(Tensor(result.Value));
                int slot = _context.ResultSlots[(result.Kind, result.Name)];
                PlanTensor target = PlanTensor.Create(result.Name, result.Value.Shape, ElementKind.Real, RowLayout.Dense(result.Value.Shape), BufferKind.Slot, slot: slot);
                bool optional = result.Kind == ResultKind.Output && _context.OutputsAreOptional;
                Call(
                    new MoveKernel(Loops(source.Shape, ((RowLayout)source.Layout).Strides, ((RowLayout)target.Layout).Strides), 0, FillsZeros: false),
                    [source, target],
                    [target],
                    PartitionOf(source.Shape.HasRows),
                    "output " + result.Name,
                    conditionSlot: optional ? slot : -1);
                break;
            case ResultKind.ParameterGradient when !_putAt.ContainsKey(result.Value):
                Put(result);
                break;
            case ResultKind.State:
                throw new ProgramException("State results have no kernel yet.");
        }
    }

    private void Put(ProgramResult result)
    {
        ParameterPlacement parameter = _context.Parameters[result.Name];
        PlanTensor source = Tensor(result.Value);
        int valid = parameter.StoredLength;
        if (parameter.Layout is PanelLayout panels)
        {
            source = AsPanels(source, panels.LaneAxis);
        }
        else
        {
            source = AsRows(source);
            if (!source.Layout.Equals(parameter.Layout) || source.Buffer != BufferKind.Workspace || source.ViewOffset % Layout.Vector != 0 || source.Root.StoredLength < parameter.StoredLength)
            {
                source = Copy(source, (RowLayout)parameter.Layout);
            }

            valid = parameter.Shape.Last == 1 ? (int)parameter.Shape.Length : valid;
        }

        var kernel = new FlatKernel(parameter.StoredLength, valid, Padded(parameter.Layout as PanelLayout), ScalarExpression.Operand(0), EquatableArray.Of(new MapOperand(OperandAccess.Full, 0)), Puts: true);
        Call(kernel, [source], [], Partition.Tiles, "gradient of " + result.Name, parameter.Offset);
    }

    // ---- layouts on demand

    private PlanTensor Tensor(TensorValue value)
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

        return _tensors[value];
    }

    /// <summary>In rows, if it is in panels.</summary>
    private PlanTensor AsRows(PlanTensor tensor) => tensor.Layout is RowLayout ? tensor : Copy(tensor, RowLayout.Padded(tensor.Shape));

    /// <summary>In rows that one stride leads through.</summary>
    private PlanTensor AsUniform(PlanTensor tensor)
    {
        tensor = AsRows(tensor);
        return ((RowLayout)tensor.Layout).UniformStride(tensor.Shape) is not null ? tensor : Copy(tensor, RowLayout.Padded(tensor.Shape));
    }

    /// <summary>In rows that may be read in whole vectors; single numbers may lie anywhere.</summary>
    private PlanTensor AsVectors(PlanTensor tensor)
    {
        tensor = AsRows(tensor);
        return tensor.Shape.Last == 1 || ((RowLayout)tensor.Layout).IsPadded ? tensor : Copy(tensor, RowLayout.AlwaysPadded(tensor.Shape));
    }

    /// <summary>In rows of whole vectors whose padding is zero, one stride apart.</summary>
    private PlanTensor AsZeroPadded(PlanTensor tensor)
    {
        tensor = AsUniform(tensor);
        bool ours = tensor.Buffer is BufferKind.Workspace or BufferKind.Prepared || tensor.Shape.Last % Layout.Vector == 0;
        return ours && ((RowLayout)tensor.Layout).IsPadded ? tensor : Copy(tensor, RowLayout.AlwaysPadded(tensor.Shape));
    }

    /// <summary>A matrix in panels of lanes of the given axis.</summary>
    private PlanTensor AsPanels(PlanTensor tensor, int laneAxis) =>
        tensor.Layout is PanelLayout panels && panels.LaneAxis == laneAxis ? tensor : Copy(tensor, PanelLayout.Of(tensor.Shape, laneAxis));

    private PlanTensor Copy(PlanTensor tensor, Layout layout)
    {
        if (_copies.TryGetValue((tensor, layout), out PlanTensor? known) && (!_hoisting || known.Buffer == BufferKind.Prepared))
        {
            return known;
        }

        // A copy of a parameter alone is work on parameters alone.
        bool wasHoisting = _hoisting;
        _hoisting |= _context.Hoists && tensor.Buffer is BufferKind.Parameters or BufferKind.Prepared;
        PlanTensor copy = NewTensor(tensor.Name, tensor.Shape, tensor.Element, layout);
        if (tensor.Layout is RowLayout from && layout is RowLayout to)
        {
            Move(tensor, from.Strides, copy, tensor.Shape, "copy of " + tensor.Name, to);
        }
        else
        {
            var kernel = new RelayoutKernel(tensor.Shape[0].Maximum, tensor.Shape[1].Maximum, tensor.Layout, layout);
            Call(kernel, [tensor, copy], [copy], Partition.Tiles, "copy of " + tensor.Name);
        }

        _hoisting = wasHoisting;
        _copies[(tensor, layout)] = copy;
        return copy;
    }

    private void Move(PlanTensor source, EquatableArray<int> strides, PlanTensor target, Shape shape, string comment, RowLayout? layout = null)
    {
        layout ??= (RowLayout)target.Layout;
        int padding = layout.IsPadded ? Layout.Pad(shape.Last) - shape.Last : 0;
        Call(new MoveKernel(Loops(shape, strides, layout.Strides), padding, FillsZeros: false), [source, target], [target], PartitionOf(shape.HasRows), comment);
    }

    private static EquatableArray<Loop> Loops(Shape shape, EquatableArray<int> source, EquatableArray<int> target) =>
        shape.Extents.Select((extent, axis) => new Loop(Count.Of(extent), source[axis], target[axis]))
            .Where((_, axis) => !shape[axis].IsOne || axis == shape.Rank - 1)
            .ToEquatableArray();

    // ---- tensors and calls

    private PlanTensor New(TensorValue value, Layout layout)
    {
        PlanTensor tensor = NewTensor(value.ToString(), value.Shape, value.Element, layout);
        _tensors.Add(value, tensor);
        return tensor;
    }

    private PlanTensor NewTensor(string name, Shape shape, ElementKind element, Layout layout)
    {
        PlanTensor tensor = PlanTensor.Create(name, shape, element, layout, _hoisting ? BufferKind.Prepared : BufferKind.Workspace);
        if (_hoisting)
        {
            tensor.Offset = _prepared;
            _prepared += tensor.StoredLength;
        }

        return tensor;
    }

    private void Call(
        Kernel kernel,
        IEnumerable<PlanTensor> operands,
        IReadOnlyList<PlanTensor> written,
        Partition partition,
        string comment,
        int putOffset = -1,
        int conditionSlot = -1,
        IReadOnlyList<int>? maskKeys = null)
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
            Comment = comment,
        };
        (_hoisting ? _prepare : _calls).Add(call);
    }

    private static Partition PartitionOf(bool hasRows) => hasRows ? Partition.Rows : Partition.Single;

    private static OperandAccess AccessOf(RuntimeScalarOperation scalar) => scalar.Kind == RuntimeScalarKind.Scale ? OperandAccess.Scale : OperandAccess.Share;

    private static string Comment(ContractGroup group) => Comment(group.Map is null ? [group.Contract] : [group.Contract, group.Map]);

    private static string Comment(IEnumerable<TensorValue> values)
    {
        string[] labels = values.Select(value => value.Label).Where(label => label.Length > 0).Distinct().ToArray();
        return labels.Length == 0 ? "scalars" : string.Join(", ", labels);
    }
}
