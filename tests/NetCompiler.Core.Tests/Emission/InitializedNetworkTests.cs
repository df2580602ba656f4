using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>How emitted networks begin: what a line says of its initialiser reaches the runtime, whatever layout the planner has chosen for the parameter.</summary>
public sealed class InitializedNetworkTests
{
    private static readonly string s_file = Path.Combine(Path.GetTempPath(), "netcompiler-initialized-network-tests.safetensors");

    private static readonly Lazy<EmittedAssembly> s_assembly = new(() => EmittedCompilation.Load(
    [
        Network("Weights", Declare.Input(20), Linear(33, "Orthogonal", ("InitGain", ArgumentValue.Of(0.5))), Linear(33, "Identity"), Linear(40, "TruncatedNormal", ("InitStd", ArgumentValue.Of(0.02)), ("InitLow", ArgumentValue.Of(-0.03))), Linear(5, "Sparse", ("InitSparsity", ArgumentValue.Of(0.5)))),
        Network("Kernels", Declare.Input(4, 6, 6), Declare.Line("Conv2d", ("outputs", ArgumentValue.Of(4L)), ("kernel", Integers(3, 3)), ("Groups", ArgumentValue.Of(2L)), ("Padding", ArgumentValue.Of(1L)), ("WeightInit", ArgumentValue.Of("Dirac")), ("BiasInit", ArgumentValue.Of("Zeros")))),
        Network("Tables", Declare.Line("Input", ("shape", Integers()), ("Steps", ArgumentValue.Of(3L)), ("Element", ArgumentValue.Of("Int32")), ("Vocabulary", ArgumentValue.Of(5L))), Declare.Line("Embedding", ("count", ArgumentValue.Of(5L)), ("width", ArgumentValue.Of(3L)), ("PaddingIndex", ArgumentValue.Of(1L)), ("WeightInit", ArgumentValue.Of("Constant")), ("InitValue", ArgumentValue.Of(2L)))),
        Network("Files", Declare.Input(20), Linear(33, "File", ("InitFile", ArgumentValue.Of(s_file)), ("InitTensor", ArgumentValue.Of("0.weight")), ("BiasInit", ArgumentValue.Of("Constant")), ("BiasValue", ArgumentValue.Of(0.25)))),
    ]));

    private delegate void ForwardCall(ReadOnlySpan<float> input, Span<float> output);

    [Fact]
    public void Matrices_begin_as_their_lines_say()
    {
        ParameterCollection parameters = Parameters(Make("Weights"));
        float[] orthogonal = parameters["0.weight"].ToArray();
        for (int a = 0; a < 20; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                Assert.Equal(a == b ? 0.25 : 0, Enumerable.Range(0, 33).Sum(row => (double)orthogonal[(row * 20) + a] * orthogonal[(row * 20) + b]), 1e-6);
            }
        }

        Assert.Equal([.. Enumerable.Range(0, 33 * 33).Select(i => i / 33 == i % 33 ? 1f : 0f)], parameters["1.weight"].ToArray());
        Assert.All(parameters["2.weight"].ToArray(), value => Assert.InRange(value, -0.03f, 2f));
        Assert.Contains(parameters["2.weight"].ToArray(), value => value > 0.03f);
        float[] sparse = parameters["3.weight"].ToArray();
        Assert.All(Enumerable.Range(0, 40), column => Assert.Equal(3, Enumerable.Range(0, 5).Count(row => sparse[(row * 40) + column] == 0)));
    }

    [Fact]
    public void A_convolution_that_begins_as_the_identity_gives_its_input()
    {
        object network = Make("Kernels");
        float[] image = [.. Enumerable.Range(0, 4 * 36).Select(i => (float)(i % 13))];
        float[] output = new float[image.Length];
        ((ForwardCall)Delegate.CreateDelegate(typeof(ForwardCall), network, network.GetType().GetMethod("Forward", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!))(image, output);

        Assert.Equal(image, output);
    }

    [Fact]
    public void Padding_of_a_constant_table_is_zero() => Assert.Equal([2, 2, 2, 0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2], Parameters(Make("Tables"))["0.weight"].ToArray());

    [Fact]
    public void A_file_is_read_when_a_network_is_made_and_not_when_one_is_loaded()
    {
        Type type = Compiled("Files");
        File.Delete(s_file);
        string missing = Assert.IsType<FileNotFoundException>(Assert.Throws<TargetInvocationException>(() => Make("Files")).InnerException).Message;
        Assert.Contains("Parameter '0.weight' begins with a tensor of", missing, StringComparison.Ordinal);
        object source = Make("Weights");
        string saved = s_file + ".whole";
        try
        {
            Save(source, s_file);
            object network = Make("Files");
            Assert.Equal(Parameters(source)["0.weight"].ToArray(), Parameters(network)["0.weight"].ToArray());
            Assert.All(Parameters(network)["0.bias"].ToArray(), value => Assert.Equal(0.25f, value));
            Parameters(network)["0.weight"][0] = 7;
            Save(network, saved);
            File.Delete(s_file);
            object loaded = type.GetMethod("Load", [typeof(string)])!.Invoke(null, [saved])!;
            Assert.Equal(7, Parameters(loaded)["0.weight"][0]);
        }
        finally
        {
            File.Delete(s_file);
            File.Delete(saved);
        }
    }

    private static NetworkDeclaration Network(string name, params LineDeclaration[] lines) => Declare.Network("Initialized" + name, [("Batch", ArgumentValue.Of(2L))], lines);

    private static LineDeclaration Linear(int outputs, string initializer, params (string Name, ArgumentValue Value)[] more) =>
        Declare.Line("Linear", [("outputs", ArgumentValue.Of((long)outputs)), ("WeightInit", ArgumentValue.Of(initializer)), .. more]);

    private static ArgumentValue Integers(params int[] items) => ArgumentValue.Of(items.Select(item => ArgumentValue.Of((long)item)).ToEquatableArray());

    private static Type Compiled(string name)
    {
        Assert.Empty(s_assembly.Value.Problems);
        return s_assembly.Value.Assembly.GetType("Emitted.Initialized" + name, throwOnError: true)!;
    }

    private static object Make(string name) => Activator.CreateInstance(Compiled(name), 7)!;

    private static ParameterCollection Parameters(object network) => (ParameterCollection)network.GetType().GetProperty("Parameters")!.GetValue(network)!;

    private static void Save(object network, string path) => network.GetType().GetMethod("Save", [typeof(string), typeof(NetworkMetadata)])!.Invoke(network, [path, null]);
}
