using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetCompiler.Benchmarks.Networks;
using NetCompiler.Benchmarks.Suite.Graph;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Called with one network of the suite; generic, so that each network gets code of its own.</summary>
internal interface INetworkVisitor
{
    /// <summary>Does something with a network.</summary>
    void Visit<TCalls>(BenchmarkNetwork network, TCalls calls)
        where TCalls : struct, INetworkCalls;
}

/// <summary>A network of the suite.</summary>
/// <param name="Specification">What it is.</param>
/// <param name="TypeName">The simple name of its class.</param>
internal sealed record BenchmarkNetwork(NetworkSpecification Specification, string TypeName);

/// <summary>The networks that are measured.</summary>
internal static class NetworkSuite
{
    private const int Seed = 1;

    /// <summary>All networks, in the order of the tables.</summary>
    public static IReadOnlyList<BenchmarkNetwork> All { get; } =
    [
        new(Dense("mlp_4_16_3", [4, 16, 3], NodeKind.ReLU, Objective.CrossEntropy), nameof(Mlp4x16x3)),
        new(Dense("mlp_8_64_64_4", [8, 64, 64, 4], NodeKind.Tanh, Objective.CrossEntropy), nameof(Mlp8x64x64x4)),
        new(Dense("mlp_784_128_10", [784, 128, 10], NodeKind.ReLU, Objective.CrossEntropy), nameof(Mlp784x128x10)),
        new(Dense("mlp_784_512_256_10", [784, 512, 256, 10], NodeKind.ReLU, Objective.CrossEntropy), nameof(Mlp784x512x256x10)),
        new(Dense("ae_640", [640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640], NodeKind.ReLU, Objective.Reconstruction), nameof(Autoencoder640)),
        new(Dense("mlp_6_64_8_4", [6, 64, 8, 4], NodeKind.Tanh, Objective.CrossEntropy), nameof(Mlp6x64x8x4)),
        new(new("lenet", ConvolutionalGraphs.LeNet(), Objective.CrossEntropy, Coverage.Steps), nameof(LeNet)),
        new(new("resnet8", ConvolutionalGraphs.ResNet8(), Objective.CrossEntropy, Coverage.Steps), nameof(ResNet8)),
        new(new("dscnn", ConvolutionalGraphs.DSCNN(), Objective.CrossEntropy, Coverage.Steps), nameof(DSCNN)),
        new(new("mobilenet_v1_025", ConvolutionalGraphs.MobileNetV1(), Objective.CrossEntropy, Coverage.Steps), nameof(MobileNetV1)),
        new(new("unet_64", ConvolutionalGraphs.UNet(), Objective.Mask, Coverage.Steps), nameof(UNet)),
        new(new("wavenet_1d", ConvolutionalGraphs.WaveNet(), Objective.Regression, Coverage.Steps), nameof(WaveNet)),
        new(new("chartf_d64_h4_t64_l2", SequenceGraphs.Characters(), Objective.CrossEntropy, Coverage.Steps), nameof(CharTransformer)),
        new(new("lstm_28_64_t28", RecurrentGraphs.Classifier(NodeKind.LSTM, 28, 28, 64, 10), Objective.CrossEntropy, Coverage.Steps), nameof(LSTMClassifier)),
        new(new("gru_28_64_t28", RecurrentGraphs.Classifier(NodeKind.GRU, 28, 28, 64, 10), Objective.CrossEntropy, Coverage.Steps), nameof(GRUClassifier)),
        new(new("resnet18", ConvolutionalGraphs.ResNet18(), Objective.None, Coverage.Sample), nameof(ResNet18)),
        new(new("mobilenet_v2", ConvolutionalGraphs.MobileNetV2(), Objective.None, Coverage.Sample), nameof(MobileNetV2)),
        new(new("squeezenet_1_1", ConvolutionalGraphs.SqueezeNet(), Objective.None, Coverage.Sample), nameof(SqueezeNet)),
    ];

    /// <summary>The network of a name.</summary>
    public static BenchmarkNetwork Find(string name) => All.Single(network => network.Specification.Name == name);

    /// <summary>Calls a visitor with a new instance of a network.</summary>
    public static void Visit(BenchmarkNetwork network, INetworkVisitor visitor)
    {
        switch (network.TypeName)
        {
            case nameof(Mlp4x16x3):
                visitor.Visit(network, new Mlp4x16x3Calls(new Mlp4x16x3(Seed)));
                break;
            case nameof(Mlp8x64x64x4):
                visitor.Visit(network, new Mlp8x64x64x4Calls(new Mlp8x64x64x4(Seed)));
                break;
            case nameof(Mlp784x128x10):
                visitor.Visit(network, new Mlp784x128x10Calls(new Mlp784x128x10(Seed)));
                break;
            case nameof(Mlp784x512x256x10):
                visitor.Visit(network, new Mlp784x512x256x10Calls(new Mlp784x512x256x10(Seed)));
                break;
            case nameof(Autoencoder640):
                visitor.Visit(network, new Autoencoder640Calls(new Autoencoder640(Seed)));
                break;
            case nameof(Mlp6x64x8x4):
                visitor.Visit(network, new Mlp6x64x8x4Calls(new Mlp6x64x8x4(Seed)));
                break;
            case nameof(LeNet):
                visitor.Visit(network, new ClassifierCalls<LeNet>(new LeNet(Seed)));
                break;
            case nameof(ResNet8):
                visitor.Visit(network, new ClassifierCalls<ResNet8>(new ResNet8(Seed)));
                break;
            case nameof(DSCNN):
                visitor.Visit(network, new ClassifierCalls<DSCNN>(new DSCNN(Seed)));
                break;
            case nameof(MobileNetV1):
                visitor.Visit(network, new ClassifierCalls<MobileNetV1>(new MobileNetV1(Seed)));
                break;
            case nameof(UNet):
                visitor.Visit(network, new RegressorCalls<UNet>(new UNet(Seed)));
                break;
            case nameof(WaveNet):
                visitor.Visit(network, new RegressorCalls<WaveNet>(new WaveNet(Seed)));
                break;
            case nameof(CharTransformer):
                visitor.Visit(network, new CharTransformerCalls(new CharTransformer(Seed)));
                break;
            case nameof(LSTMClassifier):
                visitor.Visit(network, new ClassifierCalls<LSTMClassifier>(new LSTMClassifier(Seed)));
                break;
            case nameof(GRUClassifier):
                visitor.Visit(network, new ClassifierCalls<GRUClassifier>(new GRUClassifier(Seed)));
                break;
            case nameof(ResNet18):
                visitor.Visit(network, new InferenceCalls<ResNet18>(new ResNet18(Seed)));
                break;
            case nameof(MobileNetV2):
                visitor.Visit(network, new InferenceCalls<MobileNetV2>(new MobileNetV2(Seed)));
                break;
            case nameof(SqueezeNet):
                visitor.Visit(network, new InferenceCalls<SqueezeNet>(new SqueezeNet(Seed)));
                break;
            default:
                throw new InvalidDataException($"There is no class for '{network.Specification.Name}'.");
        }
    }

    private static NetworkSpecification Dense(string name, int[] widths, NodeKind activation, Objective objective) => new(name, DenseGraphs.Layers(widths, activation), objective, Coverage.Full);
}
