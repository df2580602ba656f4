using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using NetCompiler.Core.Tensors.Scans;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>Small programs about scans, by name: what a body may read and give, in both directions.</summary>
internal static class ScanCases
{
    private const int Steps = 4;

    private static readonly Extent s_r = DerivativeCase.R;

    public static IReadOnlyDictionary<string, Func<DerivativeCase, TensorValue>> All { get; } = new Dictionary<string, Func<DerivativeCase, TensorValue>>
    {
        ["scan: plain recurrence, final state"] = c => Plain(c, isBackward: false).Final("h"),
        ["scan: plain recurrence, every state"] = c => Plain(c, isBackward: false).Stacked("h"),
        ["scan: plain recurrence backward, every state"] = c => Plain(c, isBackward: true).Stacked("h"),
        ["scan: plain recurrence backward, final state"] = c => Plain(c, isBackward: true).Final("h"),
        ["scan: final state and every state together"] = c =>
        {
            ScanBuilder scan = Plain(c, isBackward: false);
            return c.Builder.Map(Operand(0) * Operand(1), c.Builder.Reshape(scan.Final("h"), Shape.Of(s_r, 1, 3)), scan.Stacked("h"));
        },
        ["scan: gates as slices and their concatenation, two carries"] = c => Gated(c).Stacked("h"),
        ["scan: gates, final cell"] = c => Gated(c).Final("c"),
        ["scan: a variable as initial state"] = c =>
        {
            var scan = new ScanBuilder(c.Builder, "decay", Steps);
            TensorValue state = scan.Carry("s", c.Variable(Shape.Of(s_r, 2)));
            scan.Next("s", scan.Body.Map(Of(UnaryKind.Sin, Operand(0)) * Operand(1), state, scan.Capture("a", c.Variable(Shape.Of(2)))));
            return scan.Final("s");
        },
        ["scan: no state, elements only"] = c =>
        {
            var scan = new ScanBuilder(c.Builder, "each", Steps);
            TensorValue x = scan.Element("x", c.Variable(Shape.Of(s_r, Steps, 3)));
            scan.Stack("y", scan.Body.Map(Of(UnaryKind.Tanh, Operand(0)) * Operand(0), x));
            return scan.Stacked("y");
        },
        ["scan: a capture with rows and the index of the step"] = c =>
        {
            var scan = new ScanBuilder(c.Builder, "clocked", Steps);
            TensorValue memory = scan.Capture("memory", c.Variable(Shape.Of(s_r, 2)));
            TensorValue state = scan.Carry("s", c.Builder.Constant(0, Shape.Of(s_r, 2)));
            TensorValue next = scan.Body.Map(Of(UnaryKind.Tanh, Operand(0) * 0.5 + Operand(1) * (Operand(2) + 1)), state, memory, scan.Step());
            scan.Next("s", next);
            scan.Stack("s", next);
            return scan.Stacked("s");
        },
        ["scan: lengths keep the state"] = c =>
        {
            TensorValue x = c.Variable(Shape.Of(s_r, Steps, 3));
            TensorValue lengths = c.Labels(Shape.Of(s_r, 1), Steps + 1);
            var scan = new ScanBuilder(c.Builder, "masked", Steps);
            TensorValue h = scan.Carry("h", c.Builder.Constant(0, Shape.Of(s_r, 2)));
            TensorValue z = scan.Body.Plus(Contract(scan.Body, scan.Element("x", x), scan.Capture("w", c.Variable(Shape.Of(2, 3)))), Contract(scan.Body, h, scan.Capture("u", c.Variable(Shape.Of(2, 2)))));
            TensorValue next = scan.Body.Map(UnaryKind.Tanh, z);
            TensorValue step = scan.Step();
            TensorValue length = scan.Capture("lengths", lengths);
            scan.Next("h", scan.Body.Map(Select(ComparisonKind.Less, Operand(0), Operand(1), Operand(2), Operand(3)), step, length, next, h));
            scan.Stack("h", scan.Body.Map(Select(ComparisonKind.Less, Operand(0), Operand(1), Operand(2), 0), step, length, next));
            return c.Builder.Plus(scan.Stacked("h"), c.Builder.Reshape(scan.Final("h"), Shape.Of(s_r, 1, 2)));
        },
        ["scan: captures through views, products and sums of their own"] = c =>
        {
            TensorValue w = c.Variable(Shape.Of(3, 2));
            var scan = new ScanBuilder(c.Builder, "views", Steps);
            TensorValue fixedWeight = scan.Body.Map(Operand(0) * Operand(0), scan.Body.Transpose(scan.Capture("w", w), 1, 0));
            TensorValue h = scan.Carry("h", c.Builder.Constant(0.1, Shape.Of(s_r, 3)));
            TensorValue bias = scan.Body.Reshape(scan.Capture("b", c.Variable(Shape.Of(3, 1))), Shape.Of(3));
            TensorValue inner = scan.Body.Add(ContractOperation.Over(1, 1), h, fixedWeight);
            TensorValue back = scan.Body.Add(ContractOperation.Over(1, 1), inner, scan.Capture("v", c.Variable(Shape.Of(3, 2))));
            TensorValue sum = scan.Body.Sum(h, 1);
            scan.Next("h", scan.Body.Map(Of(UnaryKind.Tanh, Operand(0) + Operand(1) + Operand(2)), back, bias, sum));
            return scan.Final("h");
        },
        ["scan: a product of elements with what follows it"] = c =>
        {
            var scan = new ScanBuilder(c.Builder, "projected", Steps);
            TensorValue x = scan.Element("x", c.Variable(Shape.Of(s_r, Steps, 3)));
            TensorValue projected = scan.Body.Map(Of(UnaryKind.Tanh, Operand(0) + Operand(1)), Contract(scan.Body, x, scan.Capture("w", c.Variable(Shape.Of(4, 3)))), scan.Capture("rows", c.Variable(Shape.Of(s_r, 4))));
            TensorValue halves = scan.Body.Reshape(projected, Shape.Of(s_r, 2, 2));
            TensorValue turned = scan.Body.Transpose(halves, 0, 2, 1);
            TensorValue half = scan.Body.Reshape(scan.Body.Add(new SliceOperation(1, 1, 1), turned), Shape.Of(s_r, 2));
            TensorValue h = scan.Carry("h", c.Builder.Constant(0.5, Shape.Of(s_r, 2)));
            TensorValue next = scan.Body.Map(Operand(0) * Operand(1), h, half);
            scan.Next("h", next);
            scan.Stack("all", next);
            return scan.Stacked("all");
        },
        ["scan after scan in the other direction"] = c =>
        {
            ScanBuilder first = Plain(c, isBackward: false);
            var second = new ScanBuilder(c.Builder, "second", Steps, isBackward: true);
            TensorValue h = second.Carry("h", first.Final("h"));
            TensorValue next = second.Body.Map(Of(UnaryKind.Tanh, Operand(0) * Operand(1)), h, second.Element("x", first.Stacked("h")));
            second.Next("h", next);
            second.Stack("h", next);
            return second.Stacked("h");
        },
    };

    // h' = tanh(x w' + h u' + b), as a plain recurrent layer has it.
    private static ScanBuilder Plain(DerivativeCase c, bool isBackward)
    {
        var scan = new ScanBuilder(c.Builder, "plain", Steps, isBackward);
        TensorValue x = scan.Element("x", c.Variable(Shape.Of(s_r, Steps, 2)));
        TensorValue h = scan.Carry("h", c.Builder.Constant(0, Shape.Of(s_r, 3)));
        TensorValue z = scan.Body.Plus(Contract(scan.Body, x, scan.Capture("w", c.Variable(Shape.Of(3, 2)))), Contract(scan.Body, h, scan.Capture("u", c.Variable(Shape.Of(3, 3)))));
        TensorValue next = scan.Body.Map(Of(UnaryKind.Tanh, Operand(0) + Operand(1)), z, scan.Capture("b", c.Variable(Shape.Of(3))));
        scan.Next("h", next);
        scan.Stack("h", next);
        return scan;
    }

    // Four gates of three units, on an axis of their own.
    private static ScanBuilder Gated(DerivativeCase c)
    {
        var scan = new ScanBuilder(c.Builder, "gated", Steps);
        TensorValue x = scan.Element("x", c.Variable(Shape.Of(s_r, Steps, 2)));
        TensorValue h = scan.Carry("h", c.Builder.Constant(0, Shape.Of(s_r, 3)));
        TensorValue cell = scan.Carry("c", c.Builder.Constant(0, Shape.Of(s_r, 3)));
        TensorValue Weight(string name, int inputs) => scan.Body.Reshape(scan.Capture(name, c.Variable(Shape.Of(12, inputs))), Shape.Of(4, 3, inputs));
        TensorValue z = scan.Body.Plus(scan.Body.Add(ContractOperation.Over(1, 2), x, Weight("w", 2)), scan.Body.Add(ContractOperation.Over(1, 2), h, Weight("u", 3)));
        TensorValue[] gates = Enumerable.Range(0, 4)
            .Select(gate => scan.Body.Map(gate == 2 ? UnaryKind.Tanh : UnaryKind.Sigmoid, scan.Body.Reshape(scan.Body.Add(new SliceOperation(1, gate, 1), z), Shape.Of(s_r, 3)))).ToArray();
        TensorValue next = scan.Body.Map(Operand(0) * Operand(1) + Operand(2) * Operand(3), gates[1], cell, gates[0], gates[2]);
        TensorValue output = scan.Body.Map(Operand(0) * Of(UnaryKind.Tanh, Operand(1)), gates[3], next);
        scan.Next("h", output);
        scan.Next("c", next);
        scan.Stack("h", output);
        return scan;
    }

    private static TensorValue Contract(ProgramBuilder builder, TensorValue x, TensorValue w) => builder.Add(ContractOperation.Over(1, 1), x, w);
}
