using System.Collections.Generic;
using System.Linq;

namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>A value of a benchmark network, and what computes it.</summary>
internal sealed class GraphNode
{
    /// <summary>PyTorch's path of the module: <c>layer1.0.conv1</c>; of other values a name that no other has.</summary>
    public required string Name { get; init; }

    /// <summary>What it computes.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>The values that it reads.</summary>
    public required IReadOnlyList<GraphNode> Inputs { get; init; }

    /// <summary>The shape of a sample of the result.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>Of a convolution or pool, one number an axis.</summary>
    public IReadOnlyList<int> Kernel { get; init; } = [];

    /// <summary>How far apart windows are, one number an axis.</summary>
    public IReadOnlyList<int> Strides { get; init; } = [];

    /// <summary>Zeros before the first element, one number an axis.</summary>
    public IReadOnlyList<int> PaddingBefore { get; init; } = [];

    /// <summary>Zeros after the last element, one number an axis.</summary>
    public IReadOnlyList<int> PaddingAfter { get; init; } = [];

    /// <summary>How far apart the elements of the kernel are.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Groups of a convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Heads of an attention.</summary>
    public int Heads { get; init; }

    /// <summary>Features between the linear layers of an encoder's layer.</summary>
    public int Feedforward { get; init; }

    /// <summary>How many tokens there are that an embedding, or the input of tokens, may meet; 0 for numbers.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Whether a product adds a bias.</summary>
    public bool Bias { get; init; }

    /// <summary>Whether a last window of a pool may reach beyond the end.</summary>
    public bool CeilMode { get; init; }

    /// <summary>The last extent: the features of a step, or of a vector.</summary>
    public int Features => Shape[^1];

    /// <summary>Numbers in a sample of the result.</summary>
    public int Length => Product(Shape);

    /// <summary>Whether this is a product, whose multiply-adds count as work.</summary>
    public bool IsProduct => Kind is NodeKind.Linear or NodeKind.Convolution or NodeKind.TransposedConvolution or NodeKind.EncoderLayer || IsRecurrent;

    /// <summary>Whether this is a recurrent layer over steps, of which the last is the result.</summary>
    public bool IsRecurrent => Gates > 0;

    /// <summary>Of a recurrent layer, how many products a unit is made of.</summary>
    public int Gates => Kind switch { NodeKind.LSTM => 4, NodeKind.GRU => 3, _ => 0 };

    /// <summary>Parameters in the order of PyTorch's module: the last part of the name, and the shape. Running statistics are none.</summary>
    public IReadOnlyList<(string Name, int[] Shape)> Parameters => Kind switch
    {
        NodeKind.BatchNormalization => [("weight", [Shape[0]]), ("bias", [Shape[0]])],
        NodeKind.LayerNormalization => [("weight", [Features]), ("bias", [Features])],
        NodeKind.Embedding => [("weight", [Vocabulary, Features])],
        NodeKind.Positions => [("weight", [.. Shape])],
        NodeKind.EncoderLayer =>
        [
            ("self_attn.in_proj_weight", [3 * Features, Features]), ("self_attn.in_proj_bias", [3 * Features]),
            ("self_attn.out_proj.weight", [Features, Features]), ("self_attn.out_proj.bias", [Features]),
            ("linear1.weight", [Feedforward, Features]), ("linear1.bias", [Feedforward]), ("linear2.weight", [Features, Feedforward]), ("linear2.bias", [Features]),
            ("norm1.weight", [Features]), ("norm1.bias", [Features]), ("norm2.weight", [Features]), ("norm2.bias", [Features]),
        ],
        _ when IsRecurrent =>
        [
            ("weight_ih_l0", [Gates * Shape[0], Inputs[0].Shape[1]]),
            ("weight_hh_l0", [Gates * Shape[0], Shape[0]]),
            ("bias_ih_l0", [Gates * Shape[0]]),
            ("bias_hh_l0", [Gates * Shape[0]]),
        ],
        NodeKind.Linear or NodeKind.Convolution or NodeKind.TransposedConvolution => Bias ? [("weight", WeightShape), ("bias", [Kind == NodeKind.Linear ? Features : Shape[0]])] : [("weight", WeightShape)],
        _ => [],
    };

    /// <summary>Multiply-adds of a product for one sample: those of the definition, which leave out what falls on no element only at a stride.</summary>
    public long MultiplyAdds => Kind switch
    {
        NodeKind.Linear => (long)Inputs[0].Length * Features,
        NodeKind.EncoderLayer => (long)Shape[0] * Features * ((4 * Features) + (2 * Shape[0]) + (2 * Feedforward)),
        NodeKind.Convolution => (long)Length * (Inputs[0].Shape[0] / Groups) * Product(Kernel),
        NodeKind.TransposedConvolution => (long)Inputs[0].Length * (Shape[0] / Groups) * Product(Kernel),
        _ when IsRecurrent => MultiplyAddsOfOperand + ((long)Inputs[0].Shape[0] * Gates * Shape[0] * Shape[0]),
        _ => 0,
    };

    /// <summary>Those of them that multiply the operand: of a recurrent layer, not its own state.</summary>
    public long MultiplyAddsOfOperand => IsRecurrent ? (long)Inputs[0].Length * Gates * Shape[0] : MultiplyAdds;

    private int[] WeightShape => Kind switch
    {
        NodeKind.Linear => [Features, Inputs[0].Features],
        NodeKind.Convolution => [Shape[0], Inputs[0].Shape[0] / Groups, .. Kernel],
        _ => [Inputs[0].Shape[0], Shape[0] / Groups, .. Kernel],
    };

    /// <summary>The product of some extents.</summary>
    public static int Product(IEnumerable<int> extents) => extents.Aggregate(1, (product, extent) => product * extent);
}
