using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Suite.Graph;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>
/// Writes a network as an ONNX model, as <c>torch.onnx.export</c> writes it for inference: one node each, batch normalization folded into the convolution
/// before it, and static shapes, which serve ONNX Runtime best. Field numbers are those of onnx.proto3; the encoding is that of protocol buffers.
/// </summary>
internal sealed class OnnxModel
{
    private const int Float = 1;
    private const int Integer = 6;
    private const int LongInteger = 7;

    private readonly MemoryStream _bytes = new();

    /// <summary>The model's bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights and running statistics by PyTorch's names.</param>
    /// <param name="rows">Samples in a call.</param>
    public static byte[] Write(NetworkSpecification network, IReadOnlyDictionary<string, float[]> weights, int rows)
    {
        var graph = new OnnxModel();
        var folded = new FoldedGraph(network.Graph, weights);
        foreach (GraphNode node in folded.Nodes)
        {
            string result = node == folded.Output ? "output" : node.Name;
            string[] inputs = [.. node.Inputs.Select(input => folded.Source(input).Name), .. folded.Parameters(node).Select(parameter => parameter.Name)];
            if (node.Kind is NodeKind.Embedding or NodeKind.Positions or NodeKind.LayerNormalization or NodeKind.EncoderLayer || (node.Kind == NodeKind.Linear && node.Shape.Count > 1))
            {
                new OnnxSequence(graph, node.Name, weights, rows).Write(node, inputs[0], result);
                continue;
            }

            if (node.Kind == NodeKind.GlobalAveragePool)
            {
                graph.Message(1, Node("GlobalAveragePool", inputs, node.Name + ".mean", _ => { }));
                graph.Message(1, Node("Flatten", [node.Name + ".mean"], result, _ => { }));
            }
            else if (node.IsRecurrent)
            {
                // Steps first, and of the results the last state.
                graph.Message(1, Node("Transpose", inputs[..1], node.Name + ".steps", message => message.Attribute("perm", (int[])[1, 0, 2])));
                graph.Message(1, Node(Operation(node.Kind), [node.Name + ".steps", .. inputs[1..]], [string.Empty, node.Name + ".last"], message =>
                {
                    message.Attribute("hidden_size", node.Shape[0]);
                    if (node.Kind == NodeKind.GRU)
                    {
                        message.Attribute("linear_before_reset", 1);
                    }
                }));
                graph.Message(1, Node("Transpose", [node.Name + ".last"], node.Name + ".rows", message => message.Attribute("perm", (int[])[1, 0, 2])));
                graph.Message(1, Node("Flatten", [node.Name + ".rows"], result, _ => { }));
            }
            else
            {
                graph.Message(1, Node(Operation(node.Kind), inputs, result, message => Attributes(message, node)));
            }

            foreach ((string name, float[] values, int[] shape) in folded.Parameters(node))
            {
                graph.Message(5, Tensor(name, values, shape));
            }
        }

        graph.Text(2, network.Name);
        graph.Message(11, Value("input", [rows, .. network.Graph.Input.Shape], network.Vocabulary > 0 ? Integer : Float));
        graph.Message(12, Value("output", [rows, .. network.Graph.Output.Shape], Float));

        var model = new OnnxModel();
        model.Number(1, 8);
        model.Text(2, "NetCompiler.Benchmarks");
        model.Bytes(7, graph._bytes.ToArray());
        model.Message(8, operators =>
        {
            operators.Text(1, string.Empty);
            operators.Number(2, 17);
        });
        return model._bytes.ToArray();
    }

    private static string Operation(NodeKind kind) => kind switch
    {
        NodeKind.Linear => "Gemm",
        NodeKind.Convolution => "Conv",
        NodeKind.TransposedConvolution => "ConvTranspose",
        NodeKind.BatchNormalization => "BatchNormalization",
        NodeKind.ReLU => "Relu",
        NodeKind.ReLU6 => "Clip",
        NodeKind.Tanh => "Tanh",
        NodeKind.Sigmoid => "Sigmoid",
        NodeKind.MaxPool => "MaxPool",
        NodeKind.Flatten => "Flatten",
        NodeKind.Add => "Add",
        NodeKind.Multiply => "Mul",
        NodeKind.Concat => "Concat",
        NodeKind.LSTM => "LSTM",
        NodeKind.GRU => "GRU",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No single operation of ONNX."),
    };

    private static void Attributes(OnnxModel node, GraphNode of)
    {
        switch (of.Kind)
        {
            case NodeKind.Linear:
                // The weight is [outputs, inputs], as PyTorch has it.
                node.Attribute("transB", 1);
                break;
            case NodeKind.Concat:
                node.Attribute("axis", 1);
                break;
            case NodeKind.Convolution or NodeKind.TransposedConvolution or NodeKind.MaxPool:
                node.Attribute("kernel_shape", of.Kernel);
                node.Attribute("strides", of.Strides);
                node.Attribute("pads", [.. of.PaddingBefore, .. of.PaddingAfter]);
                node.Attribute("dilations", [.. of.Kernel.Select(_ => of.Dilation)]);
                if (of.Kind == NodeKind.MaxPool)
                {
                    node.Attribute("ceil_mode", of.CeilMode ? 1 : 0);
                }
                else
                {
                    node.Attribute("group", of.Groups);
                }

                break;
        }
    }

    private static Action<OnnxModel> Node(string operation, string[] inputs, string output, Action<OnnxModel> attributes) => Node(operation, inputs, [output], attributes);

    private static Action<OnnxModel> Node(string operation, string[] inputs, string[] outputs, Action<OnnxModel> attributes) => node =>
    {
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, outputs[^1]);
        node.Text(4, operation);
        attributes(node);
    };

    /// <summary>Adds a node with one result.</summary>
    public string Add(string operation, string[] inputs, string output, Action<OnnxModel>? attributes = null)
    {
        Message(1, Node(operation, inputs, output, attributes ?? (_ => { })));
        return output;
    }

    /// <summary>Adds a node with several results.</summary>
    public void Add(string operation, string[] inputs, string[] outputs, Action<OnnxModel> attributes) => Message(1, node =>
    {
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, outputs[0]);
        node.Text(4, operation);
        attributes(node);
    });

    /// <summary>Adds a tensor of constants.</summary>
    public string Add(string name, float[] values, params int[] shape)
    {
        Message(5, Tensor(name, values, shape));
        return name;
    }

    /// <summary>Adds a vector of whole numbers: a shape.</summary>
    public string Add(string name, long[] values)
    {
        Message(5, tensor =>
        {
            tensor.Number(1, values.Length);
            tensor.Number(2, LongInteger);
            tensor.Text(8, name);
            tensor.Bytes(9, MemoryMarshal.AsBytes(values.AsSpan()));
        });
        return name;
    }

    private static Action<OnnxModel> Tensor(string name, float[] values, int[] shape) => tensor =>
    {
        foreach (int extent in shape)
        {
            tensor.Number(1, extent);
        }

        tensor.Number(2, Float);
        tensor.Text(8, name);
        tensor.Bytes(9, MemoryMarshal.AsBytes(values.AsSpan()));
    };

    private static Action<OnnxModel> Value(string name, int[] shape, int type) => value =>
    {
        value.Text(1, name);
        value.Message(2, about => about.Message(1, tensor =>
        {
            tensor.Number(1, type);
            tensor.Message(2, dimensions =>
            {
                foreach (int extent in shape)
                {
                    dimensions.Message(1, dimension => dimension.Number(1, extent));
                }
            });
        }));
    };

    /// <summary>Adds an attribute to a node.</summary>
    public void Attribute(string name, int value) => Message(5, attribute =>
    {
        attribute.Text(1, name);
        attribute.Number(3, value);
        attribute.Number(20, 2);
    });

    /// <summary>Adds an attribute of several numbers to a node.</summary>
    public void Attribute(string name, IReadOnlyList<int> values) => Message(5, attribute =>
    {
        attribute.Text(1, name);
        foreach (int value in values)
        {
            attribute.Number(8, value);
        }

        attribute.Number(20, 7);
    });

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _bytes.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        _bytes.WriteByte((byte)value);
    }

    private void Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
    }

    private void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
    }

    private void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    private void Message(int field, Action<OnnxModel> write)
    {
        var message = new OnnxModel();
        write(message);
        Bytes(field, message._bytes.ToArray());
    }
}
