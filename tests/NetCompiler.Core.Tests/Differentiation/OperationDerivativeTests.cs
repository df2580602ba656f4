using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Differentiation;

public sealed class OperationDerivativeTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => OperationCases.All.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void DerivativesAgreeWithDifferences(string name)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            var c = new DerivativeCase(seed);
            DerivativeChecks.Check(c, OperationCases.All[name](c));
        }
    }

    [Fact]
    public void EveryOperationHasACase()
    {
        IEnumerable<Type> used = OperationCases.All.Values.SelectMany(build =>
        {
            var c = new DerivativeCase(0);
            build(c);
            return c.Builder.Values.Select(value => value.Operation.GetType());
        });
        IEnumerable<Type> all = typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract && type.GetProperty(nameof(Operation.IsLowered))!.DeclaringType == typeof(Operation));

        Assert.Empty(all.Except(used));
    }

    [Fact]
    public void AnOperationWithoutARuleIsRefused()
    {
        var builder = new ProgramBuilder();
        TensorValue x = builder.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(2)));
        TensorValue y = builder.Add(new UnknownOperation(), x);

        ProgramException exception = Assert.Throws<ProgramException>(() => ReverseMode.Differentiate(builder, y, null, [x]));

        Assert.Contains("unknown", exception.Message);
        Assert.Contains(nameof(RuleTable), exception.Message);
    }

    private sealed record UnknownOperation : Operation
    {
        public override string Name => "unknown";

        public override Shape InferShape(IReadOnlyList<TensorValue> operands) => operands[0].Shape;

        public override string Print(IReadOnlyList<string> operands) => Name;
    }
}
