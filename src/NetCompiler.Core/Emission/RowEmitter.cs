using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Emission;

/// <summary>Writes passes over rows: short rows stay in registers from end to end, longer ones take one loop for each stage.</summary>
internal sealed class RowEmitter(CodeWriter code, HelperSet helpers) : KernelEmitter(code, helpers)
{
    // 2^-24.
    private const double UniformUnit = 5.9604644775390625e-8;

    private RowKernel _kernel = null!;

    private bool InRegisters => _kernel.Length <= Layout.Vector;

    public void Write(string name, RowKernel kernel, string summary)
    {
        _kernel = kernel;
        (string, string)[] operands = kernel.Operands.Select((operand, i) => (operand, i)).Where(entry => entry.operand.Access == OperandAccess.Full)
            .Select(entry => (entry.operand.Element == ElementKind.Integer ? "int" : Real.Name, "o" + Literal.Int(entry.i))).ToArray();
        KernelSignature signature = KernelSignature.Of(kernel);
        if (kernel.Length == 1)
        {
            // One number a row.
            WriteNumbers(name, operands, signature, summary, () => WriteBody(VectorWidth.Scalar(Real)));
            return;
        }

        if (!RowLanes.Takes(kernel, Real))
        {
            WriteWidths(name, operands, signature, summary, WriteBody);
            return;
        }

        string arguments = string.Join(", ", operands.Select(operand => "ref " + operand.Item2)) + signature.Arguments();
        WriteWidths(name, operands, signature, summary, width =>
        {
            Code.Line($"first = {name}Lanes{width.Suffix}({arguments});");
            WriteBody(width);
        });
        WriteLanes(name, operands, signature);
    }

    private void WriteBody(VectorWidth width)
    {
        for (int vector = 0; InRegisters && !width.IsScalar && vector < Layout.Vector / width.Lanes; vector++)
        {
            int left = _kernel.Length - (vector * width.Lanes);
            if (left > 0 && left < width.Lanes)
            {
                Code.Line($"{width.Type} mask{vector} = {Mask(width, Literal.Int(left))};");
            }
        }

        WriteOuter(width, 0);
    }

    // Whole vectors of rows, a row in each lane; the text for single rows does the rest.
    private void WriteLanes(string name, IReadOnlyList<(string Type, string Name)> operands, KernelSignature signature)
    {
        foreach (VectorWidth width in Widths)
        {
            Code.Line();
            Code.Line(Optimize);
            using (Code.Block($"private static int {name}Lanes{width.Suffix}({Parameters(operands, signature)})"))
            {
                new RowLanesEmitter(Code, Helpers, _kernel, width).Write();
            }
        }
    }

    private void WriteOuter(VectorWidth width, int axis)
    {
        if (axis == _kernel.Outer.Count)
        {
            WriteRow(width);
            return;
        }

        Count count = _kernel.Outer[axis];
        string header = count.TimesRows ? "for (int i0 = first; i0 < last; i0++)"
            : $"for (int i{axis} = 0; i{axis} < {CountOf(count)}; i{axis}++)";
        using (Code.Block(header))
        {
            WriteOuter(width, axis + 1);
        }
    }

    private void WriteRow(VectorWidth width)
    {
        for (int i = 0; i < _kernel.Operands.Count; i++)
        {
            RowOperand operand = _kernel.Operands[i];
            if (operand.Access != OperandAccess.Full)
            {
                continue;
            }

            string index = Index(operand.OuterStrides.Select((stride, axis) => ("i" + Literal.Int(axis), stride)).ToArray());
            Code.Line($"ref {(operand.Element == ElementKind.Integer ? "int" : Real.Name)} r{i} = {At("o" + Literal.Int(i), index)};");
        }

        for (int i = 0; i < _kernel.Operands.Count; i++)
        {
            RowOperand operand = _kernel.Operands[i];
            if (!operand.IsVector && _kernel.Statements.Any(statement => statement.Arguments.Contains(i)))
            {
                string value = operand.Access switch
                {
                    OperandAccess.Scale => "scale",
                    OperandAccess.Share => "share",
                    _ => "r" + Literal.Int(i),
                };
                Code.Line($"{Real} s{i} = {value};");
            }
        }

        int mask = 0;
        foreach (RowStatement statement in _kernel.Statements.Where(statement => statement.IsRandom))
        {
            Helpers.Add(MathHelper.Mix);
            Helpers.Add(MathHelper.Uniform);
            string row = _kernel.HasRows ? "firstRow + i0" : "firstRow";
            Code.Line($"uint rowKey{mask} = Mix(key{mask} ^ (uint)({row}));");
            mask++;
        }

        int stages = _kernel.Statements.Max(statement => statement.Stage) + 1;
        for (int stage = 0; stage < stages; stage++)
        {
            WriteStage(width, stage);
        }
    }

    private void WriteStage(VectorWidth width, int stage)
    {
        (RowStatement Statement, int Index)[] statements = _kernel.Statements.Select((statement, index) => (statement, index)).Where(entry => entry.statement.Stage == stage).ToArray();
        foreach ((RowStatement statement, int index) in statements.Where(entry => IsScalarMap(entry.Statement) && IsRead(entry.Statement, entry.Index)))
        {
            WriteScalar(statement, index);
        }

        (RowStatement Statement, int Index)[] vectors = statements.Where(entry => !IsScalarMap(entry.Statement)).ToArray();
        if (vectors.Length == 0)
        {
            return;
        }

        if (width.IsScalar)
        {
            throw new InvalidOperationException("A row of one number has no vectors.");
        }

        foreach ((RowStatement statement, int index) in vectors.Where(entry => IsReduction(entry.Statement)))
        {
            string zero = statement.Kind == RowStatementKind.Sum ? width.Zero : width.Create(Real.Special("NegativeInfinity"));
            Code.Line($"{width.Type} sum{index} = {zero};");
        }

        if (InRegisters)
        {
            for (int vector = 0; vector < Layout.Vector / width.Lanes; vector++)
            {
                WriteVectors(width, vectors, vector);
            }
        }
        else
        {
            int full = _kernel.Length / width.Lanes * width.Lanes;
            using (Code.Block($"for (int j = 0; j < {Literal.Int(full)}; j += {Literal.Int(width.Lanes)})"))
            {
                WriteLoopBody(width, vectors, masked: false);
            }

            if (full < Layout.Pad(_kernel.Length))
            {
                using (Code.Block($"for (int j = {Literal.Int(full)}; j < {Literal.Int(Layout.Pad(_kernel.Length))}; j += {Literal.Int(width.Lanes)})"))
                {
                    Code.Line($"{width.Type} mask = {Mask(width, Literal.Int(_kernel.Length) + " - j")};");
                    WriteLoopBody(width, vectors, masked: true);
                }
            }
        }

        foreach ((RowStatement statement, int index) in vectors.Where(entry => IsReduction(entry.Statement)))
        {
            if (statement.Kind == RowStatementKind.Max)
            {
                Helpers.Add(MathHelper.HorizontalMax);
            }

            Code.Line($"{Real} t{index} = {(statement.Kind == RowStatementKind.Sum ? width.Name + ".Sum(sum" + index + ")" : "HorizontalMax(sum" + index + ")")};");
            if (statement.Store >= 0)
            {
                Code.Line($"r{statement.Store} = t{index};");
            }
        }
    }

    // What gives a map its shape alone has no text: a constant that nothing reads is a warning.
    private bool IsRead(RowStatement statement, int index) => statement.Store >= 0 || _kernel.Statements.Any(other =>
        Enumerable.Range(0, other.Arguments.Count).Any(i => other.Arguments[i] == ~index && (other.Kind != RowStatementKind.Map || other.Expression.Uses(i))));

    private static bool IsReduction(RowStatement statement) => statement.Kind is RowStatementKind.Sum or RowStatementKind.Max;

    // Numbers of a row: maps, and masks in rows of one number.
    private bool IsScalarMap(RowStatement statement) => !statement.IsVector && !IsReduction(statement);

    private void WriteScalar(RowStatement statement, int index)
    {
        string value;
        if (statement.Kind == RowStatementKind.Mask)
        {
            value = $"Uniform4(rowKey{MaskIndex(index)}, {SampleIndex("0", 1)}).ToScalar() < {Threshold(statement)} ? {Real.Number(1 / statement.Keep)} : {Real.Number(0)}";
        }
        else if (statement.Kind == RowStatementKind.Uniform)
        {
            value = $"(Uniform4(rowKey{MaskIndex(index)}, {SampleIndex("0", 1)}).ToScalar() | 1) * {Real.Number(UniformUnit)}";
        }
        else
        {
            string[] operands = statement.Arguments.Select(argument => argument >= 0 ? "s" + Literal.Int(argument) : "t" + Literal.Int(~argument)).ToArray();
            value = Scalars(VectorWidth.Scalar(Real)).Emit(statement.Expression, operands, Code, "t" + Literal.Int(index), axis => axis == 0 ? Real.Number(0) : $"({Real})i" + Literal.Int(_kernel.Outer.Count - axis));
        }

        if (statement.Store < 0 && !IsRead(index))
        {
            return;
        }

        Code.Line($"{Real} t{index} = {value};");
        if (statement.Store >= 0)
        {
            Code.Line($"r{statement.Store} = t{index};");
        }
    }

    // A constant may be the operand of a map for its shape alone, and C# warns of a variable that nothing reads.
    private bool IsRead(int index) => _kernel.Statements.Any(statement =>
        Enumerable.Range(0, statement.Arguments.Count).Any(i => statement.Arguments[i] == ~index && statement.Expression.Uses(i)));

    // Rows of at most one widest vector: everything has a name, nothing is loaded twice.
    private void WriteVectors(VectorWidth width, IReadOnlyList<(RowStatement Statement, int Index)> statements, int vector)
    {
        int offset = vector * width.Lanes;
        int left = _kernel.Length - offset;
        if (left <= 0)
        {
            // Lanes beyond the row: zeros, so that every kernel may read them.
            foreach ((RowStatement statement, _) in statements.Where(entry => entry.Statement.Store >= 0 && entry.Statement.IsVector))
            {
                Code.Line($"{width.Zero}.StoreUnsafe(ref r{statement.Store}, {Literal.Int(offset)});");
            }

            return;
        }

        string mask = left < width.Lanes ? "mask" + Literal.Int(vector) : string.Empty;
        string end = "_" + Literal.Int(vector);
        foreach (int operand in VectorOperands(statements))
        {
            // An operand is loaded where it is first needed, and stays.
            if (FirstStage(operand) == statements[0].Statement.Stage)
            {
                Code.Line($"{width.Type} x{operand}{end} = {width.Load("r" + Literal.Int(operand), offset)};");
            }
        }

        foreach ((RowStatement statement, int index) in statements)
        {
            WriteVector(width, statement, index, end, mask, Literal.Int(offset), offset);
        }
    }

    private int FirstStage(int operand) => _kernel.Statements.Where(statement => !IsScalarMap(statement) && statement.Arguments.Contains(operand)).Min(statement => statement.Stage);

    private void WriteLoopBody(VectorWidth width, IReadOnlyList<(RowStatement Statement, int Index)> statements, bool masked)
    {
        // Loads come first: a result may be stored in the place of an operand.
        foreach (int operand in VectorOperands(statements))
        {
            Code.Line($"{width.Type} x{operand} = {width.Name}.LoadUnsafe(ref Unsafe.Add(ref r{operand}, j));");
        }

        var reloaded = new HashSet<int>();
        foreach ((RowStatement statement, _) in statements)
        {
            foreach (int argument in statement.Arguments.Where(argument => argument < 0))
            {
                RowStatement source = _kernel.Statements[~argument];
                if (source.IsVector && source.Stage < statement.Stage && reloaded.Add(argument))
                {
                    Code.Line($"{width.Type} t{~argument} = {width.Name}.LoadUnsafe(ref Unsafe.Add(ref r{source.Store}, j));");
                }
            }
        }

        foreach ((RowStatement statement, int index) in statements)
        {
            WriteVector(width, statement, index, string.Empty, masked ? "mask" : string.Empty, "j", 0);
        }
    }

    private IEnumerable<int> VectorOperands(IReadOnlyList<(RowStatement Statement, int Index)> statements) =>
        statements.SelectMany(entry => entry.Statement.Arguments).Where(argument => argument >= 0 && _kernel.Operands[argument].IsVector).Distinct().OrderBy(argument => argument);

    private void WriteVector(VectorWidth width, RowStatement statement, int index, string end, string mask, string column, int displacement)
    {
        if (statement.Kind == RowStatementKind.Mask)
        {
            string kept = Kept(width, $"(rowKey{MaskIndex(index)}, {SampleIndex(column, _kernel.Length)})", Threshold(statement));
            Code.Line($"{width.Type} t{index}{end} = {kept} & {width.Create(Real.Number(1 / statement.Keep))};");
        }
        else if (statement.Kind == RowStatementKind.Uniform)
        {
            string bits = OfBits(width, $"(rowKey{MaskIndex(index)}, {SampleIndex(column, _kernel.Length)})", (vector, drawn) => $"({drawn} | {vector}.Create(1))");
            Code.Line($"{width.Type} t{index}{end} = {width.Name}.ConvertTo{(Real.IsDouble ? "Double" : "Single")}({bits}) * {width.Create(Real.Number(UniformUnit))};");
        }
        else
        {
            string[] operands = statement.Arguments.Select(argument => Argument(width, argument, end)).ToArray();
            string value = Scalars(width).Emit(statement.Expression, operands, Code, $"t{index}{end}", axis => axis == 0
                ? (column == "0" ? $"{width.Type}.Indices" : $"({width.Type}.Indices + {width.Create($"({Real})" + column)})")
                : width.Create($"({Real})i" + Literal.Int(_kernel.Outer.Count - axis)));
            if (IsReduction(statement))
            {
                string masked = mask.Length == 0 ? value
                    : statement.Kind == RowStatementKind.Sum ? $"({value} & {mask})"
                    : $"{width.Name}.ConditionalSelect({mask}, {value}, {width.Create(Real.Special("NegativeInfinity"))})";
                Code.Line(statement.Kind == RowStatementKind.Sum ? $"sum{index} += {masked};" : $"sum{index} = {width.Name}.Max(sum{index}, {masked});");
                return;
            }

            Code.Line($"{width.Type} t{index}{end} = {value};");
        }

        if (statement.Store >= 0)
        {
            string stored = mask.Length == 0 ? $"t{index}{end}" : $"(t{index}{end} & {mask})";
            Code.Line(InRegisters
                ? $"{stored}.StoreUnsafe(ref r{statement.Store}{(displacement == 0 ? string.Empty : ", " + Literal.Int(displacement))});"
                : $"{stored}.StoreUnsafe(ref Unsafe.Add(ref r{statement.Store}, {column}));");
        }
    }

    private string Argument(VectorWidth width, int argument, string end)
    {
        if (argument >= 0)
        {
            return _kernel.Operands[argument].IsVector ? "x" + Literal.Int(argument) + end : width.Create("s" + Literal.Int(argument));
        }

        return _kernel.Statements[~argument].IsVector ? "t" + Literal.Int(~argument) + end : width.Create("t" + Literal.Int(~argument));
    }

    private int MaskIndex(int statement) => _kernel.Statements.Take(statement).Count(other => other.IsRandom);

    // Which lanes a random mask keeps, as a mask.
    private static string Kept(VectorWidth width, string keys, string threshold) =>
        OfBits(width, keys, (vector, bits) => $"{vector}.LessThan({bits}, {vector}.Create({threshold}))") + width.AsReal;

    // Integers as wide as numbers, made of random bits, which are 32 a lane whatever the numbers are.
    private static string OfBits(VectorWidth width, string keys, Func<string, string, string> integers)
    {
        if (!width.Real.IsDouble)
        {
            return integers(width.Name, $"Uniform{width.Lanes}{keys}");
        }

        int lanes = Math.Max(4, width.Lanes);
        string half = "Vector" + Literal.Int(lanes * 32);
        string made = integers(half, $"Uniform{lanes}{keys}");
        return $"{width.Name}.WidenLower({(width.IsNarrowest ? made : $"{half}.ToVector{width.Bits}Unsafe({made})")})";
    }

    private static string Threshold(RowStatement statement) => Literal.Int((long)Math.Round(statement.Keep * 16777216.0));

    // The logical, row-major index of an element in its sample, whose rows have a length: that of the kernel, or 1 for one number a row.
    private string SampleIndex(string column, int length)
    {
        var terms = new List<string>();
        int stride = length;
        for (int axis = _kernel.Outer.Count - 1; axis >= (_kernel.HasRows ? 1 : 0); axis--)
        {
            terms.Insert(0, stride == 1 ? "i" + Literal.Int(axis) : $"(i{axis} * {Literal.Int(stride)})");
            stride *= _kernel.Outer[axis].Constant;
        }

        if (column != "0" || terms.Count == 0)
        {
            terms.Add(column);
        }

        return "(uint)(" + string.Join(" + ", terms) + ")";
    }
}
