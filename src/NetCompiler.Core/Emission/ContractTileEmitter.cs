using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes what one tile of a product computes, from references to its first elements: <c>a</c> and <c>b</c> the factors, <c>c</c> the result,
/// <c>e0</c>, ... the other operands of the closing map.
/// </summary>
internal sealed class ContractTileEmitter(CodeWriter code, ISet<MathHelper> helpers, ContractKernel kernel, ContractTile tile) : KernelEmitter(code, helpers)
{
    // Steps of a loop within others that are written out.
    private const int ShortLoop = 8;

    private readonly VectorWidth _width = new(tile.Lanes);

    /// <summary>Whether the sum over k is written out instead of a loop.</summary>
    public bool IsUnrolled { get; init; }

    /// <summary>Whether the result is one row of the caller's, without padding.</summary>
    public bool IsExact { get; init; }

    /// <summary>Columns of the result from the tile's first on, where they are known.</summary>
    public int? Columns { get; init; } = tile.IsWhole(kernel) ? kernel.Columns : null;

    public void Write()
    {
        WriteSums();
        WriteEpilogue();
    }

    private bool IsMasked => tile.IsMasked(kernel) && !IsExact;

    private static string Sum(int row, int vector, int chain) => chain == 0 ? $"c{row}_{vector}" : $"c{row}_{vector}_{chain}";

    private void WriteSums()
    {
        for (int chain = 0; chain < tile.InnerChains; chain++)
        {
            for (int row = 0; row < tile.Rows; row++)
            {
                for (int vector = 0; vector < tile.Vectors; vector++)
                {
                    string start = chain == 0 && kernel.Start >= 0 ? _width.Load("e" + Literal.Int(kernel.Start), (long)vector * _width.Lanes) : _width.Zero;
                    Code.Line($"{_width.Type} {Sum(row, vector, chain)} = {start};");
                }
            }
        }

        Code.Line();
        if (IsUnrolled)
        {
            for (int k = 0; k < kernel.Inner.Constant; k++)
            {
                WriteStep(k % tile.InnerChains, k, "_" + Literal.Int(k));
            }
        }
        else
        {
            WriteLoops(0);
        }

        // Chains are joined in pairs: the order is part of the result.
        for (int half = tile.InnerChains / 2; half >= 1; half /= 2)
        {
            for (int chain = 0; chain < half; chain++)
            {
                for (int vector = 0; vector < tile.Vectors; vector++)
                {
                    Code.Line($"{Sum(0, vector, chain)} += {Sum(0, vector, chain + half)};");
                }
            }
        }

        Code.Line();
    }

    // The loops over k, and what elements move by when one of them is done.
    private void WriteLoops(int level)
    {
        if (level < kernel.OuterInner.Count)
        {
            InnerLoop loop = kernel.OuterInner[level];
            InnerLoop within = level + 1 < kernel.OuterInner.Count ? kernel.OuterInner[level + 1] : new InnerLoop(kernel.Inner, kernel.LeftStep, kernel.RightStep);
            using (Code.Block($"for (int k{level} = 0; k{level} < {CountOf(loop.Count)}; k{level}++)"))
            {
                WriteLoops(level + 1);
                foreach ((string reference, int stride, int inner) in new[] { ("a", loop.LeftStride, within.LeftStride), ("b", loop.RightStride, within.RightStride) })
                {
                    long passed = (long)within.Count.Constant * inner;
                    if (stride != passed)
                    {
                        Code.Line($"{reference} = {Moved(reference, stride - passed)};");
                    }
                }
            }

            return;
        }

        // A short loop within others costs as much as its body.
        bool isShort = kernel.OuterInner.Count > 0 && !kernel.Inner.TimesRows && kernel.Inner.Constant <= ShortLoop;
        int steps = isShort ? kernel.Inner.Constant : tile.InnerChains;
        using (isShort ? null : Code.Block($"for (int k = 0; k < {CountOf(kernel.Inner)}; {(steps == 1 ? "k++" : "k += " + Literal.Int(steps))})"))
        {
            for (int step = 0; step < steps; step++)
            {
                WriteStep(step % tile.InnerChains, step, step == 0 ? string.Empty : "_" + Literal.Int(step));
            }

            // A factor without an axis to sum over has no next element.
            foreach ((string reference, int stride) in new[] { ("a", kernel.LeftStep), ("b", kernel.RightStep) }.Where(factor => factor.Item2 != 0))
            {
                Code.Line($"{reference} = {Moved(reference, (long)stride * steps)};");
            }
        }
    }

    // The products of one k, the step-th from where the references stand.
    private void WriteStep(int chain, int step, string end)
    {

        // What is used once needs no name.
        string[] right = Enumerable.Range(0, tile.Vectors)
            .Select(vector => _width.Load("b", tile.Displacement(kernel, vector, kernel.RightPanelStride) + ((long)step * kernel.RightStep))).ToArray();
        for (int vector = 0; tile.Rows > 1 && vector < tile.Vectors; vector++)
        {
            Code.Line($"{_width.Type} b{vector}{end} = {right[vector]};");
            right[vector] = $"b{vector}{end}";
        }

        for (int row = 0; row < tile.Rows; row++)
        {
            string left = _width.Create(VectorWidth.Scalar.Load("a", ((long)row * kernel.LeftRowStride) + ((long)step * kernel.LeftStep)));
            if (tile.Vectors > 1)
            {
                Code.Line($"{_width.Type} a{row}{end} = {left};");
                left = $"a{row}{end}";
            }

            for (int vector = 0; vector < tile.Vectors; vector++)
            {
                string sum = Sum(row, vector, chain);
                Code.Line($"{sum} = {_width.Name}.MultiplyAddEstimate({left}, {right[vector]}, {sum});");
            }
        }
    }

    private void WriteEpilogue()
    {
        ScalarEmitter scalars = Scalars(_width);
        for (int vector = 0; IsMasked && vector < tile.Vectors; vector++)
        {
            int offset = vector * _width.Lanes;
            string lanes = Columns is { } columns ? Literal.Int(columns - offset) : offset == 0 ? "lanes" : "lanes - " + Literal.Int(offset);
            Code.Line($"{_width.Type} mask{vector} = {Mask(_width, lanes)};");
        }

        for (int row = 0; row < tile.Rows; row++)
        {
            for (int vector = 0; vector < tile.Vectors; vector++)
            {
                long place = tile.Displacement(kernel, vector, kernel.ResultPanelStride);
                List<string> operands = [Sum(row, vector, 0)];
                for (int i = 0; i < kernel.Extras.Count; i++)
                {
                    MapOperand extra = kernel.Extras[i];
                    string reference = "e" + Literal.Int(i);
                    operands.Add(extra.Access switch
                    {
                        OperandAccess.Full => _width.Load(reference, place + ((long)row * extra.RowStride)),
                        OperandAccess.Column => _width.Load(reference, (long)vector * _width.Lanes),
                        OperandAccess.RowScalar => _width.Create(VectorWidth.Scalar.Load(reference, (long)row * extra.RowStride)),
                        OperandAccess.Scalar => _width.Create(reference),
                        OperandAccess.Scale => _width.Create("scale"),
                        _ => _width.Create("share"),
                    });
                }

                string value = scalars.Emit(kernel.Epilogue, operands);
                if (IsMasked)
                {
                    value = $"({value} & mask{vector})";
                }

                if (IsExact)
                {
                    int column = vector * _width.Lanes;
                    Code.Line($"{_width.Type} y{vector} = {value};");
                    LeaveElements("y" + Literal.Int(vector), _width.Lanes, Math.Max(0, Math.Min(_width.Lanes, Columns!.Value - column)), column);
                    continue;
                }

                for (int lanes = _width.Lanes; lanes < tile.Hardware; lanes *= 2)
                {
                    value += ".ToVector" + Literal.Int(lanes * 64) + "()";
                }

                Leave(value, place + ((long)row * kernel.ResultRowStride));
            }

            // A narrow result is followed by zeros, as far as a whole vector of the widest kind reads.
            for (int column = Math.Max(tile.Columns, tile.Hardware); !IsExact && column < tile.ColumnStep; column += tile.Hardware)
            {
                Leave(new VectorWidth(tile.Hardware).Zero, column + ((long)row * kernel.ResultRowStride));
            }
        }
    }

    private void Leave(string value, long place) => Code.Line(kernel.Puts
        ? $"sink.Put({(place == 0 ? "at" : "at + " + Literal.Int(place))}, {value});"
        : $"{value}.StoreUnsafe(ref c{(place == 0 ? string.Empty : ", " + Literal.Int(place))});");

    // Stores the first elements of a vector and touches nothing behind them.
    private void LeaveElements(string value, int lanes, int count, int place)
    {
        if (count == 0)
        {
            return;
        }

        if (count >= lanes)
        {
            Leave(value, place);
        }
        else if (lanes == 4)
        {
            for (int i = 0; i < count; i++)
            {
                Code.Line($"{VectorWidth.Scalar.Load("c", place + i)} = {value}.GetElement({Literal.Int(i)});");
            }
        }
        else
        {
            LeaveElements(value + ".GetLower()", lanes / 2, Math.Min(count, lanes / 2), place);
            if (count > lanes / 2)
            {
                LeaveElements(value + ".GetUpper()", lanes / 2, count - (lanes / 2), place + (lanes / 2));
            }
        }
    }
}
