using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>
/// Loops over steps. Elements and stacked values are parts of tensors with steps behind the rows, where kernels read and write them in their places. A state that is stacked, before or after the step, lies in a
/// tensor of one step more, in which each step reads what the one before has written; any other state takes turns between two places.
/// </summary>
internal sealed class ScanLowering(PlanBuilder plan)
{
    private readonly List<(TensorValue Value, PlanTensor Place)> _copies = [];
    private readonly Dictionary<TensorValue, PlanTensor> _stacks = [];
    private readonly Dictionary<string, PlanTensor> _finals = [];
    private PlanBuilder _body = null!;
    private ScanOperation _scan = null!;

    public void Realize(ScanGroup group)
    {
        _scan = (ScanOperation)group.Scan.Operation;
        PlanContext context = plan.Context.InLoop();
        _body = new PlanBuilder(context, KernelGrouping.Run(_scan.Body, context), plan);
        string comment = PlanBuilder.Comment([group.Scan]);
        IReadOnlyList<TensorValue> sources = _scan.Sources;
        for (int i = 0; i < sources.Count; i++)
        {
            SetSource(sources[i], group.Scan.Operands[i], comment);
        }

        foreach (ProgramResult result in _scan.Body.Results.Where(result => result.Kind == ResultKind.Carry && !_finals.ContainsKey(result.Name)))
        {
            // What the last step leaves is read by no step.
            PlanTensor final = plan.NewTensor(result.Name, result.Value.Shape, ElementKind.Real, RowLayout.Padded(result.Value.Shape));
            _finals.Add(result.Name, final);
            Put(result.Value, final);
        }

        foreach (ProgramResult result in _scan.Body.Results.Where(result => result.Kind == ResultKind.Stacked && !_stacks.ContainsKey(result.Value)))
        {
            Shape shape = _scan.OverSteps(result.Value.Shape);
            PlanTensor stack = plan.NewTensor(result.Name, shape, ElementKind.Real, RowLayout.Padded(shape));
            _stacks.Add(result.Value, stack);
            Put(result.Value, PartOf(stack, result.Value.Shape, 0));
        }

        PlaceParts();
        foreach (KernelGroup part in _body.Grouping.Groups)
        {
            GroupLowering.Realize(_body, part);
        }

        foreach ((TensorValue value, PlanTensor place) in _copies)
        {
            PlanTensor source = _body.AsRows(_body.Tensor(value));
            if (!source.IsAt(place))
            {
                _body.Move(source, ((RowLayout)source.Layout).Strides, place, value.Shape, PlanBuilder.Comment([value]));
            }
        }

        plan.Loop(new LoopKernel(_scan.Steps, _scan.IsBackward), _body.Calls, comment);
        foreach (TensorValue item in plan.Grouping.UsersOf(group.Scan))
        {
            var operation = (ItemOperation)item.Operation;
            plan.SetTensor(item, operation.Kind == ResultKind.Carry ? _finals[operation.Result] : _stacks[_scan.ResultOf(operation.Kind, operation.Result)!]);
        }
    }

    private void SetSource(TensorValue source, TensorValue given, string comment)
    {
        SourceOperation operation = ScanOperation.SourceOf(source);
        switch (operation.Kind)
        {
            case SourceKind.Element:
                PlanTensor all = source.Element == ElementKind.Real ? plan.AsVectors(plan.Tensor(given)) : plan.AsRows(plan.Tensor(given));
                _body.SetTensor(source, PartOf(all, source.Shape, 0));
                break;
            case SourceKind.Carry:
                SetCarry(source, operation.Source, given, comment);
                break;
            default:
                _body.SetTensor(source, plan.Tensor(given));
                break;
        }
    }

    private void SetCarry(TensorValue source, string name, TensorValue initial, string comment)
    {
        TensorValue after = _scan.ResultOf(ResultKind.Carry, name)!;
        bool isStacked = _scan.StackedAs(source) is not null || (_scan.StackedAs(after) is not null && !_stacks.ContainsKey(after));
        int steps = _scan.Steps;
        Shape whole = ScanOperation.OverSteps(source.Shape, isStacked ? steps + 1 : 2);
        PlanTensor all = plan.NewTensor(name, whole, ElementKind.Real, RowLayout.Padded(whole));
        int stride = ((RowLayout)all.Layout).Strides[1];
        PlanTensor first;
        if (isStacked)
        {
            (int before, int behind) = _scan.IsBackward ? (stride, 0) : (0, stride);
            _body.SetTensor(source, PartOf(all, source.Shape, before));
            Put(after, PartOf(all, after.Shape, behind));
            first = At(all, source.Shape, _scan.IsBackward ? steps * stride : 0);
            _finals.Add(name, At(all, source.Shape, _scan.IsBackward ? 0 : steps * stride));
            Shape shape = _scan.OverSteps(source.Shape);
            _stacks[source] = all.View(name, shape, all.Layout, before);
            if (!_stacks.ContainsKey(after))
            {
                _stacks.Add(after, all.View(name, shape, all.Layout, behind));
            }
        }
        else
        {
            // A step reads the place of its index's parity.
            RowLayout own = WithoutSteps((RowLayout)all.Layout);
            _body.SetTensor(source, all.Moving(name, source.Shape, own, 0, new StepMove(StepPlace.Before, stride)));
            Put(after, all.Moving(name, after.Shape, own, 0, new StepMove(StepPlace.After, stride)));
            first = At(all, source.Shape, _scan.IsBackward ? (steps - 1) % 2 * stride : 0);
            _finals.Add(name, At(all, source.Shape, (_scan.IsBackward ? 1 : steps % 2) * stride));
        }

        var target = (RowLayout)first.Layout;
        if (initial.Operation is ConstantOperation { Value: 0 })
        {
            int padding = target.IsPadded ? Layout.Pad(source.Shape.Last) - source.Shape.Last : 0;
            plan.Call(new MoveKernel(PlanBuilder.Loops(source.Shape, target.Strides, target.Strides), padding, FillsZeros: true), [first], [first], Partition.Rows, comment);
        }
        else
        {
            PlanTensor given = plan.AsRows(plan.Tensor(initial));
            plan.Move(given, ((RowLayout)given.Layout).Strides, first, source.Shape, comment);
        }
    }

    // Lets a value lie in a place, or be copied there where it lies elsewhere already.
    private void Put(TensorValue value, PlanTensor place)
    {
        if (_body.PlaceOf(value) is null && value.Operation is not SourceOperation)
        {
            _body.SetPlace(value, place);
        }

        _copies.Add((value, place));
    }

    // Values that are concatenated, but not along rows in memory, are computed where they will stand.
    private void PlaceParts()
    {
        foreach (TensorValue value in _scan.Body.Values.Where(value => value.Operation is ConcatOperation concat && concat.Axis < value.Shape.Rank - 1 && value.Shape.Last > 1))
        {
            if (_body.PlaceOf(value) is not { } whole)
            {
                whole = _body.NewTensor(value.ToString(), value.Shape, value.Element, RowLayout.Padded(value.Shape));
                _body.SetPlace(value, whole);
            }

            int axis = ((ConcatOperation)value.Operation).Axis;
            var layout = (RowLayout)whole.Layout;
            int start = 0;
            foreach (TensorValue part in value.Operands)
            {
                TensorValue computed = part;
                while (computed.Operation is ReshapeOperation)
                {
                    computed = computed.Operands[0];
                }

                if (_body.Grouping.IsComputed(computed) && _body.PlaceOf(computed) is null && Reshaping.TryView(part.Shape, layout, computed.Shape) is { } own)
                {
                    _body.SetPlace(computed, whole.View(computed.ToString(), computed.Shape, own, start * layout.Strides[axis]));
                }

                start += part.Shape[axis].Maximum;
            }
        }
    }

    // The part of a step, from some element on.
    private static PlanTensor PartOf(PlanTensor all, Shape shape, int offset)
    {
        var layout = (RowLayout)all.Layout;
        return all.Moving(all.Name, shape, WithoutSteps(layout), offset, new StepMove(StepPlace.Index, layout.Strides[1]));
    }

    private static PlanTensor At(PlanTensor all, Shape shape, int offset) => all.View(all.Name, shape, WithoutSteps((RowLayout)all.Layout), offset);

    private static RowLayout WithoutSteps(RowLayout layout) => layout with { Strides = layout.Strides.Where((_, axis) => axis != 1).ToEquatableArray() };
}
