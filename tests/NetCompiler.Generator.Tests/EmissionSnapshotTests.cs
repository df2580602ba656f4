using System.Linq;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>
/// The emitted text of a tiny network, for reviewers: a change to emission shows as a difference of these files. On purpose, there are
/// only a few; what the text computes is tested elsewhere.
/// </summary>
public sealed class EmissionSnapshotTests
{
    [Fact]
    public void Shell_of_a_tiny_network() => Snapshot.Verify(Emitted("Samples.Tiny.g.cs"), typeof(EmissionSnapshotTests));

    [Fact]
    public void Kernels_of_a_tiny_network() => Snapshot.Verify(Emitted("Samples.Tiny.Kernels.g.cs"), typeof(EmissionSnapshotTests));

    [Fact]
    public void Shell_and_kernels_of_pixels()
    {
        const string Pixels = """
            using NetCompiler;

            namespace Samples;

            [Network(Batch = 2), Input(3, 4, 20, Element = ElementType.UInt8, Scale = 1.0 / 255, Mean = [0.5, 0.25, 0.125], Std = [0.5, 0.5, 0.25])]
            [Conv2d(8, 3, Padding = 1)]
            public partial class Pixels;
            """;
        string kernels = Emitted("Samples.Pixels.Kernels.g.cs", Pixels);
        Snapshot.Verify(Part(Emitted("Samples.Pixels.g.cs", Pixels), "/// <summary>Computes the outputs of one sample", "/// <summary>Makes a session"), typeof(EmissionSnapshotTests), "Shell");
        Snapshot.Verify(Part(kernels, "/// The program", "/// </code>"), typeof(EmissionSnapshotTests), "Program", "txt");
        Snapshot.Verify(Part(kernels, "/// <summary>Copies bytes", "\n\n\t\t/// <summary>"), typeof(EmissionSnapshotTests), "Kernel");
    }

    private static string Part(string text, string from, string to)
    {
        int start = text.IndexOf(from, System.StringComparison.Ordinal);
        int end = text.IndexOf(to, start, System.StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, text);
        return text[start..end];
    }

    private static string Emitted(string file, string source = """
            using NetCompiler;

            namespace Samples;

            [Network(Batch = 8), Input(3)]
            [Linear(2), Tanh]
            [Linear(1)]
            [MeanSquaredError]
            public partial class Tiny;
            """)
    {
        GeneratorRun run = GeneratorRun.Of(source);

        Assert.Empty(run.Diagnostics);
        Assert.Equal(2, run.Result.GeneratedSources.Length);
        return run.Result.GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();
    }
}
