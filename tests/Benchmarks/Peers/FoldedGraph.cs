using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Benchmarks.Suite.Graph;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>
/// A graph for ONNX: batch normalization is folded into the convolution that alone feeds it, as exporters do, and sums of several values are sums of two.
/// </summary>
internal sealed class FoldedGraph
{
    // PyTorch's default.
    private const double Epsilon = 1e-5;

    private readonly IReadOnlyDictionary<string, float[]> _weights;

    // Normalization by the convolution that takes it in, and the other way around.
    private readonly Dictionary<GraphNode, GraphNode> _normalizations = [];
    private readonly Dictionary<GraphNode, GraphNode> _sources = [];

    /// <summary>Folds.</summary>
    public FoldedGraph(NetworkGraph graph, IReadOnlyDictionary<string, float[]> weights)
    {
        _weights = weights;
        ILookup<GraphNode, GraphNode> readers = graph.Nodes.SelectMany(node => node.Inputs.Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        foreach (GraphNode node in graph.Nodes.Where(node => node.Kind == NodeKind.BatchNormalization))
        {
            GraphNode product = node.Inputs[0];
            if (product.Kind != NodeKind.Convolution || readers[product].Count() != 1)
            {
                throw new InvalidOperationException($"'{node.Name}' does not follow a convolution that nothing else reads, which is not written here.");
            }

            _normalizations.Add(product, node);
            _sources.Add(node, product);
        }

        var nodes = new List<GraphNode>();
        foreach (GraphNode node in graph.Nodes.Where(node => node.Kind != NodeKind.Input && !_sources.ContainsKey(node)))
        {
            if (node.Kind is NodeKind.Add or NodeKind.Multiply && node.Inputs.Count > 2)
            {
                GraphNode sum = node.Inputs[0];
                for (int i = 1; i < node.Inputs.Count; i++)
                {
                    sum = new GraphNode { Name = FormattableString.Invariant($"{node.Name}.{i}"), Kind = node.Kind, Inputs = [sum, node.Inputs[i]], Shape = node.Shape };
                    nodes.Add(sum);
                }

                _sources.Add(node, sum);
            }
            else
            {
                nodes.Add(node);
            }
        }

        Nodes = nodes;
        Output = Source(graph.Output);
    }

    /// <summary>What is left, in order, without the input.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The node whose value is the output.</summary>
    public GraphNode Output { get; }

    /// <summary>The node that computes a value now.</summary>
    public GraphNode Source(GraphNode value) => _sources.GetValueOrDefault(value, value);

    /// <summary>The parameters that a node reads after its values.</summary>
    public IReadOnlyList<(string Name, float[] Values, int[] Shape)> Parameters(GraphNode node)
    {
        if (node.Kind == NodeKind.ReLU6)
        {
            return [(node.Name + ".least", [0], []), (node.Name + ".most", [6], [])];
        }

        if (node.IsRecurrent)
        {
            return Recurrent(node);
        }

        if (!_normalizations.TryGetValue(node, out GraphNode? normalization))
        {
            return [.. node.Parameters.Select(parameter => ($"{node.Name}.{parameter.Name}", _weights[$"{node.Name}.{parameter.Name}"], parameter.Shape))];
        }

        float[] Of(string name) => _weights[$"{normalization.Name}.{name}"];
        double[] factors = [.. Of("weight").Zip(Of("running_var"), (weight, variance) => weight / Math.Sqrt(variance + Epsilon))];
        float[] weight = _weights[node.Name + ".weight"];
        float[] bias = node.Bias ? _weights[node.Name + ".bias"] : new float[factors.Length];
        int each = weight.Length / factors.Length;
        return
        [
            (node.Name + ".weight", [.. weight.Select((value, index) => (float)(value * factors[index / each]))], node.Parameters[0].Shape),
            (node.Name + ".bias", [.. bias.Select((value, channel) => (float)(((value - Of("running_mean")[channel]) * factors[channel]) + Of("bias")[channel]))], [factors.Length]),
        ];
    }

    // Gates in the order of ONNX, for one direction; both biases in one.
    private IReadOnlyList<(string Name, float[] Values, int[] Shape)> Recurrent(GraphNode node)
    {
        int units = node.Shape[0];
        int features = node.Inputs[0].Shape[1];
        int[] order = node.Kind == NodeKind.LSTM ? [0, 3, 1, 2] : [1, 0, 2];
        float[] Ordered(string name, int each) => [.. order.SelectMany(gate => _weights[$"{node.Name}.{name}"].Skip(gate * units * each).Take(units * each))];
        return
        [
            (node.Name + ".w", Ordered("weight_ih_l0", features), [1, node.Gates * units, features]),
            (node.Name + ".r", Ordered("weight_hh_l0", units), [1, node.Gates * units, units]),
            (node.Name + ".b", [.. Ordered("bias_ih_l0", 1), .. Ordered("bias_hh_l0", 1)], [1, 2 * node.Gates * units]),
        ];
    }
}
