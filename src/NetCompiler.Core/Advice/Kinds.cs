using System;
using System.Collections.Generic;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Advice;

/// <summary>Families of lines, by the names of their attributes.</summary>
internal static class Kinds
{
    private static readonly HashSet<string> s_images = new(StringComparer.Ordinal)
    {
        "Conv2d", "DepthwiseConv2d", "ConvTranspose2d", "MaxPool2d", "AvgPool2d", "AdaptiveAvgPool2d", "BatchNorm2d", "InstanceNorm2d", "LocalResponseNorm", "Dropout2d",
        "ZeroPad2d", "ReflectionPad2d", "PixelShuffle", "PixelUnshuffle",
    };

    public static bool IsLinear(LayerContext line) => line.Line.Kind == "Linear";

    public static bool IsBatchNorm(LayerContext line) => line.Line.Kind is "BatchNorm1d" or "BatchNorm2d";

    public static bool IsDropout(LayerContext line) => line.Line.Kind.EndsWith("Dropout", StringComparison.Ordinal) || line.Line.Kind is "Dropout1d" or "Dropout2d";

    public static bool IsConvolution(LayerContext line) => line.Line.Kind is "Conv1d" or "Conv2d" or "DepthwiseConv2d" or "ConvTranspose1d" or "ConvTranspose2d";

    public static bool IsPool(LayerContext line) => line.Line.Kind is "MaxPool1d" or "MaxPool2d" or "AvgPool1d" or "AvgPool2d" or "AdaptiveAvgPool2d" or "GlobalAvgPool" or "GlobalMaxPool";

    /// <summary>Whether a line works on images [channels, height, width].</summary>
    public static bool IsOfImages(LayerContext line) => s_images.Contains(line.Line.Kind);

    /// <summary>Whether a loss compares predictions with targets that may be any numbers.</summary>
    public static bool IsRegression(LayerContext loss) => loss.Line.Kind is "MeanSquaredError" or "HalfSquaredError" or "MeanAbsoluteError" or "Huber" or "SmoothL1" or "LogCosh"
        or "Quantile" or "ResidualNorm";

    /// <summary>Whether a loss takes logits, which may be any numbers.</summary>
    public static bool IsOfLogits(LayerContext loss) => PartOf(loss) is not (null or "None");

    /// <summary>The line that a loss has in it, whose result it therefore must not be given; null, or <c>None</c>, for none.</summary>
    public static string? PartOf(LayerContext loss) => loss.Line.Kind switch
    {
        "SoftmaxCrossEntropy" or "CTC" => "Softmax",
        "BinaryCrossEntropyWithLogits" => "Sigmoid",
        "Dice" => loss.Arguments.Text("Activation") ?? "Sigmoid",
        _ => null,
    };
}
