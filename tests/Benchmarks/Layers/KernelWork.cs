using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using NetCompiler.Benchmarks.Suite.Graph;

namespace NetCompiler.Benchmarks.Layers;

/// <summary>What a kernel has to do at least for the layers that it computes.</summary>
/// <param name="Operations">Floating-point operations of products.</param>
/// <param name="Bytes">Bytes that are read and written once; 0 where that is not known, and for kernels that only move what others could have put there.</param>
internal sealed partial record KernelWork(long Operations, long Bytes)
{
    /// <summary>
    /// The work of a call. A product and its gradients all touch the same three things: operand, weight and result. Their operations are those of the
    /// layer's definition, or those that the kernel's name tells, where it is one of several that share the work. Elementwise kernels and pools read
    /// what comes into their layers and write what comes out.
    /// </summary>
    /// <param name="graph">The network.</param>
    /// <param name="call">The call, in whose comment the layers stand.</param>
    /// <param name="rows">Samples of a step.</param>
    public static KernelWork Of(NetworkGraph graph, KernelCall call, int rows)
    {
        string[] names = [.. call.Layers.Split(", ").Select(label => label[..Math.Max(0, label.LastIndexOf(' '))])];
        GraphNode[] nodes = [.. names.Select(name => graph.Nodes.FirstOrDefault(node => node.Name == name)).OfType<GraphNode>()];
        GraphNode[] products = [.. nodes.Where(node => node.IsProduct)];
        if (ProductName().IsMatch(call.Kernel))
        {
            long told = call.Operations(rows);
            long defined = products.Sum(node => 2 * node.MultiplyAdds * rows);
            long touched = products.Sum(node => ((long)(node.Inputs[0].Length + node.Length) * rows) + node.Parameters.Sum(parameter => (long)GraphNode.Product(parameter.Shape)));
            return new KernelWork(told > 0 && defined > 0 ? Math.Min(told, defined) : Math.Max(told, defined), sizeof(float) * touched);
        }

        if (nodes is [] || products is not [])
        {
            return new KernelWork(0, 0);
        }

        var within = new HashSet<GraphNode>(nodes);
        long read = nodes.SelectMany(node => node.Inputs).Where(input => !within.Contains(input)).Distinct().Sum(input => (long)input.Length);
        return new KernelWork(0, sizeof(float) * rows * (read + nodes[^1].Length));
    }

    [GeneratedRegex("Contract|Weigh|Convolve|Depthwise|Winograd")]
    private static partial Regex ProductName();
}
