namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>The graphs of networks over sequences.</summary>
internal static class SequenceGraphs
{
    /// <summary>A transformer that says what character follows each of 64.</summary>
    public static NetworkGraph Characters() => GraphBuilder.OfTokens(64, 65)
        .Embed(64).Apply(NodeKind.Positions)
        .Encode(heads: 4, feedforward: 256)
        .Encode(heads: 4, feedforward: 256)
        .Apply(NodeKind.LayerNormalization)
        .LinearOfSteps(65, bias: false)
        .Build();
}
