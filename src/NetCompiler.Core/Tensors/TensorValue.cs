using System.Collections.Generic;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tensors;

/// <summary>A value of a program, computed once from values before it.</summary>
internal sealed class TensorValue(int id, Operation operation, IReadOnlyList<TensorValue> operands, Shape shape, string label)
{
    /// <summary>Position in the program: operands have smaller ones.</summary>
    public int Id { get; } = id;

    public Operation Operation { get; } = operation;

    public IReadOnlyList<TensorValue> Operands { get; } = operands;

    public Shape Shape { get; } = shape;

    /// <summary>What the value belongs to, in the user's words (<c>0 Linear</c>), for printed programs and comments; never a meaning.</summary>
    public string Label { get; } = label;

    public ElementKind Element => Operation.Element;

    public override string ToString() => "%" + Id;
}
