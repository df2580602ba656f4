using NetCompiler;

namespace NetCompiler.Blocks;

/// <summary>The classifier of MobileNetV2. A: classes.</summary>
[Block]
[Dropout(0.2), Linear(Arg.A)]
public class MobileNetV2Classifier;
