namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>What a node of a benchmark network computes, in PyTorch's terms.</summary>
internal enum NodeKind
{
    /// <summary>The samples.</summary>
    Input,

    /// <summary><c>torch.nn.Linear</c>.</summary>
    Linear,

    /// <summary><c>torch.nn.Conv1d</c> or <c>Conv2d</c>.</summary>
    Convolution,

    /// <summary><c>torch.nn.ConvTranspose2d</c>.</summary>
    TransposedConvolution,

    /// <summary><c>torch.nn.BatchNorm2d</c>.</summary>
    BatchNormalization,

    /// <summary><c>torch.nn.Embedding</c> of the tokens that the samples are.</summary>
    Embedding,

    /// <summary>A trainable vector for each step, added.</summary>
    Positions,

    /// <summary><c>torch.nn.LayerNorm</c> over the features of each step.</summary>
    LayerNormalization,

    /// <summary><c>torch.nn.TransformerEncoderLayer</c>: causal, normalised first, with GELU.</summary>
    EncoderLayer,

    /// <summary><c>torch.nn.ReLU</c>.</summary>
    ReLU,

    /// <summary><c>torch.nn.ReLU6</c>.</summary>
    ReLU6,

    /// <summary><c>torch.nn.Tanh</c>.</summary>
    Tanh,

    /// <summary><c>torch.nn.Sigmoid</c>.</summary>
    Sigmoid,

    /// <summary><c>torch.nn.MaxPool2d</c>.</summary>
    MaxPool,

    /// <summary>The mean of each channel: <c>torch.nn.AdaptiveAvgPool2d(1)</c> and <c>Flatten</c>.</summary>
    GlobalAveragePool,

    /// <summary><c>torch.nn.Flatten</c>.</summary>
    Flatten,

    /// <summary>The sum of the inputs.</summary>
    Add,

    /// <summary>The product of the inputs.</summary>
    Multiply,

    /// <summary><c>torch.cat</c> along channels.</summary>
    Concat,

    /// <summary>The last step of <c>torch.nn.LSTM</c>, batch first.</summary>
    LSTM,

    /// <summary>The last step of <c>torch.nn.GRU</c>, batch first.</summary>
    GRU,
}
