using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Benchmarks.Suite.Graph;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>Writes a node over sequences as the operations of ONNX that <c>torch.onnx.export</c> makes of it.</summary>
/// <param name="graph">Receives the operations.</param>
/// <param name="name">The node's name, with which those of its parts begin.</param>
/// <param name="weights">Parameters by PyTorch's names.</param>
/// <param name="rows">Samples in a call.</param>
internal sealed class OnnxSequence(OnnxModel graph, string name, IReadOnlyDictionary<string, float[]> weights, int rows)
{
    /// <summary>Writes the node.</summary>
    public void Write(GraphNode node, string x, string result)
    {
        switch (node.Kind)
        {
            case NodeKind.Embedding:
                graph.Add("Gather", [Constant("weight", node.Vocabulary, node.Features), x], result);
                break;
            case NodeKind.Positions:
                graph.Add("Add", [x, Constant("weight", [.. node.Shape])], result);
                break;
            case NodeKind.LayerNormalization:
                Normalize(string.Empty, node.Features, x, result);
                break;
            case NodeKind.Linear:
                Multiply("weight", node.Bias ? "bias" : null, node.Inputs[0].Features, node.Features, x, result);
                break;
            default:
                WriteEncoder(node, x, result);
                break;
        }
    }

    private void WriteEncoder(GraphNode node, string x, string result)
    {
        int steps = node.Shape[0];
        int features = node.Features;
        int size = features / node.Heads;
        string normalized = Normalize("norm1.", features, x, Own("normalized"));
        string projected = Multiply("self_attn.in_proj_weight", "self_attn.in_proj_bias", features, 3 * features, normalized, Own("projected"));
        string shape = graph.Add(Own("heads"), [rows, steps, node.Heads, size]);
        string[] parts = [Own("query"), Own("key"), Own("value")];
        graph.Add("Split", [projected, graph.Add(Own("thirds"), [features, features, features])], parts, split => split.Attribute("axis", 2));
        string[] turned = [.. parts.Select((part, i) => graph.Add("Transpose", [graph.Add("Reshape", [part, shape], part + ".heads")], part + ".turned", turn => turn.Attribute("perm", i == 1 ? [0, 2, 3, 1] : [0, 2, 1, 3])))];
        string scores = graph.Add("MatMul", [turned[0], turned[1]], Own("scores"));
        string scaled = graph.Add("Mul", [scores, graph.Add(Own("scale"), [(float)(1 / Math.Sqrt(size))])], Own("scaled"));
        float[] mask = new float[steps * steps];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = i % steps > i / steps ? float.NegativeInfinity : 0;
        }

        string masked = graph.Add("Add", [scaled, graph.Add(Own("mask"), mask, steps, steps)], Own("masked"));
        string chosen = graph.Add("Softmax", [masked], Own("weights"), softmax => softmax.Attribute("axis", 3));
        string read = graph.Add("Transpose", [graph.Add("MatMul", [chosen, turned[2]], Own("read"))], Own("joined"), turn => turn.Attribute("perm", [0, 2, 1, 3]));
        string joined = graph.Add("Reshape", [read, graph.Add(Own("features"), [rows, steps, features])], Own("side"));
        string attended = graph.Add("Add", [x, Multiply("self_attn.out_proj.weight", "self_attn.out_proj.bias", features, features, joined, Own("attention"))], Own("attended"));
        string inner = Multiply("linear1.weight", "linear1.bias", features, node.Feedforward, Normalize("norm2.", features, attended, Own("again")), Own("inner"));

        // x (1 + erf(x / √2)) / 2, as the exporter writes it and ONNX Runtime knows it.
        string quotient = graph.Add("Div", [inner, graph.Add(Own("root"), [(float)Math.Sqrt(2)])], Own("quotient"));
        string erf = graph.Add("Add", [graph.Add("Erf", [quotient], Own("erf")), graph.Add(Own("one"), [1f])], Own("above"));
        string active = graph.Add("Mul", [graph.Add("Mul", [inner, erf], Own("twice")), graph.Add(Own("half"), [0.5f])], Own("active"));
        graph.Add("Add", [attended, Multiply("linear2.weight", "linear2.bias", node.Feedforward, features, active, Own("outer"))], result);
    }

    private string Own(string part) => name + "." + part;

    private string Constant(string parameter, params int[] shape) => graph.Add(Own(parameter), weights[Own(parameter)], shape);

    private string Normalize(string prefix, int features, string x, string result) =>
        graph.Add("LayerNormalization", [x, Constant(prefix + "weight", features), Constant(prefix + "bias", features)], result, normalization => normalization.Attribute("axis", -1));

    // The weight is [outputs, inputs], as PyTorch has it; a product of more than two axes takes it turned.
    private string Multiply(string weight, string? bias, int inputs, int outputs, string x, string result)
    {
        float[] values = weights[Own(weight)];
        float[] turned = new float[values.Length];
        for (int i = 0; i < turned.Length; i++)
        {
            turned[i] = values[(i % outputs * inputs) + (i / outputs)];
        }

        string product = graph.Add("MatMul", [x, graph.Add(Own(weight), turned, inputs, outputs)], bias is null ? result : result + ".product");
        return bias is null ? product : graph.Add("Add", [product, Constant(bias, outputs)], result);
    }
}
