using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Losses;

namespace NetCompiler.Core.Layers;

/// <summary>Every kind of line that there is: a new layer or loss adds a row here.</summary>
internal static class LayerCatalog
{
    public static IReadOnlyList<ILayer> All { get; } =
    [
        new InputLayer(),
        new ParameterLayer(),
        new OutputLayer(),
        new BudgetLayer(),
        new LinearLayer(),
        new Conv1dLayer(),
        new Conv2dLayer(),
        new DepthwiseConv2dLayer(),
        new ConvTranspose1dLayer(),
        new ConvTranspose2dLayer(),
        new MaxPool1dLayer(),
        new MaxPool2dLayer(),
        new AvgPool1dLayer(),
        new AvgPool2dLayer(),
        new AdaptiveAvgPool2dLayer(),
        new GlobalAvgPoolLayer(),
        new GlobalMaxPoolLayer(),
        new LastLayer(),
        new MeanLayer(),
        new MaxLayer(),
        new AttentionPoolLayer(),
        new BatchNorm1dLayer(),
        new BatchNorm2dLayer(),
        new ReLULayer(),
        new ReLU6Layer(),
        new LeakyReLULayer(),
        new ELULayer(),
        new SiLULayer(),
        new GELULayer(),
        new HardSigmoidLayer(),
        new HardSwishLayer(),
        new SoftplusLayer(),
        new TanhLayer(),
        new SigmoidLayer(),
        new SoftmaxLayer(),
        new EmbeddingLayer(),
        new PositionalEmbeddingLayer(),
        new MultiHeadAttentionLayer(),
        new TransformerEncoderLayerLayer(),
        new TransformerDecoderLayerLayer(),
        new LayerNormLayer(),
        new RMSNormLayer(),
        new GroupNormLayer(),
        new InstanceNorm1dLayer(),
        new InstanceNorm2dLayer(),
        new LocalResponseNormLayer(),
        new DropoutLayer(),
        new Dropout1dLayer(),
        new Dropout2dLayer(),
        new ZeroPad1dLayer(),
        new ZeroPad2dLayer(),
        new ReflectionPad1dLayer(),
        new ReflectionPad2dLayer(),
        new CropLayer(),
        new UpsampleLayer(),
        new PixelShuffleLayer(),
        new PixelUnshuffleLayer(),
        new FlattenLayer(),
        new MapLayer(),
        new RNNLayer(),
        new LSTMLayer(),
        new GRULayer(),
        new UseLayer(),
        new AddLayer(),
        new MultiplyLayer(),
        new ConcatLayer(),
        new FromLayer(),
        new MeanSquaredErrorLoss(),
        new SoftmaxCrossEntropyLoss(),
        new BinaryCrossEntropyWithLogitsLoss(),
        new DiceLoss(),
        new CTCLoss(),
    ];

    private static readonly Dictionary<string, ILayer> s_byKind = All.ToDictionary(layer => layer.Kind, StringComparer.Ordinal);

    public static ILayer? Find(string kind) => s_byKind.TryGetValue(kind, out ILayer? layer) ? layer : null;
}
