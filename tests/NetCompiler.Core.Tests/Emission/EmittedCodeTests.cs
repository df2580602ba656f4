using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>The emitted code of random networks.</summary>
public sealed class EmittedCodeTests
{
    public static IEnumerable<TheoryDataRow<int>> Seeds => NetworkCase.Seeds.Select(seed => new TheoryDataRow<int>(seed));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_function_agrees_with_the_interpreter(int seed)
    {
        NetworkCase network = NetworkCase.Get(seed);
        foreach (int rows in network.Rows)
        {
            foreach (FunctionKind kind in network.Functions)
            {
                FunctionResults results = new FunctionCall(network.Network, network.Samples(rows)).Run(kind);
                IReadOnlyDictionary<string, ReferenceTensor> reference = network.Reference(kind, rows);
                foreach ((string name, float[] elements) in results.Tensors(network.Network.Description))
                {
                    if (reference.TryGetValue(name, out ReferenceTensor? expected))
                    {
                        AssertClose(expected, elements, $"{kind} of {rows} rows, {name}\n{network}");
                    }
                }
            }
        }
    }

    private static void AssertClose(ReferenceTensor expected, float[] actual, string what)
    {
        Assert.Equal(expected.Elements.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected.Elements[i]);
            Assert.True(
                error <= expected.Tolerance,
                $"Element {i} of {actual.Length} is {actual[i]:R}, not {expected.Elements[i]:R}: off by {error:G3}, tolerance {expected.Tolerance:G3}, largest element {expected.Largest:G3}.\n{what}");
        }
    }
}
