using System.Collections.Generic;
using System.Globalization;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>Where a source's elements come from.</summary>
internal enum SourceKind
{
    /// <summary>A tensor that the caller gives.</summary>
    Input,

    /// <summary>A tensor that a loss compares with.</summary>
    Target,

    /// <summary>A trainable parameter.</summary>
    Parameter,

    /// <summary>State that is not trained: a running statistic.</summary>
    State,

    /// <summary>The tangent of a parameter, in forward mode.</summary>
    Direction,

    /// <summary>The adjoint of an output, in a vector-Jacobian product.</summary>
    Cotangent,

    /// <summary>How many steps of each row of a sequence count, from 1 to its steps.</summary>
    Lengths,

    /// <summary>In the body of a scan, a value that is the same at every step.</summary>
    Capture,

    /// <summary>In the body of a scan and in a streaming step, the state before the step; else what the batch before left.</summary>
    Carry,

    /// <summary>In the body of a scan, this step's part of a value.</summary>
    Element,

    /// <summary>In the body of a scan, the index of the step.</summary>
    Step,
}

/// <summary>A value that nothing in the program computes.</summary>
/// <param name="Bound">Integers are at least 0 and below it; 0 where nothing is known of them.</param>
internal sealed record SourceOperation(SourceKind Kind, string Source, Shape Shape, ElementKind SourceElement = ElementKind.Real, int Bound = 0) : Operation
{
    public override string Name => Kind.ToString().ToLowerInvariant();

    public override ElementKind Element => SourceElement;

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 0);
        return Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => Name + " \"" + Source + "\"";
}

/// <summary>A count, and one more.</summary>
internal sealed record CountOperation : Operation
{
    public override string Name => "count";

    public override ElementKind Element => ElementKind.Count;

    public override bool Takes(ElementKind element, int operand) => element == ElementKind.Count;

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        return operands[0].Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => "count " + operands[0];
}

/// <summary>Scalars of the call.</summary>
internal enum RuntimeScalarKind
{
    /// <summary>1 / samples of the whole batch.</summary>
    Scale,

    /// <summary>This call's share of the whole batch: rows / samples.</summary>
    Share,
}

/// <summary>A scalar that the call gives.</summary>
internal sealed record RuntimeScalarOperation(RuntimeScalarKind Kind) : Operation
{
    public override string Name => Kind.ToString().ToLowerInvariant();

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 0);
        return Shape.Scalar;
    }

    public override string Print(IReadOnlyList<string> operands) => Name;
}

/// <summary>A constant, the same for every element.</summary>
internal sealed record ConstantOperation(double Value, Shape Shape) : Operation
{
    public override string Name => "constant";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 0);
        return Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => "constant " + ScalarPrinter.Number(Value);
}

/// <summary>
/// A mask of inverted dropout: 1 / keep with probability <paramref name="Keep"/>, else 0; drawn from a counter-based generator keyed by
/// seed, step, <paramref name="Key"/>, the sample's index in the whole batch and the element's logical index in the sample.
/// </summary>
internal sealed record RandomMaskOperation(double Keep, int Key, Shape Shape) : Operation
{
    public override string Name => "randommask";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 0);
        if (!Shape.HasRows)
        {
            throw new ProgramException("randommask is drawn for each sample: its shape begins with the rows.");
        }

        return Shape;
    }

    public override string Print(IReadOnlyList<string> operands) =>
        "randommask keep " + ScalarPrinter.Number(Keep) + " key " + Key.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Numbers between 0 and 1, neither of which occurs, each as likely as any other of the 2^23: from the generator of <see cref="RandomMaskOperation"/>, keyed as its elements are.
/// Other distributions are maps over it.
/// </summary>
internal sealed record RandomUniformOperation(int Key, Shape Shape) : Operation
{
    public override string Name => "randomuniform";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 0);
        if (!Shape.HasRows)
        {
            throw new ProgramException("randomuniform is drawn for each sample: its shape begins with the rows.");
        }

        return Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => "randomuniform key " + Key.ToString(CultureInfo.InvariantCulture);
}

/// <summary>
/// Its operand, for a map whose sum has the derivative 0 by it, as a sum of squared differences from a mean has by the mean: reverse mode passes nothing
/// back. Adjoints of other operands are made of the operand itself, and forward mode passes the tangent on, so that derivatives of gradients are whole.
/// </summary>
internal sealed record StationaryOperation : Operation
{
    public override string Name => "stationary";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        return operands[0].Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => "stationary " + operands[0];
}

/// <summary>Its operand, as a constant to differentiation.</summary>
internal sealed record StopGradientOperation : Operation
{
    public override string Name => "stopgradient";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        return operands[0].Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => "stopgradient " + operands[0];
}
