using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>Kernels of convolutions as programs have them after the passes: matrices with channels last.</summary>
internal sealed class StoredKernels(NetworkModel model, IEnumerable<TensorValue> values)
{
    private readonly HashSet<string> _kernels = [.. ChannelsLast.Kernels(values)];

    /// <summary>A parameter, or its gradient, in PyTorch's order as it is after the passes.</summary>
    public double[] Of(string parameter, double[] values) =>
        _kernels.Contains(parameter) ? ChannelsToEnd(values, model.Parameters.Single(candidate => candidate.Name == parameter).Shape) : values;

    // [outputs, channels, extents...] to [outputs, extents..., channels].
    private static double[] ChannelsToEnd(double[] values, Shape kernel)
    {
        int channels = kernel[1].Maximum;
        int elements = kernel.Spatial.Aggregate(1, (product, extent) => product * extent);
        var moved = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int output = i / (channels * elements);
            int channel = i / elements % channels;
            moved[(((output * elements) + (i % elements)) * channels) + channel] = values[i];
        }

        return moved;
    }
}
