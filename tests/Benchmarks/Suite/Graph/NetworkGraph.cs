using System.Collections.Generic;
using System.Linq;

namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>A network once more, apart from its declaration: what peers build the same one from, and how much work it is.</summary>
internal sealed class NetworkGraph
{
    private readonly HashSet<GraphNode> _held;

    /// <summary>Takes the nodes in the order in which they are computed; the first is the input and the last the output.</summary>
    public NetworkGraph(IReadOnlyList<GraphNode> nodes)
    {
        Nodes = nodes;

        // What a product reads must lie somewhere; what elementwise work and pools make on the way there need not.
        _held = [Input, Output, .. nodes.Where(node => node.IsProduct).Select(node => node.Inputs[0])];
    }

    /// <summary>All values, each behind those that it reads.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The samples.</summary>
    public GraphNode Input => Nodes[0];

    /// <summary>The result.</summary>
    public GraphNode Output => Nodes[^1];

    /// <summary>Trainable numbers.</summary>
    public long Parameters => Nodes.Sum(node => node.Parameters.Sum(parameter => (long)GraphNode.Product(parameter.Shape)));

    /// <summary>Numbers that must be written and read for one sample: input, output, and what products read. Flattened, an image is the same numbers.</summary>
    public long Activations => _held.Where(node => node.Kind != NodeKind.Flatten || !_held.Contains(node.Inputs[0])).Sum(node => (long)node.Length);

    /// <summary>Multiply-adds of all products for one sample.</summary>
    public long MultiplyAdds => Nodes.Sum(node => node.MultiplyAdds);

    /// <summary>Multiply-adds of the products whose operand has no gradient, as no parameter comes before it.</summary>
    public long MultiplyAddsOfInput
    {
        get
        {
            var fixedValues = new HashSet<GraphNode>();
            foreach (GraphNode node in Nodes.Where(node => node.Inputs.All(fixedValues.Contains) && node.Parameters is []))
            {
                fixedValues.Add(node);
            }

            return Nodes.Where(node => node.IsProduct && fixedValues.Contains(node.Inputs[0])).Sum(node => node.MultiplyAddsOfOperand);
        }
    }
}
