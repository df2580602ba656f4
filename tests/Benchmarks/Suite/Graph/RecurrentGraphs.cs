namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>The graphs of recurrent networks.</summary>
internal static class RecurrentGraphs
{
    /// <summary>A recurrent layer whose last step is classified.</summary>
    /// <param name="kind">What a step computes.</param>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="features">Numbers of a step.</param>
    /// <param name="units">Units of the layer.</param>
    /// <param name="classes">How many classes there are.</param>
    public static NetworkGraph Classifier(NodeKind kind, int steps, int features, int units, int classes) =>
        new GraphBuilder(steps, features).Recurrent(kind, units, "recurrent").Linear(classes, "head").Build();
}
