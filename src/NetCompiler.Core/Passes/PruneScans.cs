using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Passes;

/// <summary>
/// Leaves in scans what something reads: results that are fetched, carries that they need. The index of the step becomes an element, so that kernels read it as any other; constants and what repeats along the
/// steps come into the body as such. Scans that compute the same become one.
/// </summary>
internal static class PruneScans
{
    public static TensorProgram Run(TensorProgram program)
    {
        program = ProgramRewriter.RemoveDead(program);
        ILookup<TensorValue, ItemOperation> fetched = program.Values.Where(value => value.Operation is ItemOperation).ToLookup(value => value.Operands[0], value => (ItemOperation)value.Operation);
        var known = new Dictionary<string, TensorValue>();
        return ProgramRewriter.Rewrite(program, (builder, value, operands) => value.Operation switch
        {
            ScanOperation scan => Prune(builder, scan, operands, fetched[value].ToArray(), known),
            ItemOperation { Kind: ResultKind.Stacked } item when value.Operands[0].Operation is ScanOperation scan => Viewed(builder, scan, scan.ResultOf(item.Kind, item.Result)!, operands[0]),
            _ => null,
        }, value => value.Operation is ScanOperation or ItemOperation);
    }

    // What a stacked value is a view of is stacked in its place, and the view is of all steps: item (stacked slice x) = slice (item x).
    private static TensorValue Viewed(ProgramBuilder builder, ScanOperation scan, TensorValue value, TensorValue pruned)
    {
        if (!IsView(value))
        {
            return builder.Add(new ItemOperation(ResultKind.Stacked, NameOf(scan, value)), pruned);
        }

        TensorValue all = Viewed(builder, scan, value.Operands[0], pruned);
        return value.Operation is SliceOperation slice
            ? builder.Add(slice with { Axis = slice.Axis + 1 }, all)
            : builder.Reshape(all, scan.OverSteps(value.Shape));
    }

    private static bool IsView(TensorValue value) => value.Operation is ReshapeOperation or SliceOperation { Axis: > 0 } && value.Operands[0].Operation is not SourceOperation { Kind: SourceKind.Capture };

    private static TensorValue Whole(TensorValue value) => IsView(value) ? Whole(value.Operands[0]) : value;

    // The name under which a value is stacked when the scan is pruned.
    private static string NameOf(ScanOperation scan, TensorValue value) => scan.StackedAs(value) ?? "whole " + value;

    private static TensorValue Prune(ProgramBuilder builder, ScanOperation scan, TensorValue[] operands, IReadOnlyList<ItemOperation> fetched, Dictionary<string, TensorValue> known)
    {
        IReadOnlyList<TensorValue> sources = scan.Sources;
        Dictionary<TensorValue, TensorValue> given = sources.Select((source, i) => (source, operand: operands[i])).ToDictionary(entry => entry.source, entry => entry.operand);
        (HashSet<TensorValue> live, ProgramResult[] results) = Live(scan, fetched);
        var body = new ProgramBuilder();
        var map = new Dictionary<TensorValue, TensorValue>();
        var inputs = new List<(TensorValue Source, TensorValue Given)>();
        var perStep = new HashSet<TensorValue>();
        foreach (TensorValue value in scan.Body.Values.Where(live.Contains))
        {
            body.Label = value.Label;
            builder.Label = value.Label;
            switch (value.Operation)
            {
                case SourceOperation { Kind: SourceKind.Step }:
                    map.Add(value, Index(builder, body, scan, inputs));
                    perStep.Add(map[value]);
                    break;
                case SourceOperation source:
                    map.Add(value, Source(builder, body, source, given[value], inputs));
                    break;
                default:
                    TensorValue[] read = value.Operands.Select(operand => map[operand]).ToArray();
                    if (read.Any(perStep.Contains))
                    {
                        Shape shape = value.Shape.Rank == 0 ? map[value.Operands[0]].Shape : value.Shape;
                        read = read.Select(operand => perStep.Contains(operand) && value.Operation is MapOperation ? body.Reshape(operand, Shape.Of([operand.Shape[0], .. Enumerable.Repeat((Extent)1, System.Math.Max(1, shape.Rank - 1))])) : operand).ToArray();
                    }

                    TensorValue made = body.Add(value.Operation, read);
                    map.Add(value, made);
                    if (value.Shape.Rank == 0 && read.Any(perStep.Contains))
                    {
                        perStep.Add(made);
                    }

                    break;
            }
        }

        foreach (ProgramResult result in results)
        {
            body.Result(result.Kind, result.Name, map[result.Value]);
        }

        var pruned = new ScanOperation(body.Finish(scan.Body.Name), scan.Steps, scan.IsBackward);
        TensorValue[] kept = pruned.Sources.Select(source => inputs.First(input => input.Source == source).Given).ToArray();
        string text = pruned.Print(kept.Select(operand => operand.ToString()).ToArray()) + pruned.Body;
        builder.Label = string.Empty;
        if (!known.TryGetValue(text, out TensorValue? same))
        {
            same = builder.Add(pruned, kept);
            known.Add(text, same);
        }

        return same;
    }

    private static (HashSet<TensorValue> Live, ProgramResult[] Results) Live(ScanOperation scan, IReadOnlyList<ItemOperation> fetched)
    {
        var live = new HashSet<TensorValue>();
        var results = new List<ProgramResult>();
        bool Takes(ProgramResult result) => fetched.Any(item => item.Kind == result.Kind && item.Result == result.Name)
            || (result.Kind == ResultKind.Carry && live.Any(value => value.Operation is SourceOperation { Kind: SourceKind.Carry } carry && carry.Source == result.Name));
        while (scan.Body.Results.FirstOrDefault(result => !results.Contains(result) && Takes(result)) is { } next)
        {
            results.Add(next);
            live.Add(next.Kind == ResultKind.Stacked ? Whole(next.Value) : next.Value);
            foreach (TensorValue value in scan.Body.Values.Reverse().Where(live.Contains))
            {
                live.UnionWith(value.Operands);
            }
        }

        // In the order of the body.
        return (live, scan.Body.Results.Where(results.Contains)
            .Select(result => result.Kind == ResultKind.Stacked ? result with { Value = Whole(result.Value), Name = NameOf(scan, Whole(result.Value)) } : result).Distinct().ToArray());
    }

    private static TensorValue Source(ProgramBuilder builder, ProgramBuilder body, SourceOperation source, TensorValue given, List<(TensorValue Source, TensorValue Given)> inputs)
    {
        if (source.Kind != SourceKind.Carry && given.Operation is ConstantOperation constant)
        {
            return body.Constant(constant.Value, source.Shape);
        }

        if (source.Kind == SourceKind.Element && given.Operation is BroadcastOperation && Repeated(given) is { } repeated)
        {
            source = new SourceOperation(SourceKind.Capture, source.Source, repeated.Shape, source.SourceElement);
            TensorValue capture = body.Add(source);
            inputs.Add((capture, builder.Reshape(given.Operands[0], repeated.Shape)));
            return repeated.IsWhole ? capture : body.Broadcast(capture, Shape.Of(given.Shape.Extents.Where((_, axis) => axis != 1)));
        }

        // A reshape behind the steps is one of each step.
        if (source.Kind == SourceKind.Element && given.Operation is ReshapeOperation && given.Operands[0].Shape is { Rank: > 2 } from && from[0] == given.Shape[0] && from[1] == given.Shape[1])
        {
            TensorValue element = body.Add(new SourceOperation(SourceKind.Element, source.Source, Shape.Of(from.Extents.Where((_, axis) => axis != 1)), source.SourceElement));
            inputs.Add((element, given.Operands[0]));
            return body.Reshape(element, source.Shape);
        }

        if (source.Kind == SourceKind.Capture && given.Operation is ReshapeOperation && !given.Shape.HasRows)
        {
            TensorValue whole = body.Add(source with { Shape = given.Operands[0].Shape });
            inputs.Add((whole, given.Operands[0]));
            return body.Reshape(whole, source.Shape);
        }

        TensorValue same = body.Add(source);
        inputs.Add((same, given));
        return same;
    }

    // What is repeated along the steps: its shape without them, and whether it is repeated along nothing else.
    private static (Shape Shape, bool IsWhole)? Repeated(TensorValue broadcast)
    {
        Shape small = broadcast.Operands[0].Shape;
        Shape large = broadcast.Shape;
        if (small.Rank != large.Rank || !small.HasRows || !small[1].IsOne)
        {
            return null;
        }

        Shape shape = Shape.Of(small.Extents.Where((_, axis) => axis != 1));
        return (shape, shape == Shape.Of(large.Extents.Where((_, axis) => axis != 1)));
    }

    // The index of each step, one number a row, as an element.
    private static TensorValue Index(ProgramBuilder builder, ProgramBuilder body, ScanOperation scan, List<(TensorValue Source, TensorValue Given)> inputs)
    {
        Extent rows = scan.Body.Results[0].Value.Shape[0];
        TensorValue zeros = builder.Constant(0, Shape.Of(rows, scan.Steps, 1));
        TensorValue indices = builder.Map(ScalarExpression.Operand(0) + ScalarExpression.Coordinate(1), zeros);
        TensorValue element = body.Add(new SourceOperation(SourceKind.Element, scan.FreeName("step"), Shape.Of(rows, 1)));
        inputs.Add((element, indices));
        return element;
    }
}
