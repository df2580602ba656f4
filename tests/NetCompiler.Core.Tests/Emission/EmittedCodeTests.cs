using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler;
using NetCompiler.Core.Building;
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
                AssertAgrees(network, kind, rows, new FunctionCall(network.Network, network.Samples(rows)).Run(kind), "at once");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_result_depends_on_garbage_padding_alignment_or_calls_before(int seed)
    {
        NetworkCase network = NetworkCase.Get(seed);
        NetworkSamples samples = network.Samples(network.Rows[0]);
        foreach (FunctionKind kind in network.Functions)
        {
            FunctionResults first = new FunctionCall(network.Network, samples).Run(kind);
            AssertSameBits(network, $"{kind}, with other garbage and alignment", first, new FunctionCall(network.Network, samples) { Garbage = 1e30, Misalignment = 7 }.Run(kind));
            AssertSameBits(network, $"{kind}, a second time", first, new FunctionCall(network.Network, samples) { Times = 2 }.Run(kind));
            FunctionResults clean = new FunctionCall(network.Network, samples) { Padding = 0, Misalignment = 0 }.Run(kind);
            AssertSameBits(network, $"{kind}, with zeros as padding", first, clean);
            if (clean.Gradient.Length > 0)
            {
                AssertNoGradientOfPadding(network, kind, clean.Gradient);
            }

            if (kind is FunctionKind.Evaluate or FunctionKind.Train)
            {
                FunctionResults without = new FunctionCall(network.Network, samples) { WantsOutputs = false }.Run(kind);
                Assert.Empty(without.Outputs);
                AssertSameBits(network, $"{kind}, without outputs", new FunctionResults { Loss = first.Loss, Objective = first.Objective, Gradient = first.Gradient, States = first.States, Carried = first.Carried }, without);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Workers_change_no_bit_in_whatever_order_they_finish(int seed)
    {
        NetworkCase network = NetworkCase.Get(seed);
        foreach (int rows in network.Rows)
        {
            foreach (FunctionKind kind in network.Functions.Where(kind => kind is FunctionKind.Train or FunctionKind.HessianVector))
            {
                FunctionResults alone = new FunctionCall(network.Network, network.Samples(rows)).Run(kind);
                foreach (int[] workers in new int[][] { [0, 1], [1, 0], [2, 0, 1], [1, 2, 0] })
                {
                    FunctionResults shared = new FunctionCall(network.Network, network.Samples(rows)) { Workers = workers, Misalignment = 3 }.Run(kind);
                    AssertSameBits(network, $"{kind} of {rows} rows by workers {string.Join(", ", workers)}", alone, shared);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_parts_of_a_batch_add_up_to_the_whole(int seed)
    {
        NetworkCase network = NetworkCase.Get(seed);
        int rows = network.Rows.Max();
        if (rows == 1)
        {
            Assert.Skip("A batch of one sample has no parts.");
        }

        NetworkSamples samples = network.Samples(rows);
        int cut = 1 + new Random(seed).Next(rows - 1);

        // Statistics over the batch are not those over its parts, nor are means by weights.
        bool hasStatistics = network.Model.States.Count > 0;
        bool isOfWhole = network.Model.Losses.Any(loss => loss.Reduction == LossReduction.WeightedMean);
        foreach (FunctionKind kind in network.Functions.Where(kind => kind is FunctionKind.Infer or FunctionKind.VectorJacobian || (!isOfWhole && (!hasStatistics || kind is not (FunctionKind.Train or FunctionKind.HessianVector)))))
        {
            FunctionResults before = new FunctionCall(network.Network, samples) { Rows = cut }.Run(kind);
            FunctionResults behind = new FunctionCall(network.Network, samples) { Start = cut, Rows = rows - cut }.Run(kind);
            var joined = new FunctionResults
            {
                Outputs = [.. before.Outputs.Zip(behind.Outputs, (a, b) => (double[])[.. a, .. b])],
                Loss = before.Loss + behind.Loss,
                Objective = before.Objective + behind.Objective,
                Gradient = [.. before.Gradient.Zip(behind.Gradient, (a, b) => a + b)],
                Carried = [.. before.Carried.Zip(behind.Carried, (a, b) => (a.Name, (double[])[.. a.Elements, .. b.Elements]))],
                InputGradients = [.. before.InputGradients.Zip(behind.InputGradients, (a, b) => (double[])[.. a, .. b])],
            };
            AssertAgrees(network, kind, rows, joined, $"in parts of {cut} and {rows - cut}");
        }
    }

    private static void AssertAgrees(NetworkCase network, FunctionKind kind, int rows, FunctionResults results, string how)
    {
        IReadOnlyDictionary<string, ReferenceTensor> reference = network.Reference(kind, rows);
        string[] missing = [.. reference.Keys.Except(results.Tensors(network.Network.Description).Select(tensor => tensor.Name))];
        if (missing.Length > 0)
        {
            Assert.Fail($"{kind} does not give {string.Join(", ", missing)}\n{network}");
        }

        foreach ((string name, double[] actual) in results.Tensors(network.Network.Description))
        {
            if (!reference.TryGetValue(name, out ReferenceTensor? expected))
            {
                continue;
            }

            Assert.Equal(expected.Elements.Length, actual.Length);
            for (int i = 0; i < actual.Length; i++)
            {
                double error = Math.Abs(actual[i] - expected.Elements[i]);
                if (!(error <= expected.Tolerance))
                {
                    Assert.Fail($"{kind} of {rows} rows {how}: element {i} of {actual.Length} of {name} is {actual[i]:R}, not {expected.Elements[i]:R}: off by {error:G3}, tolerance {expected.Tolerance:G3}, largest element {expected.Largest:G3}.\n{network}");
                }
            }
        }
    }

    private static void AssertSameBits(NetworkCase network, string what, FunctionResults expected, FunctionResults actual)
    {
        foreach (((string name, double[] first), (_, double[] second)) in expected.Tensors(network.Network.Description).Zip(actual.Tensors(network.Network.Description)))
        {
            Assert.Equal(first.Length, second.Length);
            for (int i = 0; i < first.Length; i++)
            {
                if (BitConverter.DoubleToUInt64Bits(first[i]) != BitConverter.DoubleToUInt64Bits(second[i]))
                {
                    Assert.Fail($"{what}: element {i} of {first.Length} of {name} is {second[i]:R}, not {first[i]:R}.\n{network}");
                }
            }
        }
    }

    // Norms of the whole buffer, and optimizers, run over the padding too.
    private static void AssertNoGradientOfPadding(NetworkCase network, FunctionKind kind, double[] gradient)
    {
        var isPadding = new bool[gradient.Length];
        Array.Fill(isPadding, true);
        foreach (ParameterDescription parameter in network.Network.Description.Parameters)
        {
            for (int i = 0; i < parameter.Length; i++)
            {
                isPadding[parameter.IndexOf(i)] = false;
            }
        }

        for (int i = 0; i < gradient.Length; i++)
        {
            if (isPadding[i] && gradient[i] != 0)
            {
                Assert.Fail($"{kind}: padding {i} has the gradient {gradient[i]:R}.\n{network}");
            }
        }
    }
}
