using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>The graphs of the networks of images and signals, as their papers and torchvision have them.</summary>
internal static class ConvolutionalGraphs
{
    /// <summary>LeNet-5 with ReLU and max pooling.</summary>
    public static NetworkGraph LeNet() => new GraphBuilder(1, 28, 28)
        .Convolve(6, 5, padding: 2, bias: true).Apply(NodeKind.ReLU).MaxPool(2, 2)
        .Convolve(16, 5, bias: true).Apply(NodeKind.ReLU).MaxPool(2, 2)
        .Flatten()
        .Linear(120).Apply(NodeKind.ReLU)
        .Linear(84).Apply(NodeKind.ReLU)
        .Linear(10).Build();

    /// <summary>The image classifier of MLPerf Tiny.</summary>
    public static NetworkGraph ResNet8()
    {
        var graph = new GraphBuilder(3, 32, 32);
        Unit(graph, "stem", 16, 3, 1, 1, NodeKind.ReLU);
        Residual(graph, "stack1", 16);
        foreach ((string name, int channels) in new[] { ("stack2", 32), ("stack3", 64) })
        {
            graph.Block(name, block =>
            {
                GraphNode input = block.Current;
                GraphNode main = Branch(block, channels, 2);
                block.From(input).Convolve(channels, 1, "shortcut", stride: 2, bias: true).Combine(NodeKind.Add, main).Apply(NodeKind.ReLU);
            });
        }

        return graph.GlobalAveragePool().Linear(10, "head").Build();
    }

    /// <summary>The keyword spotter of MLPerf Tiny.</summary>
    public static NetworkGraph DSCNN()
    {
        GraphBuilder graph = new GraphBuilder(1, 49, 10).Convolve(64, [10, 4], stride: 2, before: [5, 1]).Apply(NodeKind.BatchNormalization).Apply(NodeKind.ReLU);
        graph.Block("blocks", blocks =>
        {
            for (int repeat = 0; repeat < 4; repeat++)
            {
                Separable(blocks, null, 64, 1);
            }
        });
        return graph.GlobalAveragePool().Linear(12, "head").Build();
    }

    /// <summary>The person detector of MLPerf Tiny.</summary>
    public static NetworkGraph MobileNetV1()
    {
        var graph = new GraphBuilder(3, 96, 96);
        Unit(graph, "stem", 8, 3, 2, 1, NodeKind.ReLU);
        foreach ((int channels, int stride) in new[] { (16, 1), (32, 2), (32, 1), (64, 2), (64, 1), (128, 2) })
        {
            Separable(graph, null, channels, stride);
        }

        graph.Block("middle", middle =>
        {
            for (int repeat = 0; repeat < 5; repeat++)
            {
                Separable(middle, null, 128, 1);
            }
        });
        Separable(graph, null, 256, 2);
        Separable(graph, null, 256, 1);
        return graph.GlobalAveragePool().Linear(2, "head").Build();
    }

    /// <summary>ResNet-18.</summary>
    public static NetworkGraph ResNet18()
    {
        GraphBuilder graph = new GraphBuilder(3, 224, 224)
            .Convolve(64, 7, "conv1", stride: 2, padding: 3).Apply(NodeKind.BatchNormalization, "bn1").Apply(NodeKind.ReLU)
            .MaxPool(3, 2, padding: 1);
        graph.Block("layer1", layer =>
        {
            Residual(layer, null, 64);
            Residual(layer, null, 64);
        });
        foreach ((string name, int channels) in new[] { ("layer2", 128), ("layer3", 256), ("layer4", 512) })
        {
            graph.Block(name, layer =>
            {
                layer.Block(null, block =>
                {
                    GraphNode input = block.Current;
                    GraphNode main = Branch(block, channels, 2);
                    block.From(input).Block("downsample", shortcut => shortcut.Convolve(channels, 1, stride: 2).Apply(NodeKind.BatchNormalization));
                    block.Combine(NodeKind.Add, main).Apply(NodeKind.ReLU);
                });
                Residual(layer, null, channels);
            });
        }

        return graph.GlobalAveragePool().Linear(1000, "fc").Build();
    }

    /// <summary>MobileNetV2.</summary>
    public static NetworkGraph MobileNetV2()
    {
        var graph = new GraphBuilder(3, 224, 224);
        graph.Block("features", features =>
        {
            Unit(features, null, 32, 3, 2, 1, NodeKind.ReLU6);

            // Expansion, channels, repetitions and the first one's stride: table 2 of the paper.
            foreach ((int expansion, int channels, int times, int first) in new[] { (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1) })
            {
                for (int repeat = 0; repeat < times; repeat++)
                {
                    int stride = repeat == 0 ? first : 1;
                    features.Block(null, block =>
                    {
                        GraphNode input = block.Current;
                        int between = expansion * input.Shape[0];
                        block.Block("conv", conv =>
                        {
                            if (expansion != 1)
                            {
                                Unit(conv, null, between, 1, 1, 0, NodeKind.ReLU6);
                            }

                            Unit(conv, null, between, 3, stride, 1, NodeKind.ReLU6, between);
                            conv.Convolve(channels, 1).Apply(NodeKind.BatchNormalization);
                        });
                        if (stride == 1 && input.Shape[0] == channels)
                        {
                            block.Combine(NodeKind.Add, input);
                        }
                    });
                }
            }

            Unit(features, null, 1280, 1, 1, 0, NodeKind.ReLU6);
        });
        return graph.GlobalAveragePool().Block("classifier", classifier => classifier.Skip().Linear(1000)).Build();
    }

    /// <summary>SqueezeNet 1.1.</summary>
    public static NetworkGraph SqueezeNet()
    {
        var graph = new GraphBuilder(3, 224, 224);
        graph.Block("features", features =>
        {
            features.Convolve(64, 3, stride: 2, bias: true).Apply(NodeKind.ReLU).MaxPool(3, 2, ceilMode: true);
            Fire(features, 16, 64);
            Fire(features, 16, 64);
            features.MaxPool(3, 2, ceilMode: true);
            Fire(features, 32, 128);
            Fire(features, 32, 128);
            features.MaxPool(3, 2, ceilMode: true);
            Fire(features, 48, 192);
            Fire(features, 48, 192);
            Fire(features, 64, 256);
            Fire(features, 64, 256);
        });
        return graph.Block("classifier", classifier => classifier.Skip().Convolve(1000, 1, bias: true).Apply(NodeKind.ReLU).GlobalAveragePool()).Build();
    }

    /// <summary>A U-Net that halves the resolution three times.</summary>
    public static NetworkGraph UNet()
    {
        var graph = new GraphBuilder(1, 64, 64);
        var levels = new Stack<GraphNode>();
        foreach ((string name, int channels) in new[] { ("down1", 8), ("down2", 16), ("down3", 32) })
        {
            Double(graph, name, channels);
            levels.Push(graph.Current);
            graph.MaxPool(2, 2);
        }

        Double(graph, "bottom", 64);
        foreach ((int level, int channels) in new[] { (3, 32), (2, 16), (1, 8) })
        {
            string number = level.ToString(CultureInfo.InvariantCulture);
            graph.Lift(channels, 2, "lift" + number).Combine(NodeKind.Concat, levels.Pop());
            Double(graph, "up" + number, channels);
        }

        return graph.Convolve(1, 1, "head", bias: true).Build();
    }

    /// <summary>A WaveNet of ten dilations.</summary>
    public static NetworkGraph WaveNet()
    {
        const int Channels = 32;
        var graph = new GraphBuilder(1, 512);
        graph.Convolve(Channels, [1], "layer0", bias: true);
        var skips = new List<GraphNode>();
        for (int layer = 1; layer <= 10; layer++)
        {
            string number = layer.ToString(CultureInfo.InvariantCulture);
            int dilation = 1 << (layer - 1);
            GraphNode input = graph.Current;
            graph.Block("unit" + number, unit =>
            {
                GraphNode filter = unit.Convolve(Channels, [2], "filter", before: [dilation], after: [0], dilation: dilation, bias: true).Apply(NodeKind.Tanh, "filtered").Current;
                unit.From(input).Convolve(Channels, [2], "gate", before: [dilation], after: [0], dilation: dilation, bias: true).Apply(NodeKind.Sigmoid).Combine(NodeKind.Multiply, filter);
            });
            GraphNode gated = graph.Current;
            skips.Add(graph.Convolve(Channels, [1], "skip" + number, bias: true).Current);
            if (layer < 10)
            {
                graph.From(gated).Convolve(Channels, [1], "residual" + number, bias: true).Combine(NodeKind.Add, input);
            }
        }

        return graph.Combine(NodeKind.Add, [.. skips.SkipLast(1)]).Apply(NodeKind.ReLU)
            .Convolve(Channels, [1], "mix", bias: true).Apply(NodeKind.ReLU)
            .Convolve(1, [1], "head", bias: true).Build();
    }

    private static void Unit(GraphBuilder graph, string? name, int channels, int kernel, int stride, int padding, NodeKind activation, int groups = 1) =>
        graph.Block(name, unit => unit.Convolve(channels, kernel, stride: stride, padding: padding, groups: groups).Apply(NodeKind.BatchNormalization).Apply(activation));

    private static void Separable(GraphBuilder graph, string? name, int channels, int stride) => graph.Block(name, block =>
    {
        block.Convolve(block.Current.Shape[0], 3, stride: stride, padding: 1, groups: block.Current.Shape[0]).Apply(NodeKind.BatchNormalization).Apply(NodeKind.ReLU);
        Unit(block, "pointwise", channels, 1, 1, 0, NodeKind.ReLU);
    });

    private static void Residual(GraphBuilder graph, string? name, int channels) => graph.Block(name, block =>
    {
        GraphNode input = block.Current;
        Branch(block, channels, 1);
        block.Combine(NodeKind.Add, input).Apply(NodeKind.ReLU);
    });

    private static GraphNode Branch(GraphBuilder block, int channels, int stride) => block
        .Convolve(channels, 3, "conv1", stride, 1).Apply(NodeKind.BatchNormalization, "bn1").Apply(NodeKind.ReLU)
        .Convolve(channels, 3, "conv2", 1, 1).Apply(NodeKind.BatchNormalization, "bn2").Current;

    private static void Fire(GraphBuilder graph, int between, int side) => graph.Block(null, fire =>
    {
        GraphNode squeezed = fire.Convolve(between, 1, "squeeze", bias: true).Apply(NodeKind.ReLU, "squeezed").Current;
        GraphNode left = fire.Convolve(side, 1, "expand1x1", bias: true).Apply(NodeKind.ReLU, "left").Current;
        GraphNode right = fire.From(squeezed).Convolve(side, 3, "expand3x3", padding: 1, bias: true).Apply(NodeKind.ReLU, "right").Current;
        fire.From(left).Combine(NodeKind.Concat, right);
    });

    private static void Double(GraphBuilder graph, string name, int channels) => graph.Block(name, block =>
    {
        for (int repeat = 0; repeat < 2; repeat++)
        {
            block.Convolve(channels, 3, padding: 1).Apply(NodeKind.BatchNormalization).Apply(NodeKind.ReLU);
        }
    });
}
