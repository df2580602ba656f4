using NetCompiler;
using Xunit;

namespace Company.Tests;

public sealed partial class XorTests
{
    [Fact]
    public void Network_of_the_library_has_two_outputs()
    {
        float[] logits = new float[2];

        new Library.Xor(seed: 1).Forward([1, 0], logits);

        Assert.NotEqual(logits[0], logits[1]);
    }

    [Fact]
    public void Network_of_the_tests_adds()
    {
        var network = new Sum(seed: 1);
        network.Parameters["0.weight"].CopyFrom([1, 1]);
        float[] sum = new float[1];

        network.Forward([2, 3], sum);

        Assert.Equal(5, sum[0]);
    }

    [Network, Input(2), Linear(1, Bias = false)]
    private sealed partial class Sum;
}
