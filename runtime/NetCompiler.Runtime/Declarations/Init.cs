namespace NetCompiler;

/// <summary>
/// How the values of a parameter begin. In the formulas a weight has shape [outputs, inputs], and U(a) is the uniform distribution on
/// [-a, a]. Names and gains are those of <c>torch.nn.init</c>.
/// </summary>
public enum Init
{
    /// <summary>What PyTorch's layer does: for <c>Linear</c>, weight and bias from U(1/√inputs). For <c>[Parameter]</c>, zeros.</summary>
    Default,

    /// <summary>Zero.</summary>
    Zeros,

    /// <summary>U(√(6 / (inputs + outputs))): Glorot and Bengio 2010; <c>torch.nn.init.xavier_uniform_</c>.</summary>
    XavierUniform,

    /// <summary>Normal with standard deviation √(2 / (inputs + outputs)): <c>torch.nn.init.xavier_normal_</c>.</summary>
    XavierNormal,

    /// <summary>U(√(6 / inputs)), for ReLU: He et al. 2015; <c>torch.nn.init.kaiming_uniform_(nonlinearity="relu")</c>.</summary>
    KaimingUniform,

    /// <summary>Normal with standard deviation √(2 / inputs), for ReLU: <c>torch.nn.init.kaiming_normal_(nonlinearity="relu")</c>.</summary>
    KaimingNormal,
}
