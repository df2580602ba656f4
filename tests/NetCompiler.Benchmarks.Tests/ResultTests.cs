using System;
using NetCompiler.Benchmarks.Layers;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Suite.Graph;
using Xunit;

namespace NetCompiler.Benchmarks.Tests;

/// <summary>The arithmetic of results. Nothing is measured here.</summary>
public sealed class ResultTests
{
    private static readonly MachineLimits s_limits = new(200, [new("L1", 1000, 400), new("L2", 5000, 100), new("DRAM", long.MaxValue, 10)]);

    [Fact]
    public void A_row_has_eight_fields_with_points_and_is_read_back()
    {
        var row = new ResultRow("mlp", "infer_b1", "netcompiler", new Measurement(2480.26, 12.345, 1234567.89), 81.93, 0.9712);
        Assert.Equal("mlp\tinfer_b1\tnetcompiler\t2480.3\t12.35\t1234567.9\t81.930\t0.9712", row.ToString());
        Assert.Equal(ResultRow.Header.Split('\t').Length, row.ToString().Split('\t').Length);
        Assert.Equal(row.ToString(), ResultRow.Parse(row.ToString()).ToString());
        Assert.Throws<FormatException>(() => ResultRow.Parse("mlp\tinfer_b1"));
    }

    [Fact]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle()
    {
        Assert.Equal(new Measurement(3, 1, 9), Measurement.Of([9, 1, 3]));
        Assert.Equal(new Measurement(3.5, 1, 9), Measurement.Of([9, 1, 3, 4]));
    }

    [Theory]
    [InlineData(4000, 100, 100, 1, 20)] // Operations: 4000 / 200.
    [InlineData(0, 1000, 1000, 1, 2.5)] // All in L1.
    [InlineData(0, 3000, 3000, 1, 22.5)] // 1000 at 400, 2000 at 100.
    [InlineData(0, 6000, 6000, 1, 142.5)] // 1000 at 400, 4000 at 100, 1000 at 10.
    [InlineData(0, 6000, 3000, 1, 45)] // Read twice.
    [InlineData(4000, 100, 100, 2, 10)]
    public void The_least_time_is_the_larger_bound(double operations, double bytes, double footprint, int cores, double expected) =>
        Assert.Equal(expected, s_limits.LeastTime(operations, bytes, footprint, cores), 1e-9);

    [Fact]
    public void Limits_are_handed_on_as_text() =>
        Assert.Equal(s_limits.LeastTime(1, 6000, 6000, 1), MachineLimits.Parse(s_limits.ToString()).LeastTime(1, 6000, 6000, 1));

    [Fact]
    public void Work_of_a_network_counts_products()
    {
        NetworkSpecification network = NetworkSuite.Find("mlp_784_128_10").Specification;
        Assert.Equal(101_770, network.Parameters);
        Assert.Equal(922, network.Activations);
        Assert.Equal(203_264, network.InferenceOperations(1));

        // Forward and weight gradients of both layers, input gradients of the second.
        Assert.Equal(203_264 + 203_264 + 2_560, network.TrainingOperations(1));
    }

    [Theory]
    [InlineData("ContractRx784x128_0", 32, 2L * 32 * 784 * 128)]
    [InlineData("PutContract784xRx128_12", 32, 2L * 32 * 784 * 128)]
    [InlineData("ContractR28x64x10_3", 4, 2L * 4 * 28 * 64 * 10)]
    [InlineData("Rows10_6", 32, 0)]
    public void Operations_of_a_kernel_are_read_from_its_name(string kernel, int rows, long expected) =>
        Assert.Equal(expected, new KernelCall("Train0", kernel, string.Empty).Operations(rows));

    [Fact]
    public void Work_of_convolutions_is_that_of_their_definition()
    {
        NetworkSpecification lenet = NetworkSuite.Find("lenet").Specification;
        Assert.Equal(61_706, lenet.Parameters);

        // 28 x 28 x 6 x 25, 10 x 10 x 16 x 150, and three fully connected layers.
        Assert.Equal(2 * (117_600 + 240_000 + 48_000 + 10_080 + 840), lenet.InferenceOperations(1));
        Assert.Equal((3 * lenet.InferenceOperations(1)) - (2 * 117_600), lenet.TrainingOperations(1));

        // The input, both pooled images, two hidden layers and the output; what is pooled away need not be written.
        Assert.Equal(784 + (6 * 14 * 14) + 400 + 120 + 84 + 10, lenet.Activations);
    }

    // What torchvision gives for its models, and the peers for theirs.
    [Theory]
    [InlineData("resnet18", 11_689_512, 1_814_073_344)]
    [InlineData("mobilenet_v2", 3_504_872, 300_774_272)]
    [InlineData("squeezenet_1_1", 1_235_496, 349_151_936)]
    [InlineData("resnet8", 77_946, 12_501_632)]
    public void Parameters_and_multiply_adds_are_the_published_ones(string name, long parameters, long multiplyAdds)
    {
        NetworkSpecification network = NetworkSuite.Find(name).Specification;
        Assert.Equal(parameters, network.Parameters);
        Assert.Equal(2 * multiplyAdds, network.InferenceOperations(1));
    }

    [Fact]
    public void A_pool_moves_what_comes_in_and_out_and_a_product_its_weight_too()
    {
        NetworkGraph graph = NetworkSuite.Find("lenet").Specification.Graph;
        Assert.Equal(new KernelWork(0, 4 * 2 * ((6 * 28 * 28) + (6 * 14 * 14))), KernelWork.Of(graph, new KernelCall("Forward", "PoolMaximum2x2Over6_1", "1 ReLU, 2 MaxPool2d"), 2));
        Assert.Equal(
            new KernelWork(2L * 2 * 240_000, 4 * ((2 * ((6 * 14 * 14) + 1600)) + (16 * 6 * 25) + 16)),
            KernelWork.Of(graph, new KernelCall("Forward", "ContractR100x150x16_3", "3 Conv2d, 4 ReLU"), 2));
        Assert.Equal(new KernelWork(0, 0), KernelWork.Of(graph, new KernelCall("Forward", "Move_3", "3 Conv2d"), 2));
    }

    [Fact]
    public void Slow_calls_are_measured_less_often()
    {
        var options = new TimingOptions(51, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(400));
        Assert.Equal(51, options.BatchesOf(TimeSpan.FromMilliseconds(6)));
        Assert.Equal(11, options.BatchesOf(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(5, options.BatchesOf(TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public void Tables_show_the_best_peer_against_ours()
    {
        string table = MarkdownTables.Write(
        [
            new("mlp", "infer_b1", "netcompiler", new Measurement(2000, 2000, 2000), 100, 0.5),
            new("mlp", "infer_b1", "onnxruntime", new Measurement(5000, 5000, 5000), 40, 0.2),
            new("mlp", "infer_b1", "pytorch", new Measurement(8000, 8000, 8000), 25, 0.125),
        ]);
        Assert.Contains("| mlp | infer_b1 | 2.000 | 5.000 | 8.000 | 2.50 | 100.0 | 50 % |", table, StringComparison.Ordinal);
    }
}
