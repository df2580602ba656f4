namespace NetCompiler.Core.Advice;

/// <summary>What a network can be that compiles and is hardly meant so. Each has a page under docs/diagnostics.</summary>
internal static class AdviceCodes
{
    /// <summary>A softmax or sigmoid before a loss that applies it itself.</summary>
    public const string LossAppliesIt = "NC0020";

    /// <summary>Two linear layers with nothing between them.</summary>
    public const string LinearLayersCollapse = "NC0021";

    /// <summary>Dropout before a batch normalisation.</summary>
    public const string DropoutBeforeBatchNorm = "NC0022";

    /// <summary>A name that nothing refers to, of a line without parameters.</summary>
    public const string UnusedName = "NC0023";

    /// <summary>An activation that keeps what a loss judges within bounds.</summary>
    public const string BoundedPrediction = "NC0024";

    /// <summary>A value that nothing uses.</summary>
    public const string UnusedValue = "NC0025";

    /// <summary>A bias that a batch normalisation takes out again.</summary>
    public const string BiasBeforeBatchNorm = "NC0026";

    /// <summary>A softmax of a single number.</summary>
    public const string SoftmaxOfOne = "NC0027";

    /// <summary>Dropout of what a loss judges.</summary>
    public const string DropoutBeforeLoss = "NC0028";

    /// <summary>A linear layer over the columns of feature maps, one [Flatten] short.</summary>
    public const string LinearOverColumns = "NC0029";

    /// <summary>An image declared with its channels last.</summary>
    public const string ChannelsLast = "NC0030";

    /// <summary>A rectifier of what is never negative.</summary>
    public const string ActivationWithoutEffect = "NC0031";
}
