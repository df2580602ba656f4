using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>
/// The initialisers of torch.nn.init by the names of Init, with their bounds and deviations folded (square roots only). They see the tensor as it stands in files: fans are those of
/// torch.nn.init._calculate_fan_in_and_fan_out.
/// </summary>
internal static class Initializations
{
    private const string Default = "Default";
    private const string OfBias = "BiasInit";

    // What a QR decomposition of n columns and m rows may cost: m · n². A network is made in seconds, not in hours.
    private const double MostOrthogonal = 1L << 36;

    /// <summary>The arguments that name an initialiser.</summary>
    private static readonly string[] s_choices = ["WeightInit", "HiddenInit", OfBias, "Initialization"];

    /// <summary>Every argument of an initialiser, and which ones it is of.</summary>
    private static readonly IReadOnlyList<(string Name, string[] Initializers)> s_arguments =
    [
        ("InitValue", ["Constant"]),
        ("InitLow", ["Uniform", "TruncatedNormal"]),
        ("InitHigh", ["Uniform", "TruncatedNormal"]),
        ("InitMean", ["Normal", "TruncatedNormal"]),
        ("InitStd", ["Normal", "TruncatedNormal", "Sparse"]),
        ("InitGain", ["XavierUniform", "XavierNormal", "Orthogonal", "Identity"]),
        ("InitLeak", ["KaimingUniform", "KaimingNormal"]),
        ("InitFan", ["KaimingUniform", "KaimingNormal"]),
        ("InitSparsity", ["Sparse"]),
        ("InitFile", ["File"]),
        ("InitTensor", ["File"]),
    ];

    public static ParameterInitialization Zeros { get; } = Constant(0);

    public static ParameterInitialization Ones { get; } = Constant(1);

    /// <summary>What torch.nn.Linear.reset_parameters does, kaiming_uniform_(a = sqrt(5)): U(1/sqrt(fan)).</summary>
    public static ParameterInitialization ByFan(int fanIn) => Uniform(1 / Math.Sqrt(fanIn));

    /// <summary>xavier_uniform_ of a matrix.</summary>
    public static ParameterInitialization Xavier(int fanIn, int fanOut) => Uniform(Math.Sqrt(6.0 / ((double)fanIn + fanOut)));

    /// <summary>From -bound to bound.</summary>
    public static ParameterInitialization Uniform(double bound) => new(InitializationKind.Uniform, -bound, bound);

    /// <summary>How a weight of a line begins.</summary>
    /// <param name="context">The line.</param>
    /// <param name="shape">The weight's shape in files.</param>
    /// <param name="otherwise">Where the line does not say.</param>
    /// <param name="groups">Of a convolution's kernel, the groups of the layer.</param>
    /// <param name="argument">The argument that says it.</param>
    public static ParameterInitialization Weight(LayerContext context, Shape shape, ParameterInitialization otherwise, int groups = 1, string argument = "WeightInit")
    {
        RequireArguments(context);
        string? name = Chosen(context, argument);
        double Argument(string given, double minimum, double maximum, double value) => context.Arguments.Real(given, minimum, maximum, value);
        double fanIn = shape.Rank < 2 ? 0 : (double)shape.Length / shape[0].Maximum;
        double fanOut = shape.Rank < 2 ? 0 : (double)shape.Length / shape[1].Maximum;
        double gain = Argument("InitGain", -float.MaxValue, float.MaxValue, 1);
        double Kaiming(double numerator)
        {
            double leak = Argument("InitLeak", 0, float.MaxValue, 0);
            return Math.Sqrt(numerator / ((1 + (leak * leak)) * (context.Arguments.Text("InitFan") == "FanOut" ? fanOut : fanIn)));
        }

        if (OfAnyShape(context, argument, name, "InitValue", otherwise) is { } simple)
        {
            return simple;
        }

        switch (name)
        {
            case "Uniform":
                (double low, double high) = Bounds(context, argument, name, 0, 1);
                return new ParameterInitialization(InitializationKind.Uniform, low, high);
            case "Normal":
                return new ParameterInitialization(InitializationKind.Normal, Mean(), Deviation(1));
            case "TruncatedNormal":
                (double least, double greatest) = Bounds(context, argument, name, -2, 2);
                return new ParameterInitialization(InitializationKind.TruncatedNormal, Mean(), Deviation(1)) { Low = least, High = greatest };
            case "XavierUniform":
                RequireMatrix();
                return Uniform(Math.Abs(gain) * Math.Sqrt(6.0 / (fanIn + fanOut)));
            case "XavierNormal":
                RequireMatrix();
                return Normal(Math.Abs(gain) * Math.Sqrt(2.0 / (fanIn + fanOut)));
            case "KaimingUniform":
                RequireMatrix();
                return Uniform(Kaiming(6.0));
            case "KaimingNormal":
                RequireMatrix();
                return Normal(Kaiming(2.0));
            case "LeCunUniform":
                RequireMatrix();
                return Uniform(Math.Sqrt(3.0 / fanIn));
            case "LeCunNormal":
                RequireMatrix();
                return Normal(Math.Sqrt(1.0 / fanIn));
            case "Orthogonal":
                RequireMatrix();
                if (fanIn * shape[0].Maximum * Math.Min(fanIn, shape[0].Maximum) > MostOrthogonal)
                {
                    throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"{argument} = Init.Orthogonal decomposes a matrix [{shape[0]}, {fanIn:0}], which would take minutes each time that a network is made. Use another initialiser, or Init.File with a matrix made once."));
                }

                return new ParameterInitialization(InitializationKind.Orthogonal, gain, 0);
            case "Identity":
                return shape.Rank == 2 ? new ParameterInitialization(InitializationKind.Identity, gain, 0)
                    : throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} = Init.Identity needs a matrix, and the parameter has shape {shape}. {(shape.Rank > 2 ? "Use Init.Dirac for kernels." : "Use Init.Zeros, Init.Ones or Init.Constant.")}");
            case "Dirac":
                return shape.Rank is >= 3 and <= 5 ? new ParameterInitialization(InitializationKind.Dirac, 1, 0) { Groups = groups }
                    : throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} = Init.Dirac is for the kernel of a convolution, and the parameter has shape {shape}. Use Init.Identity for a matrix.");
            case "Sparse":
                Require(context, argument, name, "InitSparsity", "the share of zeros in each column");
                return shape.Rank == 2 ? new ParameterInitialization(InitializationKind.Sparse, Argument("InitSparsity", 0, 1, 0), Deviation(0.01))
                    : throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} = Init.Sparse needs a matrix, whose columns it makes sparse, and the parameter has shape {shape}. Use another initialiser.");
            case "File":
                return OfFile(context, argument, context.Arguments.Text("InitTensor"));
            default:
                throw context.Fail(ErrorCodes.NotSupported, $"{argument} = Init.{name} is not known to this version of the generator. Update the NetCompiler package, so that its attributes and its generator belong together.");
        }

        double Mean() => Argument("InitMean", -float.MaxValue, float.MaxValue, 0);

        double Deviation(double value) => Argument("InitStd", 0, float.MaxValue, value);

        void RequireMatrix()
        {
            if (shape.Rank < 2)
            {
                throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} = Init.{name} needs a matrix [outputs, inputs], and the parameter has shape {shape}. Use Init.Zeros, Init.Constant, Init.Uniform or Init.Normal.");
            }
        }
    }

    /// <summary>How a bias of a line begins: it has no fans of its own.</summary>
    public static ParameterInitialization Bias(LayerContext context, ParameterInitialization otherwise)
    {
        RequireArguments(context);
        string? name = Chosen(context, OfBias);
        if (context.Arguments.Has("BiasValue") && name != "Constant")
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"BiasValue is given, and {OfBias} is Init.{name ?? Default}, which takes no number. Write {OfBias} = Init.Constant, or leave BiasValue out.");
        }

        return OfAnyShape(context, OfBias, name, "BiasValue", otherwise) ?? (name == "File" ? OfFile(context, OfBias, tensor: null)
            : throw context.Fail(ErrorCodes.InvalidArgument, $"{OfBias} = Init.{name} needs a matrix, and a bias is a vector. Use Init.Zeros, Init.Ones, Init.Constant with BiasValue, Init.File or Init.Default."));
    }

    // The initialisers that ask for nothing but a number, null for the others.
    private static ParameterInitialization? OfAnyShape(LayerContext context, string argument, string? name, string value, ParameterInitialization otherwise)
    {
        switch (name)
        {
            case null or Default:
                return otherwise;
            case "Zeros":
                return Zeros;
            case "Ones":
                return Ones;
            case "Constant":
                Require(context, argument, name, value, "the number with which all begin");
                return Constant(context.Arguments.Real(value, -float.MaxValue, float.MaxValue, 0));
            default:
                return null;
        }
    }

    private static ParameterInitialization Constant(double value) => new(InitializationKind.Constant, value, 0);

    private static ParameterInitialization Normal(double deviation) => new(InitializationKind.Normal, 0, deviation);

    private static ParameterInitialization OfFile(LayerContext context, string argument, string? tensor)
    {
        Require(context, argument, "File", "InitFile", "the path of a safetensors file");
        string file = context.Arguments.Text("InitFile")!;
        return file.Trim().Length > 0 ? new ParameterInitialization(InitializationKind.File, 0, 0) { File = file, Tensor = tensor }
            : throw context.Fail(ErrorCodes.InvalidArgument, "InitFile is empty; it is the path of a safetensors file, which begins at the program's folder unless it is absolute.");
    }

    private static (double Low, double High) Bounds(LayerContext context, string argument, string name, double low, double high)
    {
        low = context.Arguments.Real("InitLow", -float.MaxValue, float.MaxValue, low);
        high = context.Arguments.Real("InitHigh", -float.MaxValue, float.MaxValue, high);
        return low < high ? (low, high)
            : throw context.Fail(ErrorCodes.InvalidArgument, FormattableString.Invariant($"{argument} = Init.{name} draws from InitLow = {low} to InitHigh = {high}; InitHigh must be above InitLow."));
    }

    private static void Require(LayerContext context, string argument, string name, string needed, string what)
    {
        if (!context.Arguments.Has(needed))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} = Init.{name} needs {needed}, {what}.");
        }
    }

    private static string? Chosen(LayerContext context, string argument) => !context.Arguments.Has(argument) ? null
        : context.Arguments.Text(argument) ?? throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} is no member of Init.");

    // An argument that no initialiser of the line takes would change nothing, and the user would not know.
    private static void RequireArguments(LayerContext context)
    {
        string[] choices = [.. s_choices.Where(context.Arguments.Has)];
        foreach ((string name, string[] initializers) in s_arguments)
        {
            if (context.Arguments.Has(name) && !choices.Any(choice => initializers.Contains(context.Arguments.Text(choice))))
            {
                string takers = string.Join(" and ", initializers.Select(initializer => "Init." + initializer));
                string chosen = choices.Length == 0 ? "the line names no initialiser" : string.Join(" and ", choices.Select(choice => $"{choice} is Init.{context.Arguments.Text(choice)}"));
                throw context.Fail(ErrorCodes.InvalidArgument, $"{name} is an argument of {takers}, and {chosen}. Leave {name} out, or choose the initialiser.");
            }
        }
    }
}
