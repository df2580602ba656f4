using System;

namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>The graphs of fully connected networks.</summary>
internal static class DenseGraphs
{
    /// <summary>Layers of some widths with an activation between.</summary>
    public static NetworkGraph Layers(ReadOnlySpan<int> widths, NodeKind activation)
    {
        var graph = new GraphBuilder(widths[0]);
        for (int layer = 1; layer < widths.Length; layer++)
        {
            graph.Linear(widths[layer]);
            if (layer < widths.Length - 1)
            {
                graph.Apply(activation);
            }
        }

        return graph.Build();
    }
}
