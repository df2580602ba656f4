using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using NetCompiler.Network.Tests.Networks;
using Xunit;

namespace NetCompiler.Network.Tests.Claims;

/// <summary>Tensors in Keras's names, shapes and order of gates (https://keras.io/api/layers/recurrent_layers) make the same network.</summary>
public sealed class KerasFileTests
{
    private const int Features = 3;
    private const int Steps = 4;

    [Fact]
    public void Every_kind_of_tensor_is_found_and_turned()
    {
        KerasReader expected = Reader();
        string path = Write(Tensors(expected));
        try
        {
            KerasReader loaded = NetworkFile.Load<KerasReader>(path, WeightConvention.Keras);

            float[] input = [.. Enumerable.Range(0, Steps * Features).Select(i => MathF.Sin(i))];
            float[] wanted = new float[3];
            float[] given = new float[3];
            expected.Forward(input, wanted);
            loaded.Forward(input, given);
            Assert.Equal(wanted, given);
            Assert.NotEqual(wanted[0], wanted[1]);
            foreach (ParameterView parameter in expected.Parameters)
            {
                Assert.Equal(parameter.ToArray(), loaded.Parameters[parameter.Name].ToArray());
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_is_missing_misshaped_or_too_much_is_named()
    {
        Dictionary<string, (int[] Shape, float[] Values)> tensors = Tensors(Reader());
        tensors.Remove("encoder.kernel");
        tensors["head.kernel"] = ([3, 2], new float[6]);
        tensors["other.gamma"] = ([1], [1]);
        string path = Write(tensors);
        try
        {
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<KerasReader>(path, WeightConvention.Keras));

            Assert.Contains("missing: 'encoder.kernel' [3, 20], for 'encoder.weight_ih_l0'", exception.Message);
            Assert.Contains("wrong shape: 'head.kernel' is [3, 2] in the file, and [2, 3] is 'head.weight' of the network", exception.Message);
            Assert.Contains("not in the network: 'other.gamma' [1]", exception.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_Keras_has_not_is_refused()
    {
        string path = Write([]);
        try
        {
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<Projected>(path, WeightConvention.Keras));

            Assert.Contains("'encoder.weight_hr_l0' [2, 5]: Keras's LSTM has neither projections nor peepholes", exception.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void PyTorchs_convention_is_that_of_saved_files()
    {
        KerasReader saved = Reader();
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            saved.Save(path);
            KerasReader loaded = NetworkFile.Load<KerasReader>(path, WeightConvention.PyTorch);

            Assert.All(saved.Parameters, parameter => Assert.Equal(parameter.ToArray(), loaded.Parameters[parameter.Name].ToArray()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Keras's layers with one bias have no other.
    private static KerasReader Reader()
    {
        var network = new KerasReader(seed: 3);
        foreach (string name in (string[])["encoder.bias_hh_l0", "simple.bias_hh_l0"])
        {
            ParameterView bias = network.Parameters[name];
            bias.CopyFrom(new float[bias.Length]);
        }

        ParameterView gain = network.Parameters["norm.weight"];
        gain.CopyFrom([1.5f, -0.5f]);
        return network;
    }

    // Gate by gate, as Keras documents them: i, f, c, o of an LSTM; z, r, h of a GRU.
    private static Dictionary<string, (int[] Shape, float[] Values)> Tensors(KerasReader network)
    {
        var tensors = new Dictionary<string, (int[] Shape, float[] Values)>();
        void Recurrent(string line, string suffix, string keras, int inputs, int units, int[] order, bool hasTwo)
        {
            float[] Of(string name) => network.Parameters[$"{line}.{name}{suffix}"].ToArray();
            int columns = order.Length * units;
            float[] Turned(float[] weight, int width)
            {
                var kernel = new List<float>();
                for (int input = 0; input < width; input++)
                {
                    foreach (int gate in order)
                    {
                        kernel.AddRange(Enumerable.Range(0, units).Select(unit => weight[(((gate * units) + unit) * width) + input]));
                    }
                }

                return [.. kernel];
            }

            float[] Ordered(float[] bias) => [.. order.SelectMany(gate => bias.Skip(gate * units).Take(units))];
            tensors.Add(keras + ".kernel", ([inputs, columns], Turned(Of("weight_ih_l0"), inputs)));
            tensors.Add(keras + ".recurrent_kernel", ([units, columns], Turned(Of("weight_hh_l0"), units)));
            tensors.Add(keras + ".bias", hasTwo ? ([2, columns], [.. Ordered(Of("bias_ih_l0")), .. Ordered(Of("bias_hh_l0"))]) : ([columns], Ordered(Of("bias_ih_l0"))));
        }

        Recurrent("encoder", string.Empty, "encoder", Features, 5, [0, 1, 2, 3], hasTwo: false);
        Recurrent("reader", string.Empty, "reader.forward", 5, 4, [1, 0, 2], hasTwo: true);
        Recurrent("reader", "_reverse", "reader.backward", 5, 4, [1, 0, 2], hasTwo: true);
        Recurrent("simple", string.Empty, "simple", 8, 2, [0], hasTwo: false);
        tensors.Add("norm.gamma", ([2], network.Parameters["norm.weight"].ToArray()));
        tensors.Add("norm.beta", ([2], network.Parameters["norm.bias"].ToArray()));
        float[] head = network.Parameters["head.weight"].ToArray();
        tensors.Add("head.kernel", ([2, 3], [head[0], head[2], head[4], head[1], head[3], head[5]]));
        tensors.Add("head.bias", ([3], network.Parameters["head.bias"].ToArray()));
        return tensors;
    }

    private static string Write(Dictionary<string, (int[] Shape, float[] Values)> tensors)
    {
        var entries = new List<string>();
        var data = new List<byte>();
        foreach ((string name, (int[] shape, float[] values)) in tensors)
        {
            int begin = data.Count;
            data.AddRange(MemoryMarshal.AsBytes(values.AsSpan()));
            entries.Add($"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{begin},{data.Count}]}}");
        }

        byte[] header = Encoding.UTF8.GetBytes("{" + string.Join(",", entries) + "}");
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. header, .. data]);
        return path;
    }
}
