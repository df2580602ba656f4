using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes gradients of a convolution from the maxima of the pool behind it: one of them after the other, each with the vectors of what its position met.
/// </summary>
internal sealed class RoutedEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // Elements along an axis that are written out.
    private const int LargestUnrolled = 8;

    public void Write(string name, RoutedInputKernel kernel, string summary) => WriteWidths(
        name, [(Real.Name, "y"), (Real.Name, "i"), (Real.Name, "w"), (Real.Name, "x")], KernelSignature.Of(kernel), summary, width => WriteInput(kernel, width));

    public void Write(string name, RoutedWeightKernel kernel, string summary) => WriteWidths(
        name, [(Real.Name, "x"), (Real.Name, "y"), (Real.Name, "i"), (Real.Name, "sums"), (Real.Name, "w")], KernelSignature.Of(kernel), summary, width => WriteWeight(kernel, width));

    private void WriteInput(RoutedInputKernel kernel, VectorWidth hardware)
    {
        var width = new VectorWidth(Math.Min(hardware.Lanes, kernel.Channels <= 4 ? 4 : kernel.Channels <= 8 ? 8 : 16), Real);
        int channels = RoutedInputKernel.LanesOf(kernel.Channels);
        int written = (kernel.Channels + width.Lanes - 1) / width.Lanes * width.Lanes;
        int elements = kernel.Kernel.Aggregate(1, (product, loop) => product * loop.Count.Constant);
        using (Code.Block("for (int n = first; n < last; n++)"))
        {
            Code.Line($"ref {Real} row = ref Unsafe.Add(ref x, n * {Literal.Int(kernel.RowLength)});");
            using (Code.Block($"for (int j = 0; j < {Literal.Int(kernel.RowLength)}; j += {Literal.Int(hardware.Lanes)})"))
            {
                Code.Line($"{hardware.Zero}.StoreUnsafe(ref Unsafe.Add(ref row, j));");
            }

            Code.Line();
            WriteBegin(Moved("row", kernel.Origin), At("y", Index(("n", kernel.PooledStrides[0]))), At("i", Index(("n", kernel.PlaceStrides[0]))));
            WriteWindows(kernel.Axes, kernel.PooledStrides, kernel.PlaceStrides, 0, (met, values, places) =>
            {
                Code.Line($"ref {Real} weights = ref w;");
                using (Code.Block($"for (nint o = 0; o < {Literal.Int(kernel.Outputs)}; o++)"))
                {
                    WritePlace($"Unsafe.Add(ref {places}, o)");
                    Code.Line($"ref {Real} target = ref Unsafe.Add(ref {met}, {Offset(kernel.Axes)});");
                    Code.Line($"{width.Type} value = {width.Create($"Unsafe.Add(ref {values}, o)")};");
                    WriteElements(0, "target", "weights");
                    Code.Line($"weights = ref Unsafe.Add(ref weights, {Literal.Int(elements * channels)});");
                }
            });
        }

        void WriteElements(int axis, string target, string weights)
        {
            if (axis == kernel.Kernel.Count)
            {
                WriteSums(target, weights, 0, 0);
                return;
            }

            NestLoop loop = kernel.Kernel[axis];
            int within = kernel.Kernel.Skip(axis + 1).Aggregate(channels, (product, inner) => product * inner.Count.Constant);
            int count = loop.Count.Constant;
            if (count == 1)
            {
                WriteElements(axis + 1, target, weights);
            }
            else if (axis == kernel.Kernel.Count - 1 && count <= LargestUnrolled && written <= 2 * width.Lanes)
            {
                for (int element = 0; element < count; element++)
                {
                    WriteSums(target, weights, element * loop.Stride, element * within);
                }
            }
            else
            {
                string k = "k" + Literal.Int(axis);
                using (Code.Block($"for (int {k} = 0; {k} < {Literal.Int(count)}; {k}++)"))
                {
                    Code.Line($"ref {Real} target{axis} = ref Unsafe.Add(ref {target}, {k} * {Literal.Int(loop.Stride)});");
                    Code.Line($"ref {Real} weights{axis} = ref Unsafe.Add(ref {weights}, {k} * {Literal.Int(within)});");
                    WriteElements(axis + 1, "target" + Literal.Int(axis), "weights" + Literal.Int(axis));
                }
            }
        }

        void WriteSums(string target, string weights, int place, int weight)
        {
            if (written > 2 * width.Lanes)
            {
                using (Code.Block($"for (int c = 0; c < {Literal.Int(written)}; c += {Literal.Int(width.Lanes)})"))
                {
                    Code.Line($"{width.Name}.MultiplyAddEstimate(value, {width.Name}.LoadUnsafe(ref Unsafe.Add(ref {weights}, c)), {width.Name}.LoadUnsafe(ref Unsafe.Add(ref {target}, c))).StoreUnsafe(ref Unsafe.Add(ref {target}, c));");
                }

                return;
            }

            for (int c = 0; c < written; c += width.Lanes)
            {
                string at = place + c == 0 ? string.Empty : ", " + Literal.Int(place + c);
                Code.Line($"{width.Name}.MultiplyAddEstimate(value, {width.Load(weights, weight + c)}, {width.Load(target, place + c)}).StoreUnsafe(ref {target}{at});");
            }
        }
    }

    private void WriteWeight(RoutedWeightKernel kernel, VectorWidth hardware)
    {
        var width = new VectorWidth(kernel.LanesOf(hardware.Lanes), Real);
        int vectors = kernel.VectorsOf(hardware.Lanes);
        int last = kernel.LastOf(hardware.Lanes);
        int ofRun = vectors * width.Lanes;
        int ofOutput = kernel.SumsOfOutput;

        // Sums that stay in registers while all windows of a row pass: those of the innermost loops, as far as there are registers; the others take turns.
        int most = hardware.IsWidest ? 26 : 12;
        int turns = kernel.Runs.Count;
        bool isWhole = vectors <= most;
        int together = isWhole ? vectors : 1;
        while (isWhole && turns > 0 && together * kernel.Runs[turns - 1].Count.Constant <= most)
        {
            together *= kernel.Runs[--turns].Count.Constant;
        }

        NestLoop[] inner = kernel.Runs.Skip(turns).ToArray();
        using (Code.Block("for (int o = first; o < last; o++)"))
        using (Code.Block($"for (int j = 0; j < {Literal.Int(ofOutput)}; j += {Literal.Int(hardware.Lanes)})"))
        {
            Code.Line($"{hardware.Zero}.StoreUnsafe(ref Unsafe.Add(ref sums, (o * {Literal.Int(ofOutput)}) + j));");
        }

        Code.Line();
        using (Code.Block("for (int n = 0; n < rows; n++)"))
        using (Code.Block("for (int o = first; o < last; o++)"))
        {
            WriteTurns(0, $"(o * {Literal.Int(ofOutput)})", string.Empty);
        }

        Code.Line();
        using (Code.Block("for (int o = first; o < last; o++)"))
        {
            Code.Line($"ref {Real} of = ref Unsafe.Add(ref w, {Lane("o", kernel.WeightPanel, Literal.Int(kernel.WeightPanel * kernel.Elements))});");
            WriteResult(0, $"(o * {Literal.Int(ofOutput)})", string.Empty);
        }

        int Within(int loop) => kernel.Runs.Skip(loop + 1).Aggregate(ofRun, (product, inside) => product * inside.Count.Constant);

        void WriteTurns(int turn, string sum, string met)
        {
            if (turn < turns)
            {
                string k = "k" + Literal.Int(turn);
                using (Code.Block($"for (int {k} = 0; {k} < {Literal.Int(kernel.Runs[turn].Count.Constant)}; {k}++)"))
                {
                    WriteTurns(turn + 1, Sum(sum, Index((k, Within(turn)))), Sum(met, Index((k, kernel.Runs[turn].Stride))));
                }

                return;
            }

            if (isWhole)
            {
                WriteBlock(sum, met);
                return;
            }

            using (Code.Block($"for (int v = 0; v < {Literal.Int(vectors)}; v++)"))
            {
                WriteBlock(Sum(sum, Index(("v", width.Lanes))), Sum(met, $"global::System.Math.Min(v * {Literal.Int(width.Lanes)}, {Literal.Int(last)})"));
            }
        }

        void WriteBlock(string sum, string met)
        {
            // Where each vector of the block meets x.
            int ofBlock = isWhole ? vectors : 1;
            int[] beginnings = Enumerable.Range(0, together).Select(place =>
            {
                int at = place % ofBlock == vectors - 1 ? last : place % ofBlock * width.Lanes;
                int rest = place / ofBlock;
                for (int loop = inner.Length - 1; loop >= 0; loop--)
                {
                    at += rest % inner[loop].Count.Constant * inner[loop].Stride;
                    rest /= inner[loop].Count.Constant;
                }

                return isWhole ? at : 0;
            }).ToArray();
            Code.Line($"ref {Real} own = {At("sums", sum)};");
            for (int place = 0; place < together; place++)
            {
                Code.Line($"{width.Type} sum{place} = {width.Load("own", place * width.Lanes)};");
            }

            WriteBegin(At("x", Sum(Index(("n", kernel.SourceRow)), met)), At("y", Sum(Index(("n", kernel.PooledStrides[0])), "o")), At("i", Sum(Index(("n", kernel.PlaceStrides[0])), "o")));
            WriteWindows(kernel.Axes, kernel.PooledStrides, kernel.PlaceStrides, 0, (from, values, places) =>
            {
                WritePlace(places);
                Code.Line($"ref {Real} met = ref Unsafe.Add(ref {from}, {Offset(kernel.Axes)});");
                Code.Line($"{width.Type} value = {width.Create(values)};");
                for (int place = 0; place < together; place++)
                {
                    Code.Line($"sum{place} = {(width.IsScalar ? Real.Name : width.Name)}.MultiplyAddEstimate(value, {width.Load("met", beginnings[place])}, sum{place});");
                }
            });
            for (int place = 0; place < together; place++)
            {
                int at = place * width.Lanes;
                Code.Line(width.IsScalar ? $"{width.Load("own", at)} = sum{place};" : $"sum{place}.StoreUnsafe(ref own{(at == 0 ? string.Empty : ", " + Literal.Int(at))});");
            }
        }

        void WriteResult(int loop, string sum, string element)
        {
            string k = "k" + Literal.Int(loop);
            string nextElement = Sum(element, Index((k, kernel.RunSteps[loop] * kernel.WeightPanel)));
            if (loop < kernel.Runs.Count)
            {
                using (Code.Block($"for (int {k} = 0; {k} < {Literal.Int(kernel.Runs[loop].Count.Constant)}; {k}++)"))
                {
                    WriteResult(loop + 1, Sum(sum, Index((k, Within(loop)))), nextElement);
                }

                return;
            }

            // Elements of the last vector are where it begins.
            int before = (vectors - 1) * width.Lanes;
            foreach ((int from, int to, int ahead) in last == before ? [(0, kernel.Length, 0)] : new[] { (0, before, 0), (before, kernel.Length, before - last) }.Where(part => part.Item2 > part.Item1))
            {
                using (Code.Block($"for (int {k} = {Literal.Int(from)}; {k} < {Literal.Int(to)}; {k}++)"))
                {
                    Code.Line($"Unsafe.Add(ref of, {nextElement}) = Unsafe.Add(ref sums, {Sum(sum, k)}{(ahead == 0 ? string.Empty : " + " + Literal.Int(ahead))});");
                }
            }
        }
    }

    // References to what the first window meets first, and to the maxima's gradients and places.
    private void WriteBegin(string met, string values, string places)
    {
        Code.Line($"ref {Real} met0 = {met};");
        Code.Line($"ref {Real} values0 = {values};");
        Code.Line($"ref {Real} places0 = {places};");
    }

    // Loops over the windows of a pool, with references that move along.
    private void WriteWindows(EquatableArray<RoutedAxis> axes, EquatableArray<int> pooled, EquatableArray<int> placed, int axis, Action<string, string, string> body)
    {
        string At(string name, int level) => name + Literal.Int(level);
        if (axis == axes.Count)
        {
            body(At("met", axis), At("values", axis), At("places", axis));
            return;
        }

        using (Code.Block($"for (int q{axis} = 0; q{axis} < {Literal.Int(axes[axis].Positions)}; q{axis}++)"))
        {
            (string Name, int Step)[] moving = [("met", axes[axis].Step), ("values", pooled[axis + 1]), ("places", placed[axis + 1])];
            foreach ((string name, _) in moving)
            {
                Code.Line($"ref {Real} {At(name, axis + 1)} = ref {At(name, axis)};");
            }

            WriteWindows(axes, pooled, placed, axis + 1, body);
            foreach ((string name, int step) in moving)
            {
                Code.Line($"{At(name, axis)} = {Moved(At(name, axis), step)};");
            }
        }
    }

    // A place is a whole number in a float: with 2^23 added, it is the lowest bits; in a double, with 2^52.
    private void WritePlace(string element) => Code.Line(Real.IsDouble
        ? $"uint place = (uint)(global::System.BitConverter.DoubleToUInt64Bits({element} + 4503599627370496d) & 0xFFFFFFFFFFFFFul);"
        : $"uint place = global::System.BitConverter.SingleToUInt32Bits({element} + 8388608f) & 0x7FFFFFu;");

    // How far what a place of the window met is from what its first element met.
    private static string Offset(EquatableArray<RoutedAxis> axes)
    {
        var terms = new List<string>();
        string rest = "place";
        for (int axis = axes.Count - 1; axis >= 0; axis--)
        {
            string window = Literal.Int(axes[axis].Window) + "u";
            string element = axis == 0 ? rest : $"({rest} % {window})";
            if (axes[axis].Window > 1)
            {
                terms.Insert(0, $"((nint){element} * {Literal.Int(axes[axis].Element)})");
            }

            rest = axes[axis].Window > 1 ? $"({rest} / {window})" : rest;
        }

        return terms.Count == 0 ? "0" : string.Join(" + ", terms);
    }
}
