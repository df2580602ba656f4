using System.Globalization;
using System.Linq;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That nothing of the machine enters what is read or written.</summary>
public sealed class DeterminismTests
{
    private const string Source = """
        using NetCompiler;
        [Network(L2 = 1.5e-3), Input(4), Dropout(0.25), Use<Z>(-3), Use<A>, Map("F")]
        partial class Mlp { static float F(float x) => -0.5f * x; }
        [Block, Linear(Arg.A)] class Z;
        [Block, ReLU] class A;
        """;

    [Fact]
    public void Culture_changes_nothing() => Assert.Equal(Run(CultureInfo.InvariantCulture), Run(Strange()));

    [Fact]
    public void Order_of_files_changes_nothing()
    {
        string[] files = ["using NetCompiler; [Network, Input(4), Use<Z>, Use<A>] partial class Mlp;", "[NetCompiler.Block] class Z;", "partial class Mlp { int B, A; }", "[NetCompiler.Block] class A;"];

        Assert.Equal(GeneratorRun.Read(files), GeneratorRun.Read([.. files.Reverse()]));
    }

    private static (NetworkDeclaration Declaration, string Text) Run(CultureInfo culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(Source), FakeCore.Echo);
            return (Assert.Single(run.Readings).Declaration!, string.Join("\n", run.Result.GeneratedSources.Select(file => file.HintName + "\n" + file.SourceText)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Strange()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        return culture;
    }
}
