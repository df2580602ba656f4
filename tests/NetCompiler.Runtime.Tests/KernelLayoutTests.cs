using System;
using System.Linq;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Kernels of convolutions, stored as matrices in panels of outputs with channels fastest.</summary>
public sealed class KernelLayoutTests
{
    [Fact]
    public void Element_o_c_k_is_where_the_documentation_says()
    {
        const int Outputs = 20;
        const int Channels = 3;
        const int Height = 2;
        const int Width = 5;
        const int Panel = 16;
        int[] shape = [Outputs, Channels, Height, Width];
        ParameterLayout layout = ParameterLayout.Kernels(shape, Panel);
        int index = 0;
        for (int o = 0; o < Outputs; o++)
        {
            for (int c = 0; c < Channels; c++)
            {
                for (int k = 0; k < Height * Width; k++)
                {
                    int expected = (o / Panel * Channels * Height * Width * Panel) + (((k * Channels) + c) * Panel) + (o % Panel);
                    Assert.Equal(expected, layout.IndexOf(shape, index++));
                }
            }
        }

        Assert.Equal(index, Enumerable.Range(0, index).Select(at => layout.IndexOf(shape, at)).Distinct().Count());
    }

    [Fact]
    public void What_is_no_kernel_is_refused()
    {
        Assert.Contains("2 extents", Assert.Throws<ArgumentException>(() => ParameterLayout.Kernels([4, 4], 16)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterLayout.Kernels([4, 0, 3], 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterLayout.Kernels([4, 1, 3], 0));
        Assert.Throws<ArgumentNullException>(() => ParameterLayout.Kernels(null!, 16));
    }
}
