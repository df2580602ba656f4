using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Differentiation;

public sealed class RandomProgramTests
{
    private const int Programs = 120;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void DerivativesAgreeWithDifferences(int part)
    {
        int flat = 0;
        for (int seed = part; seed < Programs; seed += 4)
        {
            var c = new DerivativeCase(seed);
            TensorValue f = RandomPrograms.Compose(c, 4 + (seed % 9));
            try
            {
                bool isFlat = DoesNotDepend(c, f);
                flat += isFlat ? 1 : 0;
                DerivativeChecks.Check(c, f, isFlat);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Program {seed}: {exception.Message}", exception);
            }
        }

        Assert.True(flat <= Programs / 40, $"{flat} programs depend on no variable.");
    }

    [Fact]
    public void TheProgramsHoldEveryOperationButCountsBytesAndWhatDifferentiationIsTold()
    {
        var used = new HashSet<Type>();
        for (int seed = 0; seed < Programs; seed++)
        {
            var c = new DerivativeCase(seed);
            RandomPrograms.Compose(c, 4 + (seed % 9));
            used.UnionWith(c.Builder.Values.Select(value => value.Operation.GetType()));
        }

        IEnumerable<Type> all = typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract && type.GetProperty(nameof(Operation.IsLowered))!.DeclaringType == typeof(Operation));
        Assert.Equal([typeof(CountOperation), typeof(FromBytesOperation), typeof(StationaryOperation), typeof(StopGradientOperation)], all.Except(used).OrderBy(type => type.Name));
    }

    /// <summary>Found by moving every variable: a program may end in what depends on none.</summary>
    private static bool DoesNotDepend(DerivativeCase c, TensorValue f)
    {
        TensorProgram program = c.Builder.Finish("case");

        // Not by the same everywhere: differences of elements would stay.
        double[][] along = c.Variables.Select(variable => Enumerable.Range(0, c.Elements(variable).Length).Select(i => 0.01 + (0.001 * (i % 7))).ToArray()).ToArray();
        return c.RunMoved(program, along, 1)[f].SequenceEqual(c.Run()[f]);
    }
}
