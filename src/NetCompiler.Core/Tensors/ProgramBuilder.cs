using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Tensors;

/// <summary>Writes a program, value by value. Equal computations become one value.</summary>
internal sealed class ProgramBuilder
{
    private readonly List<TensorValue> _values = [];
    private readonly List<ProgramResult> _results = [];
    private readonly Dictionary<Key, TensorValue> _known = [];

    public IReadOnlyList<TensorValue> Values => _values;

    public IReadOnlyList<ProgramResult> Results => _results;

    /// <summary>What following values belong to.</summary>
    public string Label { get; set; } = string.Empty;

    public TensorValue Add(Operation operation, params TensorValue[] operands)
    {
        var key = new Key(operation, operands);
        return _known.TryGetValue(key, out TensorValue? known) ? known : Append(key, new TensorValue(_values.Count, operation, operands, operation.InferShape(operands), Label));
    }

    /// <summary>
    /// A value of another program over operands of this one. Values never change: where it has the same place and the same operands in both, it is the same value, and
    /// operands of the shapes that it had there give the shape that it had.
    /// </summary>
    public TensorValue Copy(TensorValue value, TensorValue[] operands)
    {
        var key = new Key(value.Operation, operands);
        if (_known.TryGetValue(key, out TensorValue? known))
        {
            return known;
        }

        bool isSame = value.Id == _values.Count && value.Label == Label;
        bool hasSameShapes = true;
        for (int i = 0; i < operands.Length; i++)
        {
            isSame &= ReferenceEquals(operands[i], value.Operands[i]);
            hasSameShapes &= operands[i].Shape == value.Operands[i].Shape;
        }

        return Append(key, isSame ? value : new TensorValue(_values.Count, value.Operation, operands, hasSameShapes ? value.Shape : value.Operation.InferShape(operands), Label));
    }

    private TensorValue Append(Key key, TensorValue value)
    {
        _values.Add(value);
        _known.Add(key, value);
        return value;
    }

    public void Result(ResultKind kind, string name, TensorValue value) => _results.Add(new ProgramResult(kind, name, value));

    public TensorProgram Finish(string name) => new(name, _values.ToArray(), _results.ToArray());

    public TensorValue Constant(double value, Shape shape) => Add(new ConstantOperation(value, shape));

    public TensorValue Scale() => Add(new RuntimeScalarOperation(RuntimeScalarKind.Scale));

    public TensorValue Share() => Add(new RuntimeScalarOperation(RuntimeScalarKind.Share));

    public TensorValue Count(TensorValue state) => Add(new CountOperation(), state);

    public TensorValue Stationary(TensorValue value) => Add(new StationaryOperation(), value);

    public TensorValue StopGradient(TensorValue value) => Add(new StopGradientOperation(), value);

    /// <summary>A map; its expression is made from operands 0, 1, 2... in this order.</summary>
    public TensorValue Map(ScalarExpression expression, params TensorValue[] operands) => Add(new MapOperation(expression), operands);

    public TensorValue Map(UnaryKind kind, TensorValue operand) => Map(ScalarExpression.Of(kind, ScalarExpression.Operand(0)), operand);

    public TensorValue Plus(TensorValue a, TensorValue b) => Map(ScalarExpression.Operand(0) + ScalarExpression.Operand(1), a, b);

    public TensorValue Times(TensorValue a, TensorValue b) => Map(ScalarExpression.Operand(0) * ScalarExpression.Operand(1), a, b);

    public TensorValue Times(double factor, TensorValue a) => factor == 1 ? a : Map(factor * ScalarExpression.Operand(0), a);

    /// <summary>Sums over axes; without axes, the operand.</summary>
    public TensorValue Sum(TensorValue operand, params int[] axes) =>
        axes.Length == 0 ? operand : Add(new ReduceOperation(ReduceKind.Sum, EquatableArray.Of(axes)), operand);

    /// <summary>Maxima over axes; of one element each, the operand.</summary>
    public TensorValue Max(TensorValue operand, params int[] axes) =>
        axes.All(axis => operand.Shape[axis].IsOne) ? operand : Add(new ReduceOperation(ReduceKind.Max, EquatableArray.Of(axes)), operand);

    /// <summary>x [rows, channels, extents…] by w [outputs, channels / groups, kernel…].</summary>
    public TensorValue Convolve(TensorValue x, TensorValue w, Sliding sliding, int groups = 1) => Add(ConvolveOperation.Of(sliding, groups), x, w);

    /// <summary>The maximum of each window.</summary>
    public TensorValue PoolMax(TensorValue x, EquatableArray<int> window, Sliding sliding) =>
        Add(new PoolTakeOperation(window, sliding), x, Add(new PoolArgMaxOperation(window, sliding), x));

    /// <summary>The sum of each window.</summary>
    public TensorValue PoolSum(TensorValue x, EquatableArray<int> window, Sliding sliding) => Add(new PoolSumOperation(window, sliding), x);

    public TensorValue SumAll(TensorValue operand) => Sum(operand, Enumerable.Range(0, operand.Shape.Rank).ToArray());

    /// <summary>A reshape; to the operand's own shape, the operand.</summary>
    public TensorValue Reshape(TensorValue operand, Shape shape) => operand.Shape == shape ? operand : Add(new ReshapeOperation(shape), operand);

    /// <summary>A broadcast; to the operand's own shape, the operand.</summary>
    public TensorValue Broadcast(TensorValue operand, Shape shape) => operand.Shape == shape ? operand : Add(new BroadcastOperation(shape), operand);

    /// <summary>A transpose; by the identity, the operand.</summary>
    public TensorValue Transpose(TensorValue operand, params int[] permutation) =>
        permutation.SequenceEqual(Enumerable.Range(0, permutation.Length)) ? operand : Add(new TransposeOperation(EquatableArray.Of(permutation)), operand);

    /// <summary>
    /// The adjoint of broadcasting: sums a value down to the shape that it was broadcast from.
    /// </summary>
    public TensorValue SumTo(TensorValue value, Shape shape)
    {
        int[] axes = Enumerable.Range(0, value.Shape.Rank)
            .Where(axis => shape.Aligned(axis, value.Shape.Rank).IsOne && !value.Shape[axis].IsOne)
            .ToArray();
        return Reshape(Sum(value, axes), shape);
    }

    // An operation over values of this program, which their places tell.
    private readonly struct Key : IEquatable<Key>
    {
        private readonly Operation _operation;
        private readonly TensorValue[] _operands;
        private readonly int _hash;

        public Key(Operation operation, TensorValue[] operands)
        {
            _operation = operation;
            _operands = operands;
            _hash = operation.Hash;
            foreach (TensorValue operand in operands)
            {
                _hash = unchecked((_hash * 31) + operand.Id);
            }
        }

        public bool Equals(Key other)
        {
            if (_hash != other._hash || _operands.Length != other._operands.Length)
            {
                return false;
            }

            for (int i = 0; i < _operands.Length; i++)
            {
                if (_operands[i].Id != other._operands[i].Id)
                {
                    return false;
                }
            }

            return _operation.Equals(other._operation);
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}
