using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace NetCompiler;

/// <summary>Where the elements of a network's tensors stand in a file of Keras's names, shapes and order of gates.</summary>
internal static partial class KerasTensors
{
    // By PyTorch's number of gates: which of Keras's gates each of PyTorch's is. Of a GRU they are reset, update, new here, and update, reset, new there.
    private static readonly int[][] s_gates = [[], [0], [], [1, 0, 2], [0, 1, 2, 3]];

    /// <summary>A tensor of the network: the file's tensor that it is made of, and for each of its elements the index there.</summary>
    /// <param name="Tensor">The network's tensor.</param>
    /// <param name="Name">The file's tensor; null where all elements are 0.</param>
    /// <param name="Shape">The shape that it must have there.</param>
    /// <param name="IndexOf">From an index of the network's tensor to one of the file's.</param>
    public sealed record Source(ParameterDescription Tensor, string? Name, IReadOnlyList<long> Shape, Func<int, int> IndexOf);

    /// <summary>Finds the sources of all tensors of a network.</summary>
    /// <param name="entries">The file's tensors, by name.</param>
    /// <param name="source">What messages call the file.</param>
    /// <param name="description">The network.</param>
    /// <exception cref="InvalidDataException">The tensors are not those of the network, or the network has what Keras has not.</exception>
    public static IReadOnlyList<Source> Find(IReadOnlyDictionary<string, SafetensorsEntry> entries, string source, NetworkDescription description)
    {
        ParameterDescription[] tensors = [.. description.Parameters, .. description.States];
        HashSet<string> names = [.. tensors.Select(tensor => tensor.Name)];
        var sources = new List<Source>();
        var text = new StringBuilder();
        foreach (ParameterDescription tensor in tensors)
        {
            (Source? found, string problem) = Find(entries, tensor, names.Contains, name => tensors.First(other => other.Name == name));
            if (found is null)
            {
                text.Append($"\n  '{tensor.Name}' [{string.Join(", ", tensor.Shape)}]: {problem}");
                continue;
            }

            sources.Add(found);
            if (found.Name is null)
            {
                continue;
            }

            if (!entries.TryGetValue(found.Name, out SafetensorsEntry? entry))
            {
                text.Append($"\n  missing: '{found.Name}' [{string.Join(", ", found.Shape)}], for '{tensor.Name}'");
            }
            else if (!entry.Shape.SequenceEqual(found.Shape))
            {
                text.Append($"\n  wrong shape: '{found.Name}' is [{string.Join(", ", entry.Shape)}] in the file, and [{string.Join(", ", found.Shape)}] is '{tensor.Name}' of the network");
            }
            else if (!SafetensorsType.IsReal(entry.Type))
            {
                text.Append($"\n  wrong type: '{found.Name}' is {entry.Type} in the file; F32, F64, F16 and BF16 can be read");
            }
        }

        foreach (string extra in entries.Keys.Except(sources.Select(found => found.Name).OfType<string>(), StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            text.Append($"\n  not in the network: '{extra}' [{string.Join(", ", entries[extra].Shape)}]");
        }

        return text.Length == 0 ? sources : throw new InvalidDataException($"The tensors of '{source}' are not those of network '{description.Name}' in Keras's convention:{text}");
    }

    private static (Source? Source, string Problem) Find(IReadOnlyDictionary<string, SafetensorsEntry> entries, ParameterDescription tensor, Func<string, bool> exists, Func<string, ParameterDescription> find)
    {
        int dot = tensor.Name.LastIndexOf('.');
        string line = tensor.Name[..Math.Max(dot, 0)];
        string last = tensor.Name[(dot + 1)..];
        long[] shape = [.. tensor.Shape.Select(extent => (long)extent)];
        string Name(string keras) => line.Length == 0 ? keras : line + "." + keras;
        Source Same(string keras) => new(tensor, Name(keras), shape, index => index);
        if (RecurrentName().Match(last) is { Success: true } recurrent)
        {
            return Recurrent(entries, tensor, line, recurrent, exists, find);
        }

        switch (last)
        {
            case "weight" when shape.Length == 1:
                return (Same("gamma"), string.Empty);
            case "weight" when shape.Length == 2 && entries.ContainsKey(Name("embeddings")):
                return (Same("embeddings"), string.Empty);
            case "weight" when shape.Length >= 2:
                // [outputs, inputs, window…] is [window…, inputs, outputs].
                int outputs = tensor.Shape[0];
                int inputs = tensor.Shape[1];
                int window = tensor.Shape.Skip(2).Aggregate(1, (product, extent) => product * extent);
                return (new Source(tensor, Name("kernel"), [.. shape.Skip(2), shape[1], shape[0]], index =>
                {
                    (int output, int rest) = Math.DivRem(index, inputs * window);
                    (int input, int place) = Math.DivRem(rest, window);
                    return (((place * inputs) + input) * outputs) + output;
                }), string.Empty);
            case "bias" when shape.Length == 1:
                return (Same(entries.ContainsKey(Name("beta")) ? "beta" : "bias"), string.Empty);
            case "running_mean":
                return (Same("moving_mean"), string.Empty);
            case "running_var":
                return (Same("moving_variance"), string.Empty);
            case "num_batches_tracked":
                return (new Source(tensor, null, [], _ => 0), string.Empty);
            default:
                return (null, "Keras has no tensor like it. Load a file of PyTorch's convention");
        }
    }

    private static (Source? Source, string Problem) Recurrent(
        IReadOnlyDictionary<string, SafetensorsEntry> entries, ParameterDescription tensor, string line, Match name, Func<string, bool> exists, Func<string, ParameterDescription> find)
    {
        string kind = name.Groups["kind"].Value;
        string before = line.Length == 0 ? string.Empty : line + ".";
        if (name.Groups["layer"].Value != "0")
        {
            return (null, "Keras keeps each layer by itself. Give each layer a line of its own instead of Layers");
        }

        string other = name.Groups["reverse"].Success ? "_l0_reverse" : "_l0";
        if (exists(before + "weight_hr" + other) || exists(before + "weight_ch" + other))
        {
            return (null, "Keras's LSTM has neither projections nor peepholes. Load a file of PyTorch's convention");
        }

        bool isBidirectional = exists(before + "weight_hh_l0_reverse");
        string direction = !isBidirectional ? string.Empty : name.Groups["reverse"].Success ? "backward." : "forward.";
        int units = find(before + "weight_hh_l0").Shape[1];
        int gates = tensor.Shape[0] / units;
        int[] order = s_gates[gates];

        // Gates stand one after the other along the last axis.
        int Column(int output) => (order[output / units] * units) + (output % units);
        int columns = gates * units;
        if (kind.StartsWith("weight", StringComparison.Ordinal))
        {
            int inputs = tensor.Shape[1];
            string kernel = kind == "weight_ih" ? "kernel" : "recurrent_kernel";
            return (new Source(tensor, before + direction + kernel, [inputs, columns], index => (index % inputs * columns) + Column(index / inputs)), string.Empty);
        }

        bool isInput = kind == "bias_ih";
        string bias = before + direction + "bias";
        if (entries.TryGetValue(bias, out SafetensorsEntry? entry) && entry.Shape.Count == 2)
        {
            return (new Source(tensor, bias, [2, columns], index => (isInput ? 0 : columns) + Column(index)), string.Empty);
        }

        return (isInput ? new Source(tensor, bias, [columns], Column) : new Source(tensor, null, [], _ => 0), string.Empty);
    }

    [GeneratedRegex("^(?<kind>weight_ih|weight_hh|bias_ih|bias_hh|weight_hr|weight_ch)_l(?<layer>[0-9]+)(?<reverse>_reverse)?$", RegexOptions.CultureInvariant)]
    private static partial Regex RecurrentName();
}
