using NetCompiler.Benchmarks.Generation;
using NetCompiler.Benchmarks.Networks;
using Xunit;

namespace NetCompiler.Benchmarks.Tests;

/// <summary>What a build costs grows with the text that it compiles: kernels are shared by equal shapes, and layers add calls.</summary>
public sealed class TextSizeTests
{
    [Theory]
    [InlineData(nameof(ResNet18))]
    [InlineData(nameof(MobileNetV2))]
    public void Inference_of_a_large_network_is_less_than_300_kilobytes_of_text(string network) =>
        Assert.InRange(GeneratedCompilation.TextLength(GeneratedCompilation.Declarations(network)), 1, 300_000);

    [Theory]
    [InlineData(nameof(ResNet18))]
    public void Training_of_a_large_network_is_less_than_a_megabyte_of_text(string network) =>
        Assert.InRange(GeneratedCompilation.TextLength(GeneratedCompilation.TrainableDeclarations(network)), 1, 1_000_000);
}
