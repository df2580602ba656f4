using System.Linq;
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
    public void Shell_of_a_tiny_network() => Snapshot.Verify(Emitted("Samples.Tiny.g.cs"), typeof(EmissionSnapshotTests));

    [Fact]
    public void Kernels_of_a_tiny_network() => Snapshot.Verify(Emitted("Samples.Tiny.Kernels.g.cs"), typeof(EmissionSnapshotTests));

    private static string Emitted(string file)
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
        Assert.Equal(2, run.Result.GeneratedSources.Length);
        return run.Result.GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();
    }
}
