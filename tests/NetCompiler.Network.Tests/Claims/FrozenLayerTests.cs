using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Measures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Claims;

/// <summary>Layers with <c>Frozen = true</c> and <c>MaxNorm</c>, from the attribute to the trained network.</summary>
public sealed class FrozenLayerTests
{
    private static readonly float[] s_inputs = [.. Enumerable.Range(0, 24 * 7).Select(index => 3 * MathF.Sin(index * 0.7f))];
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 24).Select(index => index % 3)];

    public static TheoryData<string> Ways => ["fused", "chunks", "clipped", "groups", "accumulated", "trust ratios", "several workers"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_frozen_layer_keeps_its_bits_and_outputs_their_norm_whichever_way_a_step_goes(string way)
    {
        var network = new PartlyFrozen(seed: 3);
        float[] weight = network.Parameters["0.weight"].ToArray();
        float[] bias = network.Parameters["0.bias"].ToArray();
        float[] trained = network.Parameters["4.weight"].ToArray();
        RuleOptimizer optimizer = way == "trust ratios" ? new Lamb(0.1) { WeightDecay = 0.1 } : new AdamW(0.1) { WeightDecay = 0.5 };
        if (way == "groups")
        {
            optimizer.Groups = [new ParameterGroup("*.bias") { WeightDecay = 0 }];
        }

        if (way is "fused" or "chunks" or "groups" or "trust ratios")
        {
            int rows = way == "fused" ? 8 : 24;
            for (int step = 0; step < 10; step++)
            {
                network.TrainStep(s_inputs.AsSpan(0, rows * 7), s_labels.AsSpan(0, rows), optimizer);
                AssertNorms(network);
            }
        }
        else
        {
            new Trainer<PartlyFrozen>(network)
            {
                Optimizer = optimizer,
                Epochs = 4,
                BatchSize = way == "clipped" ? 12 : 8,
                AccumulateSteps = way == "accumulated" ? 2 : 1,
                ClipNorm = way == "clipped" ? 0.5f : null,
                Workers = way == "several workers" ? 3 : 1,
            }.Fit(Dataset.Of(s_inputs, s_labels), cancellation: TestContext.Current.CancellationToken);
        }

        AssertNorms(network);
        Assert.Equal(weight, network.Parameters["0.weight"].ToArray());
        Assert.Equal(bias, network.Parameters["0.bias"].ToArray());
        Assert.NotEqual(trained, network.Parameters["4.weight"].ToArray());
        Assert.True(network.Parameters["0.weight"].IsFrozen);
    }

    [Fact]
    public void Gradients_by_hand_are_zero_where_a_layer_is_frozen()
    {
        var network = new PartlyFrozen(seed: 4);
        float[] gradients = new float[PartlyFrozen.Description.ParameterLength];
        gradients.AsSpan().Fill(float.NaN);
        network.Gradients(s_inputs.AsSpan(0, 8 * 7), s_labels.AsSpan(0, 8), gradients);
        float[] values = new float[140];
        network.Parameters["0.weight"].Gather(gradients, values);
        Assert.All(values, value => Assert.Equal(0, value));
        network.Parameters["2.weight"].Gather(gradients, values.Length < 400 ? values = new float[400] : values);
        Assert.Contains(values, value => value != 0);
        Assert.DoesNotContain(values, float.IsNaN);
        new AdamW(0.1).Step(network, gradients);
        AssertNorms(network);
        Assert.Throws<InvalidOperationException>(() => network.Parameters.Unfreeze("0.*"));
    }

    [Fact]
    public void Steps_with_groups_norms_and_trust_ratios_allocate_nothing()
    {
        var network = new PartlyFrozen(seed: 5);
        RuleOptimizer[] optimizers = [new AdamW(), new Lamb(), new Lion { Groups = [new ParameterGroup("*.bias") { WeightDecay = 0 }] }];
        foreach (RuleOptimizer optimizer in optimizers)
        {
            Assert.Equal(0, Allocation.Between(10, 510, runs =>
            {
                for (int run = 0; run < runs; run++)
                {
                    network.TrainStep(s_inputs.AsSpan(0, 56), s_labels.AsSpan(0, 8), optimizer);
                }
            }));
        }
    }

    [Fact]
    public void Epochs_with_a_schedule_and_several_batches_a_step_allocate_nothing_by_the_step()
    {
        Dataset data = Dataset.Of(s_inputs, s_labels);
        var few = new Trainer<PartlyFrozen>(new PartlyFrozen(seed: 6)) { BatchSize = 4, AccumulateSteps = 2, Shuffle = false, Schedule = new Warmup(5, new CosineAnnealingLR { Unit = ScheduleUnit.Step }) };
        long Bytes(int epochs)
        {
            few.Epochs = epochs;
            long before = GC.GetAllocatedBytesForCurrentThread();
            few.Fit(data, cancellation: TestContext.Current.CancellationToken);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Bytes(2);

        // What an epoch leaves behind is its record.
        long each = (Bytes(102) - Bytes(2)) / 100;
        Assert.InRange(each, 0, 400);
    }

    // 0.5 and the roundings of a norm of 20 numbers.
    private static void AssertNorms(PartlyFrozen network)
    {
        float[] weight = network.Parameters["2.weight"].ToArray();
        double[] norms = [.. weight.Chunk(20).Select(row => Math.Sqrt(row.Sum(value => (double)value * value)))];
        Assert.Equal(20, norms.Length);
        Assert.All(norms, norm => Assert.InRange(norm, 0, 0.500001));
        Assert.Contains(norms, norm => norm > 0.4999);
    }
}
