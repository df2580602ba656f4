using NetCompiler;
using NetCompiler.Blocks;

namespace NetCompiler.Benchmarks.Networks;

/// <summary>unet_64: a U-Net (https://arxiv.org/abs/1505.04597) that halves the resolution three times, for masks of images of 64 x 64.</summary>
[Network(Batch = 128), Input(1, 64, 64)]
[Use<DoubleConv>(8, Name = "down1"), MaxPool2d(2)]
[Use<DoubleConv>(16, Name = "down2"), MaxPool2d(2)]
[Use<DoubleConv>(32, Name = "down3"), MaxPool2d(2)]
[Use<DoubleConv>(64, Name = "bottom")]
[ConvTranspose2d(32, 2, Stride = 2, Name = "lift3"), Concat("down3"), Use<DoubleConv>(32, Name = "up3")]
[ConvTranspose2d(16, 2, Stride = 2, Name = "lift2"), Concat("down2"), Use<DoubleConv>(16, Name = "up2")]
[ConvTranspose2d(8, 2, Stride = 2, Name = "lift1"), Concat("down1"), Use<DoubleConv>(8, Name = "up1")]
[Conv2d(1, 1, Name = "head")]
[BinaryCrossEntropyWithLogits]
public sealed partial class UNet;
