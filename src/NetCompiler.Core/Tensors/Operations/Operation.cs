using System;
using System.Collections.Generic;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// What a value of a program computes. Operations are immutable and equal by value, so that equal computations are found. Every
/// operation has its shape rule here, its reverse and forward rule under Differentiation, its evaluation under Reference and its
/// kernel under Planning and Emission.
/// </summary>
internal abstract record Operation
{
    // Expressions are deep, and operations are looked up in every pass.
    private int? _hash;

    /// <summary>An operation of no attributes yet.</summary>
    protected Operation()
    {
    }

    /// <summary>A copy, whose attributes are about to change.</summary>
    protected Operation(Operation original)
    {
    }

    /// <summary>The hash code, which is computed once.</summary>
    public int Hash => _hash ??= GetHashCode();

    /// <summary>The operation's name in the printed program.</summary>
    public abstract string Name { get; }

    /// <summary>Whether only passes make it, after differentiation, so that it has no rule.</summary>
    public virtual bool IsLowered => false;

    /// <summary>What the result's elements are.</summary>
    public virtual ElementKind Element => ElementKind.Real;

    /// <summary>Whether an operand may be of these elements; real ones unless an operation says otherwise.</summary>
    public virtual bool Takes(ElementKind element, int operand) => element == ElementKind.Real;

    /// <summary>The shape of the result.</summary>
    /// <exception cref="ProgramException">The operands do not fit.</exception>
    public abstract Shape InferShape(IReadOnlyList<TensorValue> operands);

    /// <summary>The right-hand side in the printed program.</summary>
    public abstract string Print(IReadOnlyList<string> operands);

    /// <summary>Whether another operation is of the same kind; attributes are compared by the kinds.</summary>
    public virtual bool Equals(Operation? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Refuses another number of operands.</summary>
    protected void RequireOperands(IReadOnlyList<TensorValue> operands, int count)
    {
        if (operands.Count != count)
        {
            throw new ProgramException($"{Name} takes {count} operands, not {operands.Count}.");
        }
    }
}

/// <summary>A program that breaks its own rules: a mistake in the compiler, never in a user's declaration.</summary>
internal sealed class ProgramException(string message) : Exception(message);
