using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Scalars;

/// <summary>What a unary node computes.</summary>
internal enum UnaryKind
{
    Negate,
    Reciprocal,
    Exp,
    Log,
    Sqrt,
    Tanh,
    Sigmoid,
    Relu,
    Abs,
    Sign,
    Sin,
    Cos,

    /// <summary>The error function, 2/√π times the integral of exp(-t²) from 0 on.</summary>
    Erf,

    /// <summary>exp(x) - 1, with no loss of digits near 0.</summary>
    Expm1,

    /// <summary>log(1 + exp(x)), which is exp(x) far below 0 and x far above, with no overflow between.</summary>
    Softplus,
}

/// <summary>What a binary node computes.</summary>
internal enum BinaryKind
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Max,
    Min,
    Pow,
}

/// <summary>What a comparison asks. With NaN on either side all but <see cref="NotEqual"/> are false.</summary>
internal enum ComparisonKind
{
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
}

/// <summary>
/// A real-valued expression over the elements that meet at one index of a map: the language that activations, losses and their
/// derivatives are written in. Conditions occur only in <see cref="SelectExpression"/>.
/// </summary>
internal abstract record ScalarExpression
{
    public static ScalarExpression operator +(ScalarExpression a, ScalarExpression b) => ScalarSimplifier.Binary(BinaryKind.Add, a, b);

    public static ScalarExpression operator -(ScalarExpression a, ScalarExpression b) => ScalarSimplifier.Binary(BinaryKind.Subtract, a, b);

    public static ScalarExpression operator *(ScalarExpression a, ScalarExpression b) => ScalarSimplifier.Binary(BinaryKind.Multiply, a, b);

    public static ScalarExpression operator /(ScalarExpression a, ScalarExpression b) => ScalarSimplifier.Binary(BinaryKind.Divide, a, b);

    public static ScalarExpression operator -(ScalarExpression a) => ScalarSimplifier.Unary(UnaryKind.Negate, a);

    public static implicit operator ScalarExpression(double value) => new ConstantExpression(value);

    public static ScalarExpression Operand(int index) => new OperandExpression(index);

    public static ScalarExpression Coordinate(int axis) => new CoordinateExpression(axis);

    public static ScalarExpression Of(UnaryKind kind, ScalarExpression a) => ScalarSimplifier.Unary(kind, a);

    public static ScalarExpression Of(BinaryKind kind, ScalarExpression a, ScalarExpression b) => ScalarSimplifier.Binary(kind, a, b);

    public static ScalarExpression Select(ComparisonKind kind, ScalarExpression left, ScalarExpression right, ScalarExpression whenTrue, ScalarExpression whenFalse) =>
        ScalarSimplifier.Select(kind, left, right, whenTrue, whenFalse);

    /// <summary>The nodes directly below this one.</summary>
    public abstract IReadOnlyList<ScalarExpression> Children { get; }

    /// <summary>The same node over other children, simplified.</summary>
    public abstract ScalarExpression WithChildren(IReadOnlyList<ScalarExpression> children);

    /// <summary>The value over given operands, in double; coordinates by axis.</summary>
    public abstract double Evaluate(Func<int, double> operand, Func<int, double> coordinate);

    /// <summary>Replaces nodes from the leaves up; <paramref name="replace"/> returns null to keep a node.</summary>
    public ScalarExpression Rewrite(Func<ScalarExpression, ScalarExpression?> replace)
    {
        if (replace(this) is { } replaced)
        {
            return replaced;
        }

        return Children.Count == 0 ? this : WithChildren(Children.Select(child => child.Rewrite(replace)).ToArray());
    }

    /// <summary>Puts expressions in the place of operands.</summary>
    public ScalarExpression Substitute(IReadOnlyList<ScalarExpression> operands) =>
        Rewrite(node => node is OperandExpression operand ? operands[operand.Index] : null);

    /// <summary>Gives operands other indices.</summary>
    public ScalarExpression Renumber(IReadOnlyList<int> indices) =>
        Rewrite(node => node is OperandExpression operand ? new OperandExpression(indices[operand.Index]) : null);

    /// <summary>All nodes, this one first; shared ones as often as they occur.</summary>
    public IReadOnlyList<ScalarExpression> Nodes()
    {
        // Passes ask for the nodes of every expression again and again: one list is much less work than an enumerator for each node.
        var nodes = new List<ScalarExpression>();
        AddNodes(nodes);
        return nodes;
    }

    /// <summary>Functions, such as the exponential, that occur more than once: worth a name.</summary>
    public ISet<ScalarExpression> RepeatedFunctions()
    {
        var repeated = new HashSet<ScalarExpression>();
        var seen = new HashSet<ScalarExpression>();
        foreach (ScalarExpression function in Nodes().Where(node => node.IsFunction))
        {
            if (!seen.Add(function))
            {
                repeated.Add(function);
            }
        }

        return repeated;
    }

    /// <summary>All nodes, this one first; functions that occur again, and what is below them, not again.</summary>
    public IEnumerable<ScalarExpression> ComputedNodes() => ComputedNodes([]);

    /// <summary>Multiply-adds that a value takes, about: what stands in one line of the text may be a polynomial.</summary>
    public int Cost => ComputedNodes().Sum(node => node.IsFunction ? 14 : 1);

    /// <summary>How many polynomials the functions in it take, about.</summary>
    public int Functions => ComputedNodes().Sum(node => !node.IsFunction ? 0 : node is UnaryExpression { Kind: UnaryKind.Softplus } ? 3 : node is UnaryExpression { Kind: UnaryKind.Expm1 or UnaryKind.Erf } ? 2 : 1);

    private void AddNodes(List<ScalarExpression> nodes)
    {
        nodes.Add(this);
        IReadOnlyList<ScalarExpression> children = Children;
        for (int i = 0; i < children.Count; i++)
        {
            children[i].AddNodes(nodes);
        }
    }

    private IEnumerable<ScalarExpression> ComputedNodes(HashSet<ScalarExpression> functions)
    {
        if (IsFunction && !functions.Add(this))
        {
            return [];
        }

        return Children.SelectMany(child => child.ComputedNodes(functions)).Prepend(this);
    }

    private bool IsFunction => this is UnaryExpression { Kind: UnaryKind.Exp or UnaryKind.Log or UnaryKind.Tanh or UnaryKind.Sigmoid or UnaryKind.Sin or UnaryKind.Cos or UnaryKind.Erf or UnaryKind.Expm1 or UnaryKind.Softplus }
        or BinaryExpression { Kind: BinaryKind.Pow };

    /// <summary>Whether operand <paramref name="index"/> occurs.</summary>
    public bool Uses(int index) => Nodes().Any(node => node is OperandExpression operand && operand.Index == index);
}

/// <summary>A number.</summary>
internal sealed record ConstantExpression(double Value) : ScalarExpression
{
    public override IReadOnlyList<ScalarExpression> Children => [];

    public override ScalarExpression WithChildren(IReadOnlyList<ScalarExpression> children) => this;

    public override double Evaluate(Func<int, double> operand, Func<int, double> coordinate) => Value;

    public override string ToString() => ScalarPrinter.Number(Value);
}

/// <summary>An element of an operand of the map.</summary>
internal sealed record OperandExpression(int Index) : ScalarExpression
{
    public override IReadOnlyList<ScalarExpression> Children => [];

    public override ScalarExpression WithChildren(IReadOnlyList<ScalarExpression> children) => this;

    public override double Evaluate(Func<int, double> operand, Func<int, double> coordinate) => operand(Index);

    public override string ToString() => ScalarPrinter.Print(this);
}

/// <summary>The index of the element along an axis of the map's result, counted from the last axis: 0 is the last, 1 the one before.</summary>
internal sealed record CoordinateExpression(int AxisFromLast) : ScalarExpression
{
    public override IReadOnlyList<ScalarExpression> Children => [];

    public override ScalarExpression WithChildren(IReadOnlyList<ScalarExpression> children) => this;

    public override double Evaluate(Func<int, double> operand, Func<int, double> coordinate) => coordinate(AxisFromLast);

    public override string ToString() => ScalarPrinter.Print(this);
}

/// <summary>A function of one number.</summary>
internal sealed record UnaryExpression(UnaryKind Kind, ScalarExpression Argument) : ScalarExpression
{
    public override IReadOnlyList<ScalarExpression> Children => [Argument];

    public override ScalarExpression WithChildren(IReadOnlyList<ScalarExpression> children) => Of(Kind, children[0]);

    public override double Evaluate(Func<int, double> operand, Func<int, double> coordinate) =>
        ScalarSimplifier.Evaluate(Kind, Argument.Evaluate(operand, coordinate));

    public override string ToString() => ScalarPrinter.Print(this);
}

/// <summary>A function of two numbers.</summary>
internal sealed record BinaryExpression(BinaryKind Kind, ScalarExpression Left, ScalarExpression Right) : ScalarExpression
{
    public override IReadOnlyList<ScalarExpression> Children => [Left, Right];

    public override ScalarExpression WithChildren(IReadOnlyList<ScalarExpression> children) => Of(Kind, children[0], children[1]);

    public override double Evaluate(Func<int, double> operand, Func<int, double> coordinate) =>
        ScalarSimplifier.Evaluate(Kind, Left.Evaluate(operand, coordinate), Right.Evaluate(operand, coordinate));

    public override string ToString() => ScalarPrinter.Print(this);
}

/// <summary>One of two numbers, by a comparison.</summary>
internal sealed record SelectExpression(
    ComparisonKind Kind,
    ScalarExpression Left,
    ScalarExpression Right,
    ScalarExpression WhenTrue,
    ScalarExpression WhenFalse) : ScalarExpression
{
    public override IReadOnlyList<ScalarExpression> Children => [Left, Right, WhenTrue, WhenFalse];

    public override ScalarExpression WithChildren(IReadOnlyList<ScalarExpression> children) =>
        Select(Kind, children[0], children[1], children[2], children[3]);

    public override double Evaluate(Func<int, double> operand, Func<int, double> coordinate) =>
        ScalarSimplifier.Evaluate(Kind, Left.Evaluate(operand, coordinate), Right.Evaluate(operand, coordinate))
            ? WhenTrue.Evaluate(operand, coordinate)
            : WhenFalse.Evaluate(operand, coordinate);

    public override string ToString() => ScalarPrinter.Print(this);
}
