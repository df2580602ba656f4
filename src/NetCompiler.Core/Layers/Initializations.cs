using System;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The distributions of torch.nn.init, with their bounds and deviations folded (square roots only).</summary>
internal static class Initializations
{
    public static ParameterInitialization Zeros { get; } = new(InitializationKind.Constant, 0, 0);

    /// <summary>How a weight of a matrix product begins.</summary>
    public static ParameterInitialization Weight(string? name, int fanIn, int fanOut) => name switch
    {
        // kaiming_uniform_(a = sqrt(5)), as torch.nn.Linear.reset_parameters does.
        null or "Default" => Uniform(1 / Math.Sqrt(fanIn)),
        "Zeros" => Zeros,
        "XavierUniform" => Uniform(Math.Sqrt(6.0 / ((double)fanIn + fanOut))),
        "XavierNormal" => Normal(Math.Sqrt(2.0 / ((double)fanIn + fanOut))),
        "KaimingUniform" => Uniform(Math.Sqrt(6.0 / fanIn)),
        "KaimingNormal" => Normal(Math.Sqrt(2.0 / fanIn)),
        _ => throw new DeclarationException(ErrorCodes.NotSupported, $"The initialisation '{name}' is not known to this version of the generator.", []),
    };

    /// <summary>How a bias begins: it has no fan of its own, so that only PyTorch's default and zeros apply.</summary>
    public static ParameterInitialization Bias(LayerContext context, string argument, int fanIn) => context.Arguments.Text(argument) switch
    {
        null or "Default" => Uniform(1 / Math.Sqrt(fanIn)),
        "Zeros" => Zeros,
        string name => throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} = Init.{name} needs a matrix, and a bias is a vector. Use Init.Zeros or Init.Default."),
    };

    /// <summary>From -bound to bound.</summary>
    public static ParameterInitialization Uniform(double bound) => new(InitializationKind.Uniform, -bound, bound);

    private static ParameterInitialization Normal(double deviation) => new(InitializationKind.Normal, 0, deviation);
}
