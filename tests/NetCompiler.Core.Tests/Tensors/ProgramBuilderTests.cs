using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Tensors;

public sealed class ProgramBuilderTests
{
    private readonly ProgramBuilder _builder = new();

    [Fact]
    public void EqualComputationsAreOneValue()
    {
        TensorValue x = Input("x");
        TensorValue y = Input("y");

        Assert.Same(x, Input("x"));
        Assert.Same(_builder.Plus(x, y), _builder.Plus(x, y));
        Assert.Same(_builder.Sum(x, 0, 1), _builder.Sum(x, 0, 1));
        Assert.Same(_builder.Add(ContractOperation.Over(1, 1), x, y), _builder.Add(ContractOperation.Over(1, 1), x, y));
        Assert.Same(_builder.Map(Of(UnaryKind.Tanh, 2 * Operand(0)), x), _builder.Map(Of(UnaryKind.Tanh, Operand(0) * 2), x));
        Assert.Equal(6, _builder.Values.Count);
    }

    [Fact]
    public void ALabelIsNoPartOfAValue()
    {
        _builder.Label = "first";
        TensorValue first = _builder.Map(UnaryKind.Exp, Input("x"));
        _builder.Label = "second";

        Assert.Same(first, _builder.Map(UnaryKind.Exp, Input("x")));
        Assert.Equal("first", first.Label);
    }

    [Fact]
    public void DifferentComputationsAreDifferentValues()
    {
        TensorValue x = Input("x");
        TensorValue y = Input("y");

        Assert.NotSame(x, y);
        Assert.NotSame(x, _builder.Add(new SourceOperation(SourceKind.Parameter, "x", x.Shape)));
        Assert.NotSame(_builder.Plus(x, y), _builder.Plus(y, x));
        Assert.NotSame(_builder.Sum(x, 0), _builder.Sum(x, 1));
        Assert.NotSame(_builder.Sum(x, 0), _builder.Max(x, 0));
        Assert.NotSame(_builder.Constant(1, x.Shape), _builder.Constant(2, x.Shape));
        Assert.NotSame(_builder.Constant(1, x.Shape), _builder.Constant(1, Shape.Of(4)));
        Assert.NotSame(_builder.Add(new RandomMaskOperation(0.5, 0, x.Shape)), _builder.Add(new RandomMaskOperation(0.5, 1, x.Shape)));
        Assert.NotSame(x, _builder.StopGradient(x));
    }

    [Fact]
    public void WhatChangesNothingAddsNothing()
    {
        TensorValue x = Input("x");

        Assert.Same(x, _builder.Reshape(x, x.Shape));
        Assert.Same(x, _builder.Broadcast(x, x.Shape));
        Assert.Same(x, _builder.Transpose(x, 0, 1));
        Assert.Same(x, _builder.Sum(x));
        Assert.Same(x, _builder.Times(1, x));
    }

    [Fact]
    public void OperandsThatDoNotFitAreRefused()
    {
        TensorValue x = Input("x");
        TensorValue z = _builder.Add(new SourceOperation(SourceKind.Input, "z", Shape.Of(3)));

        Assert.Contains("[r,4] and [3]", Assert.Throws<ProgramException>(() => _builder.Plus(x, z)).Message);
        Assert.Throws<ProgramException>(() => _builder.Add(ContractOperation.Over(1, 0), x, z));
        Assert.Throws<ProgramException>(() => _builder.Sum(x, 2));
        Assert.Throws<ProgramException>(() => _builder.Sum(x, 1, 1));
        Assert.Throws<ProgramException>(() => _builder.Reshape(x, Shape.Of(Extent.Rows(8), 5)));
        Assert.Throws<ProgramException>(() => _builder.Reshape(x, Shape.Of(8, 4)));
        Assert.Throws<ProgramException>(() => _builder.Transpose(x, 1, 1));
        Assert.Throws<ProgramException>(() => _builder.Add(new SliceOperation(1, 2, 3), x));
        Assert.Throws<ProgramException>(() => _builder.Add(new SliceOperation(0, 0, 1), x));
        Assert.Throws<ProgramException>(() => _builder.Add(new PadOperation(1, -1, 0), x));
        Assert.Throws<ProgramException>(() => _builder.Add(new ConcatOperation(1), x, z));
        Assert.Throws<ProgramException>(() => _builder.Broadcast(x, Shape.Of(4)));
        Assert.Throws<ProgramException>(() => _builder.Map(Operand(1), x));
        Assert.Throws<ProgramException>(() => _builder.Map(Operand(0) + Coordinate(2), x));
        Assert.Throws<ProgramException>(() => _builder.Map(new ConstantExpression(1)));
        Assert.Throws<ProgramException>(() => _builder.Add(new RandomMaskOperation(0.5, 0, Shape.Of(4))));
        Assert.Equal(2, _builder.Values.Count);
    }

    private TensorValue Input(string name) => _builder.Add(new SourceOperation(SourceKind.Input, name, Shape.Of(Extent.Rows(8), 4)));
}
