using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using Kind = NetCompiler.Core.Building.InitializationKind;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>What an initialiser makes of its arguments and of the fans of each kind of line, and the messages about arguments that do not fit.</summary>
public sealed class InitializerArgumentTests
{
    public static TheoryData<string, string, double, double> OfLinear => new()
    {
        // A weight [6, 3]: fan_in 3, fan_out 6. Bounds and deviations of torch.nn.init's documentation.
        { "Zeros", "", 0, 0 },
        { "Ones", "", 1, 0 },
        { "Constant", "InitValue=0.25", 0.25, 0 },
        { "Uniform", "", 0, 1 },
        { "Uniform", "InitLow=-3;InitHigh=2", -3, 2 },
        { "Normal", "", 0, 1 },
        { "Normal", "InitMean=2;InitStd=0.5", 2, 0.5 },
        { "TruncatedNormal", "InitStd=0.02", 0, 0.02 },
        { "XavierUniform", "", -0.816496580927726, 0.816496580927726 },
        { "XavierUniform", "InitGain=1.5", -1.224744871391589, 1.224744871391589 },
        { "XavierNormal", "InitGain=2", 0, 0.9428090415820634 },
        { "KaimingUniform", "", -1.4142135623730951, 1.4142135623730951 },
        { "KaimingUniform", "InitFan=FanOut", -1, 1 },
        { "KaimingNormal", "InitLeak=0.5", 0, 0.7302967433402214 },
        { "KaimingNormal", "InitLeak=1;InitFan=FanOut", 0, 0.40824829046386296 },
        { "LeCunUniform", "", -1, 1 },
        { "LeCunNormal", "", 0, 0.5773502691896258 },
        { "Orthogonal", "InitGain=1.4", 1.4, 0 },
        { "Identity", "", 1, 0 },
        { "Sparse", "InitSparsity=0.4", 0.4, 0.01 },
        { "Sparse", "InitSparsity=0.4;InitStd=2", 0.4, 2 },
        { "File", "InitFile=a.safetensors", 0, 0 },
        { "Default", "", -0.5773502691896258, 0.5773502691896258 },
    };

    [Theory]
    [MemberData(nameof(OfLinear))]
    public void Arguments_and_fans_make_the_numbers_of_a_matrix(string name, string arguments, double a, double b)
    {
        ParameterInitialization begin = Begin(Declare.Input(3), Line("Linear", "outputs=6;WeightInit=" + name + ";" + arguments), "0.weight");

        Assert.Equal(name == "Default" ? "Uniform" : name switch { "Zeros" or "Ones" => "Constant", "XavierUniform" or "KaimingUniform" or "LeCunUniform" => "Uniform", "XavierNormal" or "KaimingNormal" or "LeCunNormal" => "Normal", _ => name }, begin.Kind.ToString());
        Assert.Equal(a, begin.A, 1e-12);
        Assert.Equal(b, begin.B, 1e-12);
    }

    [Fact]
    public void Every_initialiser_is_known() =>
        Assert.All(Enum.GetNames<Init>(), name => Assert.Null(Build(
            Declare.Input(2, 5),
            Line("Conv1d", "outputs=4;kernel=3;WeightInit=" + name + (name switch { "Constant" => ";InitValue=1", "File" => ";InitFile=x", _ => string.Empty })))
            .Error is { } error && name is not ("Identity" or "Sparse") ? error.Message : null));

    [Theory]
    [InlineData("Conv2d", "outputs=6;kernel=3,3;Groups=2", "0.weight", 18, 54)]
    [InlineData("DepthwiseConv2d", "kernel=3,3;Multiplier=2", "0.weight", 9, 72)]
    [InlineData("ConvTranspose2d", "outputs=6;kernel=2,2", "0.weight", 24, 16)]
    public void Fans_of_kernels_are_PyTorchs(string kind, string arguments, string parameter, int fanIn, int fanOut)
    {
        LineDeclaration input = Declare.Input(4, 5, 5);

        Assert.Equal(Math.Sqrt(2.0 / fanIn), Begin(input, Line(kind, arguments + ";WeightInit=KaimingNormal"), parameter).B, 1e-12);
        Assert.Equal(Math.Sqrt(2.0 / fanOut), Begin(input, Line(kind, arguments + ";WeightInit=KaimingNormal;InitFan=FanOut"), parameter).B, 1e-12);
        Assert.Equal(Math.Sqrt(2.0 / (fanIn + fanOut)), Begin(input, Line(kind, arguments + ";WeightInit=XavierNormal"), parameter).B, 1e-12);
        Assert.Equal(kind == "Conv2d" ? 2 : kind == "DepthwiseConv2d" ? 4 : 1, Begin(input, Line(kind, arguments + ";WeightInit=Dirac"), parameter).Groups);
    }

    [Fact]
    public void Every_line_with_weights_takes_them()
    {
        LineDeclaration steps = Declare.Sequence(4, 3, ("Lengths", ArgumentValue.Of(false)));
        LineDeclaration tokens = Line("Input", "shape=;Steps=3;Element=Int32;Vocabulary=5;Lengths=false");
        (LineDeclaration Input, string Kind, string Arguments, string[] Weights)[] cases =
        [
            (steps, "Linear", "outputs=6", ["0.weight"]),
            (Declare.Input(4, 5), "Conv1d", "outputs=6;kernel=3", ["0.weight"]),
            (Declare.Input(4, 5), "ConvTranspose1d", "outputs=6;kernel=3", ["0.weight"]),
            (tokens, "Embedding", "count=5;width=4", ["0.weight"]),
            (tokens, "EmbeddingBag", "count=5;width=4", ["0.weight"]),
            (steps, "PositionalEmbedding", "", ["0.weight"]),
            (steps, "RNN", "hidden=3;Layers=2", ["0.weight_ih_l0", "0.weight_ih_l1"]),
            (steps, "LSTM", "hidden=3;Projection=2", ["0.weight_ih_l0", "0.weight_hr_l0"]),
            (steps, "GRU", "hidden=3;Bidirectional=true", ["0.weight_ih_l0", "0.weight_ih_l0_reverse"]),
            (steps, "MultiHeadAttention", "heads=2", ["0.in_proj_weight", "0.out_proj.weight"]),
            (steps, "TransformerEncoderLayer", "heads=2;feedforward=5", ["0.self_attn.in_proj_weight", "0.self_attn.out_proj.weight", "0.linear1.weight", "0.linear2.weight"]),
            (steps, "AttentionPool", "", ["0.query"]),
            (steps, "AttentionPool", "Hidden=3", ["0.linear.weight", "0.context"]),
            (steps, "Maxout", "outputs=3;pieces=2", ["0.weight"]),
            (steps, "SwiGLU", "hidden=3", ["0.gate_proj.weight", "0.up_proj.weight", "0.down_proj.weight"]),
            (steps, "GeGLU", "hidden=3", ["0.gate_proj.weight", "0.up_proj.weight", "0.down_proj.weight"]),
            (Line("Input", "shape=3;Name=x"), "Bilinear", "outputs=3;names=x", ["0.weight"]),
            (steps, "Scale", "", ["0.weight"]),
            (steps, "Shift", "", ["0.bias"]),
        ];
        foreach ((LineDeclaration input, string kind, string arguments, string[] weights) in cases)
        {
            LineDeclaration line = Line(kind, arguments + ";WeightInit=Normal;InitStd=0.125;L1=0.5;L2=0.25");
            NetworkModel model = Model([input, line]);
            foreach (string weight in weights)
            {
                ParameterModel parameter = model.Parameters.Single(candidate => candidate.Name == weight);
                Assert.True(parameter.Initialization is { Kind: Kind.Normal, B: 0.125 }, $"{kind} {weight}: {parameter.Initialization}");
                Assert.True(parameter.Penalty == new Penalty(0.5, 0.25), $"{kind} {weight}: {parameter.Penalty}");
            }

            Assert.All(
                model.Parameters.Where(parameter => parameter.Name.Contains("bias", StringComparison.Ordinal) && kind != "Shift"),
                bias => Assert.Equal(Penalty.None, bias.Penalty));
        }
    }

    [Fact]
    public void Hidden_weights_and_biases_of_recurrent_layers_begin_apart()
    {
        NetworkModel model = Model([Declare.Sequence(4, 3), Line("LSTM", "hidden=3;WeightInit=XavierUniform;HiddenInit=Orthogonal;InitGain=2;BiasInit=Constant;BiasValue=0.5;Peepholes=true")]);
        ParameterInitialization Of(string name) => model.Parameters.Single(parameter => parameter.Name == name).Initialization;

        Assert.Equal(2 * Math.Sqrt(6.0 / (4 + 12)), Of("0.weight_ih_l0").B, 1e-12);
        Assert.Equal(new ParameterInitialization(Kind.Orthogonal, 2, 0), Of("0.weight_hh_l0"));
        Assert.Equal(new ParameterInitialization(Kind.Constant, 0.5, 0), Of("0.bias_ih_l0"));
        Assert.Equal(new ParameterInitialization(Kind.Constant, 0.5, 0), Of("0.bias_hh_l0"));
        Assert.Equal(Kind.Uniform, Of("0.weight_ch_l0").Kind);
    }

    [Fact]
    public void Padding_begins_as_zeros_but_for_tables_of_files()
    {
        LineDeclaration tokens = Line("Input", "shape=;Steps=3;Element=Int32;Vocabulary=5");

        Assert.Equal(2, Begin(tokens, Line("Embedding", "count=5;width=4;PaddingIndex=2;WeightInit=XavierNormal"), "0.weight").ZeroRow);
        Assert.Equal(-1, Begin(tokens, Line("Embedding", "count=5;width=4;PaddingIndex=2;WeightInit=File;InitFile=glove.safetensors"), "0.weight").ZeroRow);
    }

    [Theory]
    [InlineData("outputs=4;WeightInit=Constant", "WeightInit = Init.Constant needs InitValue, the number with which all begin.")]
    [InlineData("outputs=4;WeightInit=Sparse", "WeightInit = Init.Sparse needs InitSparsity")]
    [InlineData("outputs=4;WeightInit=File", "WeightInit = Init.File needs InitFile")]
    [InlineData("outputs=4;WeightInit=Dirac", "Init.Dirac is for the kernel of a convolution, and the parameter has shape [4,3]. Use Init.Identity")]
    [InlineData("outputs=4;WeightInit=Uniform;InitLow=2", "draws from InitLow = 2 to InitHigh = 1; InitHigh must be above InitLow.")]
    [InlineData("outputs=4;WeightInit=Normal;InitGain=2", "InitGain is an argument of Init.XavierUniform and Init.XavierNormal and Init.Orthogonal and Init.Identity, and WeightInit is Init.Normal. Leave InitGain out")]
    [InlineData("outputs=4;InitStd=2", "InitStd is an argument of Init.Normal and Init.TruncatedNormal and Init.Sparse, and the line names no initialiser.")]
    [InlineData("outputs=4;WeightInit=Normal;InitStd=-1", "InitStd is -1; it must be")]
    [InlineData("outputs=4;WeightInit=Sparse;InitSparsity=1.5", "InitSparsity is 1.5; it must be 0 to 1.")]
    [InlineData("outputs=4;BiasInit=Constant", "BiasInit = Init.Constant needs BiasValue")]
    [InlineData("outputs=4;BiasValue=1", "BiasValue is given, and BiasInit is Init.Default")]
    [InlineData("outputs=4;BiasInit=Orthogonal", "BiasInit = Init.Orthogonal needs a matrix, and a bias is a vector. Use Init.Zeros, Init.Ones, Init.Constant with BiasValue")]
    [InlineData("outputs=4;WeightInit=File;InitFile=", "InitFile is empty")]
    [InlineData("outputs=4;L1=-1", "L1 is -1; it must be at least 0.")]
    public void Arguments_that_do_not_fit_are_refused(string arguments, string message)
    {
        CompileError error = Build(Declare.Input(3), Line("Linear", arguments)).Error!;

        Assert.Equal(ErrorCodes.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Conv1d", "outputs=4;kernel=2;WeightInit=Identity", "needs a matrix, and the parameter has shape [4,3,2]. Use Init.Dirac for kernels.")]
    [InlineData("Conv1d", "outputs=4;kernel=2;WeightInit=Sparse;InitSparsity=0.5", "Init.Sparse needs a matrix")]
    [InlineData("Scale", "Per=Channel;WeightInit=Orthogonal", "needs a matrix [outputs, inputs], and the parameter has shape [3]. Use Init.Zeros, Init.Constant")]
    [InlineData("SwiGLU", "hidden=4;WeightInit=File;InitFile=a;InitTensor=b", "InitTensor = \"b\" names one tensor, and the line has several weights")]
    [InlineData("Normalize", "Per=Most", "Per = Per.Most is not known")]
    [InlineData("ActivityRegularization", "", "L1 and L2 are both 0, so that it regularises nothing.")]
    [InlineData("ActivityRegularization", "L1=-2", "L1 is -2; it must be at least 0.")]
    [InlineData("Maxout", "outputs=4;pieces=0", "pieces is 0; it must be")]
    [InlineData("Bilinear", "outputs=4;names=x", "refers to 'x', which no line before carries")]
    [InlineData("EmbeddingBag", "count=4;width=2", "is of real numbers; it looks integers up.")]
    public void Lines_that_do_not_fit_are_refused(string kind, string arguments, string message) =>
        Assert.Contains(message, Build(Declare.Input(3, 5), Line(kind, arguments)).Error!.Message, StringComparison.Ordinal);

    [Fact]
    public void Orthogonal_matrices_that_would_take_minutes_are_refused()
    {
        CompileError error = Build(Declare.Input(8192), Line("Linear", "outputs=8192;WeightInit=Orthogonal")).Error!;

        Assert.Equal(ErrorCodes.TooLarge, error.Code);
        Assert.Contains("a matrix [8192, 8192], which would take minutes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Standardisation_stands_behind_an_input()
    {
        CompileError error = Build(Declare.Input(3), Line("Linear", "outputs=4"), Line("Normalize", "")).Error!;

        Assert.Equal(ErrorCodes.NotSupported, error.Code);
        Assert.Contains("its operand 0 Linear of shape [4] is no input. Mean and deviation are fitted on data before training: put it directly behind [Input(...)]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("outputs=2;names=left,right,left", "it names 3 values; it is a form of two")]
    [InlineData("outputs=2;names=left,image", "has shape [4] and image Input has shape [2, 3]; it takes vectors of samples, and all extents but the last must be equal.")]
    public void Bilinear_forms_of_other_values_are_refused(string arguments, string message) => Assert.Contains(
        message,
        Build(Line("Input", "shape=4;Name=left"), Line("Input", "shape=5;Name=right"), Line("Input", "shape=2,3;Name=image"), Line("Bilinear", arguments)).Error!.Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("count=5;width=2;Weights=w", "are factors of a sum, and Mode is BagMode.Mean. Write Mode = BagMode.Sum")]
    [InlineData("count=5;width=2;Mode=Sum;Weights=w", "its Weights w Input have shape [4], and the bag has 3 integers.")]
    [InlineData("count=4;width=2", "it has 4 vectors, and the integers of 'bag' are 0 to 4. Write [EmbeddingBag(5, 2)]")]
    [InlineData("count=5;width=2;PaddingIndex=5", "PaddingIndex is 5; it must be one of its 5 rows")]
    public void Bags_that_do_not_fit_are_refused(string arguments, string message) => Assert.Contains(
        message,
        Build(Line("Input", "shape=;Steps=3;Element=Int32;Vocabulary=5;Name=bag"), Line("Input", "shape=4;Name=w"), Line("From", "value=bag"), Line("EmbeddingBag", arguments)).Error!.Message,
        StringComparison.Ordinal);

    private static ParameterInitialization Begin(LineDeclaration input, LineDeclaration line, string parameter) =>
        Model([input, line]).Parameters.Single(candidate => candidate.Name == parameter).Initialization;

    private static NetworkModel Model(LineDeclaration[] lines)
    {
        (NetworkModel? model, CompileError? error) = Build(lines);
        Assert.True(error is null, error?.Message);
        return model!;
    }

    private static (NetworkModel? Model, CompileError? Error) Build(params LineDeclaration[] lines) =>
        NetworkBuilder.Build(Declare.Network("Net", [], lines), NetworkMode.Training, TestContext.Current.CancellationToken);

    // name=value;name=value: numbers, words, lists with commas.
    private static LineDeclaration Line(string kind, string arguments) => Declare.Line(kind, [.. arguments.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(argument =>
    {
        string[] parts = argument.Split('=');
        bool isList = parts[0] is "names" or "shape" or "kernel";
        string[] items = parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries);
        return (parts[0], isList && !(kind == "Conv1d" || kind == "ConvTranspose1d") ? ArgumentValue.Of(items.Select(Value).ToEquatableArray()) : Value(parts[1]));
    })]);

    private static ArgumentValue Value(string text) => long.TryParse(text, out long integer) ? ArgumentValue.Of(integer)
        : double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double real) ? ArgumentValue.Of(real)
        : text is "true" or "false" ? ArgumentValue.Of(text == "true")
        : ArgumentValue.Of(text);
}
