using System;

namespace NetCompiler;

/// <summary>A line with trainable parameters: the arguments of the initialiser that it names (<see cref="Init"/>), and the regularisers of its weights.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class ParameterizedLayerAttribute : LayerAttribute
{
    /// <summary>The number of <see cref="Init.Constant"/>; must be given with it.</summary>
    public double InitValue { get; init; }

    /// <summary>The least number of <see cref="Init.Uniform"/> (0 unless given) and of <see cref="Init.TruncatedNormal"/> (-2 unless given).</summary>
    public double InitLow { get; init; }

    /// <summary>The greatest number of <see cref="Init.Uniform"/> (1 unless given) and of <see cref="Init.TruncatedNormal"/> (2 unless given); above <see cref="InitLow"/>.</summary>
    public double InitHigh { get; init; } = 1;

    /// <summary>The mean of <see cref="Init.Normal"/> and, before it is cut off, of <see cref="Init.TruncatedNormal"/>; 0 unless given.</summary>
    public double InitMean { get; init; }

    /// <summary>
    /// The deviation of <see cref="Init.Normal"/> and, before it is cut off, of <see cref="Init.TruncatedNormal"/>, 1 unless given; of <see cref="Init.Sparse"/>, 0.01 unless given. At least 0.
    /// </summary>
    public double InitStd { get; init; } = 1;

    /// <summary>
    /// The factor of <see cref="Init.XavierUniform"/>, <see cref="Init.XavierNormal"/>, <see cref="Init.Orthogonal"/> and <see cref="Init.Identity"/>, 1 unless given: what
    /// <c>torch.nn.init.calculate_gain</c> gives, 5/3 in front of Tanh, √2 in front of ReLU.
    /// </summary>
    public double InitGain { get; init; } = 1;

    /// <summary>The slope a of the LeakyReLU behind the layer, for <see cref="Init.KaimingUniform"/> and <see cref="Init.KaimingNormal"/>; 0, ReLU, unless given.</summary>
    public double InitLeak { get; init; }

    /// <summary>What <see cref="Init.KaimingUniform"/> and <see cref="Init.KaimingNormal"/> divide by; <see cref="InitFan.FanIn"/> unless given.</summary>
    public InitFan InitFan { get; init; }

    /// <summary>The share of each column that <see cref="Init.Sparse"/> makes zero, from 0 to 1; must be given with it.</summary>
    public double InitSparsity { get; init; }

    /// <summary>The safetensors file of <see cref="Init.File"/>; must be given with it. A relative path begins at the program's folder.</summary>
    public string? InitFile { get; init; }

    /// <summary>The name of the tensor in <see cref="InitFile"/>; the parameter's own name unless given.</summary>
    public string? InitTensor { get; init; }

    /// <summary>
    /// Weight λ of the regulariser λ Σ |w| over this line's weights, not its biases; at least 0. Unless given, that of the network (<see cref="NetworkAttribute.L1"/>); an explicit 0 exempts the line. Its
    /// gradient is λ sign(w), 0 at 0. With <see cref="L2"/> it is the elastic net (Zou and Hastie 2005). It is part of the objective J, not of the loss L.
    /// </summary>
    public double L1 { get; init; }

    /// <summary>
    /// Weight λ of the regulariser λ/2 Σ w² over this line's weights, not its biases; at least 0. Unless given, that of the network (<see cref="NetworkAttribute.L2"/>); an explicit 0 exempts the line. It is
    /// part of the objective J, not of the loss L.
    /// </summary>
    public double L2 { get; init; }
}
