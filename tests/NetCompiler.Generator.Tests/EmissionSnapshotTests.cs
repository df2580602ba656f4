using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>
/// The emitted text of a tiny network, for reviewers: a change to emission shows as a difference of these files. On purpose, there are
/// only two; what the text computes is tested elsewhere.
/// </summary>
public sealed class EmissionSnapshotTests
{
    [Fact]
    public void Tiny_network()
    {
        GeneratorRun run = GeneratorRun.Of("""
            using NetCompiler;

            namespace Samples;

            [Network(Batch = 8), Input(3)]
            [Linear(2), Tanh]
            [Linear(1)]
            [MeanSquaredError]
            public partial class Tiny;
            """);

        Assert.Empty(run.Diagnostics);
        Assert.Equal(["Samples.Tiny.g.cs", "Samples.Tiny.Kernels.g.cs"], System.Linq.Enumerable.Select(run.Result.GeneratedSources, file => file.HintName));
        Snapshot.Verify(run.Result.GeneratedSources[0].SourceText.ToString(), typeof(EmissionSnapshotTests), "shell");
        Snapshot.Verify(run.Result.GeneratedSources[1].SourceText.ToString(), typeof(EmissionSnapshotTests), "kernels");
    }
}
