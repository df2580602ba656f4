using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>What differentiation appends: no needless work, labels, refusals.</summary>
public sealed class GradientProgramTests
{
    private static readonly Extent s_r = Extent.Rows(8);

    [Fact]
    public void AnActivationIsNotComputedAgain()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(s_r, 4));
        TensorValue tanh = builder.Map(UnaryKind.Tanh, x);
        TensorValue u = Source(builder, "u", tanh.Shape);

        TensorValue gradient = ReverseMode.Differentiate(builder, tanh, u, [x])[x];

        Assert.Equal([tanh, u], gradient.Operands);
        Assert.Equal("(1 - #0 * #0) * #1", ((MapOperation)gradient.Operation).Expression.ToString());
    }

    [Fact]
    public void ADenseLayersGradientIsTwoProductsAndASum()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(s_r, 4));
        TensorValue w = Source(builder, "w", Shape.Of(3, 4), SourceKind.Parameter);
        TensorValue b = Source(builder, "b", Shape.Of(3), SourceKind.Parameter);
        builder.Label = "0";
        TensorValue y = builder.Plus(builder.Add(ContractOperation.Over(1, 1), x, w), b);
        builder.Label = string.Empty;
        TensorValue u = Source(builder, "u", y.Shape, SourceKind.Cotangent);

        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(builder, y, u, [x, w, b]);
        builder.Result(ResultKind.InputGradient, "x", gradients[x]);
        builder.Result(ResultKind.ParameterGradient, "w", gradients[w]);
        builder.Result(ResultKind.ParameterGradient, "b", gradients[b]);

        const string expected =
            """
            program dense
              %0 [r,4] = input "x"
              %1 [3,4] = parameter "w"
              %2 [3] = parameter "b"
              %3 [r,3] = contract %0 %1 over [1]x[1]  ; 0
              %4 [r,3] = %3 + %2  ; 0
              %5 [r,3] = cotangent "u"
              %6 [1,3] = sum %5 over [0]  ; 0
              %7 [3] = reshape %6  ; 0
              %8 [r,4] = contract %5 %1 over [1]x[0]  ; 0
              %9 [3,4] = contract %5 %0 over [0]x[0]  ; 0
              inputgradient "x" = %8
              parametergradient "w" = %9
              parametergradient "b" = %7

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), builder.Finish("dense").ToString());
    }

    [Fact]
    public void OnlyThePathIsVisited()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(s_r, 4));
        TensorValue w1 = Source(builder, "w1", Shape.Of(3, 4), SourceKind.Parameter);
        TensorValue w2 = Source(builder, "w2", Shape.Of(2, 3), SourceKind.Parameter);
        TensorValue hidden = builder.Map(UnaryKind.Tanh, builder.Add(ContractOperation.Over(1, 1), x, w1));
        TensorValue y = builder.Add(ContractOperation.Over(1, 1), hidden, w2);
        int before = builder.Values.Count;

        ReverseMode.Differentiate(builder, y, null, [w2]);

        Assert.Equal(["constant", "contract"], builder.Values.Skip(before).Select(value => value.Operation.Name));
    }

    [Fact]
    public void AnAbsentTangentCostsNothing()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(s_r, 4));
        TensorValue w1 = Source(builder, "w1", Shape.Of(3, 4), SourceKind.Parameter);
        TensorValue w2 = Source(builder, "w2", Shape.Of(2, 3), SourceKind.Parameter);
        TensorValue hidden = builder.Map(UnaryKind.Tanh, builder.Add(ContractOperation.Over(1, 1), x, w1));
        TensorValue y = builder.Add(ContractOperation.Over(1, 1), hidden, w2);
        TensorValue v = Source(builder, "w2", w2.Shape, SourceKind.Direction);
        int before = builder.Values.Count;

        TensorValue tangent = ForwardMode.Differentiate(builder, new Dictionary<TensorValue, TensorValue> { [w2] = v }, [y])[y];

        Assert.Equal([tangent], builder.Values.Skip(before));
        Assert.Equal([hidden, v], tangent.Operands);
    }

    [Fact]
    public void WhatTheResultDoesNotDependOnHasTheConstantZero()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(s_r, 4));
        TensorValue stopped = Source(builder, "stopped", Shape.Of(s_r, 4));
        TensorValue sign = Source(builder, "sign", Shape.Of(s_r, 4));
        TensorValue other = Source(builder, "other", Shape.Of(3));
        TensorValue y = builder.Map(
            Operand(0) * Operand(1) + Operand(2),
            x,
            builder.StopGradient(builder.Map(UnaryKind.Exp, stopped)),
            builder.Map(UnaryKind.Sign, sign));
        TensorValue v = Source(builder, "v", stopped.Shape, SourceKind.Direction);

        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(builder, y, null, [x, stopped, sign, other]);
        TensorValue tangent = ForwardMode.Differentiate(builder, new Dictionary<TensorValue, TensorValue> { [stopped] = v, [sign] = v }, [y])[y];

        Assert.Equal(new ConstantOperation(0, stopped.Shape), gradients[stopped].Operation);
        Assert.Equal(new ConstantOperation(0, sign.Shape), gradients[sign].Operation);
        Assert.Equal(new ConstantOperation(0, other.Shape), gradients[other].Operation);
        Assert.Equal(new ConstantOperation(0, y.Shape), tangent.Operation);
        Assert.Same(y.Operands[1], gradients[x]);
    }

    [Fact]
    public void StopGradientTakesItsOperandAsAConstant()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(3));
        TensorValue y = builder.Times(x, builder.StopGradient(x));
        TensorValue gradient = ReverseMode.Differentiate(builder, y, null, [x])[x];
        var call = new ReferenceCall { Sources = { [(SourceKind.Input, "x")] = [2, -3, 5] } };

        Assert.Equal([2, -3, 5], Interpreter.Run(builder.Finish("stop"), call)[gradient]);
    }

    [Fact]
    public void AValueIsItsOwnDerivative()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(3));
        TensorValue u = Source(builder, "u", Shape.Of(3), SourceKind.Cotangent);

        Assert.Same(u, ReverseMode.Differentiate(builder, x, u, [x])[x]);
        Assert.Same(u, ForwardMode.Differentiate(builder, new Dictionary<TensorValue, TensorValue> { [x] = u }, [x])[x]);
    }

    [Fact]
    public void AnInnerValueCanBeDifferentiatedBy()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(3));
        TensorValue square = builder.Times(x, x);
        TensorValue cube = builder.Times(square, x);
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(builder, cube, null, [square, x]);
        var call = new ReferenceCall { Sources = { [(SourceKind.Input, "x")] = [2, -3, 5] } };
        ReferenceRun run = Interpreter.Run(builder.Finish("cube"), call);

        Assert.Equal([2, -3, 5], run[gradients[square]]);
        Assert.Equal([12, 27, 75], run[gradients[x]]);
    }

    [Fact]
    public void AnInnerValueAloneIsDifferentiatedBy()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(3));
        TensorValue square = builder.Times(x, x);
        TensorValue cube = builder.Times(square, x);
        TensorValue v = Source(builder, "v", Shape.Of(3), SourceKind.Direction);

        TensorValue gradient = ReverseMode.Differentiate(builder, cube, null, [square])[square];
        TensorValue tangent = ForwardMode.Differentiate(builder, new Dictionary<TensorValue, TensorValue> { [square] = v }, [cube])[cube];

        Assert.Same(x, gradient);
        Assert.Equal([x, v], tangent.Operands);
    }

    [Fact]
    public void AGradientThatIsIntegersIsMadeReal()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(3));
        TensorValue labels = builder.Add(new SourceOperation(SourceKind.Target, "labels", Shape.Of(3), ElementKind.Integer));
        TensorValue gradient = ReverseMode.Differentiate(builder, builder.Times(x, labels), null, [x])[x];
        var call = new ReferenceCall { Sources = { [(SourceKind.Input, "x")] = [7, 8, 9], [(SourceKind.Target, "labels")] = [2, 0, 5] } };

        Assert.Equal(ElementKind.Real, gradient.Element);
        Assert.Equal([2, 0, 5], Interpreter.Run(ProgramVerifier.Verify(builder.Finish("labels"), "differentiation"), call)[gradient]);
    }

    [Fact]
    public void NewValuesCarryTheLabelOfTheRulesValue()
    {
        var builder = new ProgramBuilder();
        builder.Label = "in";
        TensorValue x = Source(builder, "x", Shape.Of(s_r, 4));
        builder.Label = "first";
        TensorValue first = builder.Map(UnaryKind.Tanh, x);
        builder.Label = "second";
        TensorValue second = builder.Map(UnaryKind.Sin, first);
        builder.Label = "after";
        int before = builder.Values.Count;

        ReverseMode.Differentiate(builder, second, null, [x]);

        Assert.Equal(["second", "second", "first"], builder.Values.Skip(before).Select(value => value.Label));
        Assert.Equal("after", builder.Label);
    }

    [Fact]
    public void MistakesAreRefused()
    {
        var builder = new ProgramBuilder();
        TensorValue x = Source(builder, "x", Shape.Of(3));
        TensorValue y = builder.Times(x, x);
        TensorValue wrong = Source(builder, "wrong", Shape.Of(4));
        TensorValue labels = builder.Add(new SourceOperation(SourceKind.Target, "labels", Shape.Of(3), ElementKind.Integer));
        var stranger = new ProgramBuilder();
        TensorValue foreign = Source(stranger, "x", Shape.Of(3));

        Assert.Contains("[4]", Assert.Throws<ProgramException>(() => ReverseMode.Differentiate(builder, y, wrong, [x])).Message);
        Assert.Contains("[4]", Assert.Throws<ProgramException>(() => ForwardMode.Differentiate(builder, new Dictionary<TensorValue, TensorValue> { [x] = wrong }, [y])).Message);
        Assert.Contains("integers", Assert.Throws<ProgramException>(() => ReverseMode.Differentiate(builder, y, null, [labels])).Message);
        Assert.Contains("another program", Assert.Throws<ProgramException>(() => ReverseMode.Differentiate(builder, y, null, [foreign])).Message);
    }

    [Fact]
    public void AnAdjointWithRowsBehindBatchAxesIsRefused()
    {
        var builder = new ProgramBuilder();
        TensorValue a = Source(builder, "a", Shape.Of(s_r, 2, 3));
        TensorValue b = Source(builder, "b", Shape.Of(s_r, 2, 4));
        TensorValue product = builder.Add(new ContractOperation(new([0]), new([0]), new([1]), new([1])), a, b);

        Assert.Contains("rows behind batch axes", Assert.Throws<ProgramException>(() => ReverseMode.Differentiate(builder, product, null, [a])).Message);
    }

    private static TensorValue Source(ProgramBuilder builder, string name, Shape shape, SourceKind kind = SourceKind.Input) =>
        builder.Add(new SourceOperation(kind, name, shape));
}
