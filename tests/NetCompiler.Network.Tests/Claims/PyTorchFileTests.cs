using System.IO;
using System.Linq;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Measures;
using NetCompiler.Network.Tests.Networks;
using Xunit;

namespace NetCompiler.Network.Tests.Claims;

/// <summary>A state_dict that PyTorch wrote as safetensors loads as it is.</summary>
public sealed class PyTorchFileTests
{
    [Fact]
    public void A_network_of_indices_loads() => Check("Classifier", Classifier.Load(Path.Combine(NetworkFixture.Folder, "Classifier.safetensors")));

    [Fact]
    public void A_network_of_names_loads_from_a_stream()
    {
        using FileStream stream = File.OpenRead(Path.Combine(NetworkFixture.Folder, "Branching.safetensors"));
        Check("Branching", Branching.Load(stream));
    }

    [Fact]
    public void A_network_of_convolutions_loads() => Check("MixedImages", MixedImages.Load(Path.Combine(NetworkFixture.Folder, "MixedImages.safetensors")));

    [Fact]
    public void Every_network_loads_through_its_description() =>
        Check("Regression", NetworkFile.Load<Regression>(Path.Combine(NetworkFixture.Folder, "Regression.safetensors")));

    // The JSON holds the same parameters in decimal: nine digits give back every float.
    private static void Check<T>(string fixture, T network)
        where T : class, INetwork<T>
    {
        NetworkFixture expected = NetworkFixture.Load(fixture);
        Assert.Equal(expected.Parameters.Keys, T.Description.Parameters.Select(parameter => parameter.Name));
        foreach (ParameterDescription parameter in T.Description.Parameters)
        {
            Close.Bits(parameter.Name, expected.Parameters[parameter.Name].Values, Close.Logical(parameter, network.Memory.Parameters));
        }
    }
}
