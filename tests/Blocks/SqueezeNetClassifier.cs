using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>The classifier of SqueezeNet: a convolution to one channel a class, and its mean. A: classes.</summary>
[Block]
[Dropout(0.5), Conv2d(Arg.A, 1), ReLU, GlobalAvgPool]
public class SqueezeNetClassifier;
