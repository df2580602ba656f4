using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Advice;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Advice;

/// <summary>Advice on the random networks of all families: nothing throws, every place is a line of the network, and no range is upside down.</summary>
public sealed class RandomNetworkAdviceTests(ITestOutputHelper output)
{
    private static readonly int[] s_families = [1, 10_001, 100_001, 300_001, 310_001, 320_001, 400_001];

    [Fact]
    public void Every_network_can_be_advised()
    {
        var counts = new SortedDictionary<string, int>(System.StringComparer.Ordinal);
        int networks = 0;
        foreach (int seed in s_families.SelectMany(first => Enumerable.Range(first, 40)))
        {
            NetworkDeclaration declaration = NetworkCase.DeclarationOf(seed);
            networks++;
            foreach (NetworkAdvice advice in NetworkAdviser.Of(declaration, TestContext.Current.CancellationToken))
            {
                Assert.Contains(declaration.Lines, line => line.Location == advice.Location);
                Assert.All(advice.Corrections, correction => Assert.Contains(declaration.Lines, line => line.Location == correction.Place));
                counts[advice.Code] = counts.GetValueOrDefault(advice.Code) + 1;
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{networks} networks: {string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"))}"));
        Assert.Contains(AdviceCodes.LinearLayersCollapse, counts.Keys);
    }

    [Fact]
    public void Ranges_are_in_order()
    {
        foreach (int seed in s_families.SelectMany(first => Enumerable.Range(first, 40)))
        {
            NetworkModel model = NetworkBuilder.Build(NetworkCase.DeclarationOf(seed), NetworkMode.Training, TestContext.Current.CancellationToken).Model!;
            var ranges = new ValueRanges(model.Builder.Values);
            foreach (TensorValue value in model.Builder.Values)
            {
                ValueRange range = ranges.Of(value);
                Assert.True(range.Low <= range.High, $"{seed}: {value} {value.Label} {range}");
            }
        }
    }
}
