namespace NetCompiler;

/// <summary>
/// How the values of a parameter begin: the initialisers of <c>torch.nn.init</c>, applied to the tensor as it stands in files. Their arguments are those of the layer that
/// begin with <c>Init</c>: <c>[Linear(128, WeightInit = Init.Normal, InitStd = 0.02)]</c>.
/// </summary>
/// <remarks>
/// Fans are PyTorch's: of a weight [outputs, inputs, kernel…] fan_in is inputs · elements of the kernel, fan_out is outputs · elements of the kernel; the gates of a recurrent layer, and the three
/// projections of attention, are one weight with that many outputs. U(a) is the uniform distribution on [-a, a]. A value depends on the seed of the network, the name of its parameter and its place
/// in it alone. All but the normal distributions have the same bits on every machine; those depend on the machine's logarithm and cosine in the last bit, <see cref="TruncatedNormal"/> and
/// <see cref="Orthogonal"/> do not. A network that is loaded from a file draws nothing.
/// </remarks>
public enum Init
{
    /// <summary>What PyTorch's layer does: for <c>Linear</c>, weight and bias from U(1/√inputs). For <c>[Parameter]</c>, zeros. Each layer's page says it.</summary>
    /// <group>initialisers</group>
    /// <formula>as the layer says</formula>
    /// <pytorch>reset_parameters()</pytorch>
    /// <keras>none: Keras's layers begin with glorot_uniform, and zeros as biases</keras>
    Default,

    /// <summary>Zero.</summary>
    /// <group>initialisers</group>
    /// <formula>w = 0</formula>
    /// <pytorch>torch.nn.init.zeros_</pytorch>
    /// <keras>keras.initializers.Zeros</keras>
    Zeros,

    /// <summary>One.</summary>
    /// <group>initialisers</group>
    /// <formula>w = 1</formula>
    /// <pytorch>torch.nn.init.ones_</pytorch>
    /// <keras>keras.initializers.Ones</keras>
    Ones,

    /// <summary>The number <c>InitValue</c>; of a bias, <c>BiasValue</c>.</summary>
    /// <group>initialisers</group>
    /// <formula>w = InitValue</formula>
    /// <pytorch>torch.nn.init.constant_(val)</pytorch>
    /// <keras>keras.initializers.Constant(value)</keras>
    Constant,

    /// <summary>The uniform distribution from <c>InitLow</c> (0 unless given) to <c>InitHigh</c> (1 unless given).</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ U(InitLow, InitHigh)</formula>
    /// <pytorch>torch.nn.init.uniform_(a=InitLow, b=InitHigh)</pytorch>
    /// <keras>keras.initializers.RandomUniform(minval, maxval), which begins with -0.05 and 0.05</keras>
    Uniform,

    /// <summary>The normal distribution with the mean <c>InitMean</c> (0 unless given) and the deviation <c>InitStd</c> (1 unless given).</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ N(InitMean, InitStd²)</formula>
    /// <pytorch>torch.nn.init.normal_(mean=InitMean, std=InitStd)</pytorch>
    /// <keras>keras.initializers.RandomNormal(mean, stddev), which begins with a deviation of 0.05</keras>
    Normal,

    /// <summary>
    /// The normal distribution with <c>InitMean</c> (0) and <c>InitStd</c> (1), of which only values from <c>InitLow</c> (-2) to <c>InitHigh</c> (2) are drawn. The bounds are values, not deviations.
    /// </summary>
    /// <group>initialisers</group>
    /// <formula>w ~ N(InitMean, InitStd²), given InitLow ≤ w ≤ InitHigh</formula>
    /// <pytorch>torch.nn.init.trunc_normal_(mean=InitMean, std=InitStd, a=InitLow, b=InitHigh)</pytorch>
    /// <keras>keras.initializers.TruncatedNormal(mean, stddev), whose bounds are two deviations from the mean</keras>
    TruncatedNormal,

    /// <summary>U(gain · √(6 / (fan_in + fan_out))), the gain <c>InitGain</c> (1 unless given): Glorot and Bengio 2010.</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ U(-a, a), a = InitGain · √(6 / (fan_in + fan_out))</formula>
    /// <pytorch>torch.nn.init.xavier_uniform_(gain=InitGain)</pytorch>
    /// <keras>keras.initializers.GlorotUniform</keras>
    XavierUniform,

    /// <summary>Normal with deviation gain · √(2 / (fan_in + fan_out)), the gain <c>InitGain</c> (1 unless given): Glorot and Bengio 2010.</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ N(0, s²), s = InitGain · √(2 / (fan_in + fan_out))</formula>
    /// <pytorch>torch.nn.init.xavier_normal_(gain=InitGain)</pytorch>
    /// <keras>keras.initializers.GlorotNormal, which truncates at two deviations</keras>
    XavierNormal,

    /// <summary>U(√(6 / ((1 + a²) fan))), for ReLU and, with the slope a <c>InitLeak</c> (0 unless given), LeakyReLU; the fan <c>InitFan</c>, fan_in unless given: He et al. 2015.</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ U(-b, b), b = √(6 / ((1 + InitLeak²) · fan))</formula>
    /// <pytorch>torch.nn.init.kaiming_uniform_(a=InitLeak, mode=InitFan)</pytorch>
    /// <keras>keras.initializers.HeUniform</keras>
    KaimingUniform,

    /// <summary>Normal with deviation √(2 / ((1 + a²) fan)), for ReLU and, with the slope a <c>InitLeak</c> (0 unless given), LeakyReLU; the fan <c>InitFan</c>, fan_in unless given: He et al. 2015.</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ N(0, s²), s = √(2 / ((1 + InitLeak²) · fan))</formula>
    /// <pytorch>torch.nn.init.kaiming_normal_(a=InitLeak, mode=InitFan)</pytorch>
    /// <keras>keras.initializers.HeNormal, which truncates at two deviations</keras>
    KaimingNormal,

    /// <summary>U(√(3 / fan_in)): LeCun et al. 1998, "Efficient backprop".</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ U(-a, a), a = √(3 / fan_in)</formula>
    /// <pytorch>torch.nn.init.kaiming_uniform_(nonlinearity="linear")</pytorch>
    /// <keras>keras.initializers.LecunUniform</keras>
    LeCunUniform,

    /// <summary>Normal with deviation √(1 / fan_in): LeCun et al. 1998; what SELU needs (Klambauer et al. 2017).</summary>
    /// <group>initialisers</group>
    /// <formula>w ~ N(0, s²), s = √(1 / fan_in)</formula>
    /// <pytorch>torch.nn.init.kaiming_normal_(nonlinearity="linear")</pytorch>
    /// <keras>keras.initializers.LecunNormal, which truncates at two deviations</keras>
    LeCunNormal,

    /// <summary>
    /// An orthogonal matrix times <c>InitGain</c> (1 unless given), uniformly distributed: Q of the QR decomposition of a matrix of normal draws, signs such that the diagonal of R is positive (Saxe et al. 2014). Of a weight
    /// with more axes the first is the rows. Rows are orthonormal where there are not more of them than columns, else columns are.
    /// </summary>
    /// <group>initialisers</group>
    /// <formula>w wᵀ = InitGain² · 1, or wᵀ w = InitGain² · 1</formula>
    /// <pytorch>torch.nn.init.orthogonal_(gain=InitGain)</pytorch>
    /// <keras>keras.initializers.OrthogonalInitializer(gain), whose matrix is the transpose</keras>
    Orthogonal,

    /// <summary>The identity matrix times <c>InitGain</c> (1 unless given), of any number of rows and columns: ones on the diagonal.</summary>
    /// <group>initialisers</group>
    /// <formula>w[i, j] = InitGain where i = j, else 0</formula>
    /// <pytorch>torch.nn.init.eye_</pytorch>
    /// <keras>keras.initializers.IdentityInitializer(gain)</keras>
    Identity,

    /// <summary>A convolution that gives its input, channel by channel as far as there are as many: one in the middle of the kernel from channel i to output i, in each group of the layer.</summary>
    /// <group>initialisers</group>
    /// <formula>w[o, c, k] = 1 where o = c in its group and k = ⌊kernel / 2⌋, else 0</formula>
    /// <pytorch>torch.nn.init.dirac_(groups)</pytorch>
    /// <keras>none</keras>
    Dirac,

    /// <summary>A matrix in each column of which the share <c>InitSparsity</c> of the elements, rounded up, is zero, and the others normal with deviation <c>InitStd</c> (0.01 unless given): Martens 2010.</summary>
    /// <group>initialisers</group>
    /// <formula>w[:, j]: ⌈InitSparsity · outputs⌉ zeros, N(0, InitStd²) elsewhere</formula>
    /// <pytorch>torch.nn.init.sparse_(sparsity=InitSparsity, std=InitStd)</pytorch>
    /// <keras>none</keras>
    Sparse,

    /// <summary>
    /// The tensor <c>InitTensor</c> (one with the parameter's own name unless given) of the safetensors file <c>InitFile</c>, read whenever a network is made with a seed. A relative path begins at the program's folder
    /// (<see cref="System.AppContext.BaseDirectory"/>). The shape must be the parameter's. A tensor is also read by a call: <see cref="ParameterView.Load(string, string?)"/>.
    /// </summary>
    /// <group>initialisers</group>
    /// <formula>w = the tensor of the file</formula>
    /// <pytorch>weight.copy_(safetensors.torch.load_file(InitFile)[InitTensor])</pytorch>
    /// <keras>none: layer.set_weights</keras>
    File,
}
