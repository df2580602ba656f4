using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes a tile that several products call. Rows of the left factor are references of their own, which one position leads through: so strides need no
/// registers inside the loop.
/// </summary>
internal sealed class SharedTileEmitter(CodeWriter code, HelperSet helpers, SharedTile shared) : ContractTileEmitter(code, helpers, shared.Shape, shared.Tile)
{
    private bool HasRowReferences => Kernel.LeftRowStride == SharedTile.Variable;

    private bool HasPanelReferences => Kernel.RightPanelStride == SharedTile.Variable;

    protected override bool IsMasked => shared.IsMasked;

    /// <summary>What a call gives beside the references: each number's name, with its value for a product.</summary>
    /// <param name="shared">The tile.</param>
    /// <param name="kernel">The product that calls it.</param>
    public static IEnumerable<(string Name, string Value)> Numbers(SharedTile shared, ContractKernel kernel)
    {
        ContractKernel shape = shared.Shape;
        bool Is(int stride) => stride == SharedTile.Variable;
        if (Is(shape.LeftRowStride))
        {
            yield return ("aRow", Literal.Int(kernel.LeftRowStride));
        }

        if (Is(shape.LeftStep))
        {
            yield return ("aStep", Literal.Int(kernel.LeftStep));
        }

        if (Is(shape.RightPanelStride))
        {
            yield return ("bPanel", Literal.Int(kernel.RightPanelStride));
        }

        if (Is(shape.RightStep))
        {
            yield return ("bStep", Literal.Int(kernel.RightStep));
        }

        for (int level = 0; level < kernel.OuterInner.Count; level++)
        {
            InnerLoop loop = kernel.OuterInner[level];
            InnerLoop within = level + 1 < kernel.OuterInner.Count ? kernel.OuterInner[level + 1] : new InnerLoop(kernel.Inner, kernel.LeftStep, kernel.RightStep);
            yield return ("count" + Literal.Int(level), CountOf(loop.Count));
            yield return ("aSkip" + Literal.Int(level), Literal.Int(loop.LeftStride - ((long)within.Count.Constant * within.LeftStride)));
            yield return ("bSkip" + Literal.Int(level), Literal.Int(loop.RightStride - ((long)within.Count.Constant * within.RightStride)));
        }

        yield return ("count", CountOf(kernel.Inner));
        if (Is(shape.ResultRowStride))
        {
            yield return ("cRow", Literal.Int(kernel.ResultRowStride));
        }

        if (Is(shape.ResultPanelStride))
        {
            yield return ("cPanel", Literal.Int(kernel.ResultPanelStride));
        }

        for (int i = 0; i < shape.Extras.Count; i++)
        {
            if (Is(shape.Extras[i].RowStride))
            {
                yield return ($"e{i}Row", Literal.Int(kernel.Extras[i].RowStride));
            }
        }
    }

    protected override void WriteBegin()
    {
        for (int row = 1; HasRowReferences && row < Tile.Rows; row++)
        {
            Code.Line($"ref {Real} row{row} = ref Unsafe.Add(ref {(row == 1 ? "a" : "row" + Literal.Int(row - 1))}, aRow);");
        }

        for (int panel = 1; HasPanelReferences && panel * Kernel.Panel < Tile.Columns; panel++)
        {
            Code.Line($"ref {Real} panel{panel} = ref Unsafe.Add(ref {(panel == 1 ? "b" : "panel" + Literal.Int(panel - 1))}, bPanel);");
        }

        Code.Line("nint atA = 0;");
        if (HasPanelReferences)
        {
            Code.Line("nint atB = 0;");
        }
    }

    protected override string Left(int row, int step)
    {
        string reference = HasRowReferences && row > 0 ? "row" + Literal.Int(row) : "a";
        int ahead = HasRowReferences ? 0 : row;
        string place = "atA";
        if (step > 0)
        {
            place += Kernel.LeftStep == 1 ? string.Empty : $" + (aStep * {Literal.Int(step)})";
            ahead += Kernel.LeftStep == 1 ? step : 0;
        }

        return $"Unsafe.Add(ref {reference}, {place}{(ahead == 0 ? string.Empty : " + " + Literal.Int(ahead))})";
    }

    protected override string Right(int vector, int step)
    {
        int panel = vector * Width.Lanes / Kernel.Panel;
        int ahead = vector * Width.Lanes % Kernel.Panel;
        string reference = HasPanelReferences && panel > 0 ? "panel" + Literal.Int(panel) : "b";
        string place = HasPanelReferences ? "atB" : string.Empty;
        if (step > 0 && Kernel.RightStep == SharedTile.Variable)
        {
            place = Sum(place, $"(bStep * {Literal.Int(step)})");
        }
        else
        {
            ahead += step * (step > 0 ? Kernel.RightStep : 0);
        }

        place = ahead == 0 ? place : Sum(place, Literal.Int(ahead));
        return $"{Width.Name}.LoadUnsafe({At(reference, place)})";
    }

    protected override void WriteLoops(int level)
    {
        if (level < Kernel.OuterInner.Count)
        {
            using (Code.Block($"for (nint k{level} = 0; k{level} < count{level}; k{level}++)"))
            {
                WriteLoops(level + 1);
                Code.Line($"atA += aSkip{level};");
                Move($"bSkip{level}");
            }

            return;
        }

        int steps = Tile.InnerChains;
        using (Code.Block($"for (nint k = 0; k < count; {(steps == 1 ? "k++" : "k += " + Literal.Int(steps))})"))
        {
            for (int step = 0; step < steps; step++)
            {
                WriteStep(step, step, step == 0 ? string.Empty : "_" + Literal.Int(step));
            }

            Code.Line(Kernel.LeftStep == 1 ? $"atA += {Literal.Int(steps)};" : $"atA += aStep{Times(steps)};");
            Move(Kernel.RightStep == SharedTile.Variable ? "bStep" + Times(steps) : Literal.Int((long)Kernel.RightStep * steps));
        }

        void Move(string by) => Code.Line(HasPanelReferences ? $"atB += {by};" : $"b = ref Unsafe.Add(ref b, {by});");
    }

    protected override string Place(int row, int vector, int rowStride, string rowName)
    {
        int column = vector * Width.Lanes;
        string panels = Kernel.ResultPanelStride == SharedTile.Variable && column >= Kernel.Panel ? Product("cPanel", column / Kernel.Panel) : string.Empty;
        int ahead = Kernel.ResultPanelStride == SharedTile.Variable ? column % Kernel.Panel : column;
        return Sum(Sum(panels, RowPlace(row, rowStride, rowName)), Constant(ahead));
    }

    protected override string RowPlace(int row, int rowStride, string rowName) => rowStride == SharedTile.Variable && row > 0 ? Product(rowName, row) : string.Empty;

    private static string Times(int count) => count == 1 ? string.Empty : " * " + Literal.Int(count);

    private static string Product(string name, int count) => count == 1 ? name : $"{name} * {Literal.Int(count)}";
}
