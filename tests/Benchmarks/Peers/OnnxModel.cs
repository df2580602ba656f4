using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;
using NetCompiler.Benchmarks.Suite;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>
/// Writes a fully connected network as an ONNX model: Gemm and activation for each layer, with static shapes, which serve ONNX Runtime best. Field
/// numbers are those of onnx.proto3; the encoding is that of protocol buffers.
/// </summary>
internal sealed class OnnxModel
{
    private const int Float = 1;

    private readonly MemoryStream _bytes = new();

    /// <summary>The model's bytes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights by PyTorch's names.</param>
    /// <param name="rows">Samples in a call.</param>
    public static byte[] Write(NetworkSpecification network, IReadOnlyDictionary<string, float[]> weights, int rows)
    {
        var graph = new OnnxModel();
        string value = "input";
        for (int layer = 1; layer < network.Widths.Count; layer++)
        {
            bool last = layer == network.Widths.Count - 1;
            string stem = FormattableString.Invariant($"{NetworkSpecification.SequentialIndex(layer)}.");
            string product = last ? "output" : stem + "product";
            graph.Message(1, Node("Gemm", [value, stem + "weight", stem + "bias"], product, node => node.Message(5, attribute =>
            {
                // The weight is [outputs, inputs], as PyTorch has it.
                attribute.Text(1, "transB");
                attribute.Number(3, 1);
                attribute.Number(20, 2);
            })));
            if (!last)
            {
                value = stem + "activation";
                graph.Message(1, Node(network.Activation == Activation.ReLU ? "Relu" : "Tanh", [product], value, _ => { }));
            }
        }

        graph.Text(2, network.Name);
        for (int layer = 1; layer < network.Widths.Count; layer++)
        {
            string stem = FormattableString.Invariant($"{NetworkSpecification.SequentialIndex(layer)}.");
            graph.Message(5, Tensor(stem + "weight", weights[stem + "weight"], network.Widths[layer], network.Widths[layer - 1]));
            graph.Message(5, Tensor(stem + "bias", weights[stem + "bias"], network.Widths[layer]));
        }

        graph.Message(11, Value("input", rows, network.Inputs));
        graph.Message(12, Value("output", rows, network.Outputs));

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

    private static Action<OnnxModel> Node(string operation, string[] inputs, string output, Action<OnnxModel> attributes) => node =>
    {
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output);
        node.Text(3, output);
        node.Text(4, operation);
        attributes(node);
    };

    private static Action<OnnxModel> Tensor(string name, float[] values, params int[] shape) => tensor =>
    {
        foreach (int extent in shape)
        {
            tensor.Number(1, extent);
        }

        tensor.Number(2, Float);
        tensor.Text(8, name);
        tensor.Bytes(9, MemoryMarshal.AsBytes(values.AsSpan()));
    };

    private static Action<OnnxModel> Value(string name, params int[] shape) => value =>
    {
        value.Text(1, name);
        value.Message(2, type => type.Message(1, tensor =>
        {
            tensor.Number(1, Float);
            tensor.Message(2, dimensions =>
            {
                foreach (int extent in shape)
                {
                    dimensions.Message(1, dimension => dimension.Number(1, extent));
                }
            });
        }));
    };

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
