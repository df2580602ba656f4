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

    // Pieces that may stand in any order, in one file or in several.
    private const string Whole = """
        [NetCompiler.Network(L2 = 1.5e-3, HessianVector = true, InputGradient = true), NetCompiler.Input(2, 30, Name = "x"), NetCompiler.Linear(1_200, Name = "a"), NetCompiler.Dropout(0.25)]
        [NetCompiler.Use<Z>(-3), NetCompiler.Use<A>, NetCompiler.Map("F"), NetCompiler.Concat("a", Axis = -1), NetCompiler.Linear(3), NetCompiler.Flatten, NetCompiler.Linear(4)]
        [NetCompiler.SoftmaxCrossEntropy(Weight = -0.5)]
        public partial class Mlp { static float F(float x) => -0.5f * System.MathF.Tanh(x - 1.25f); }

        [NetCompiler.Network(Jacobian = true), NetCompiler.Input(3), NetCompiler.Linear(2), NetCompiler.MeanSquaredError]
        public partial class Other;

        [NetCompiler.Block, NetCompiler.Linear(7, Bias = false)] class Z;

        [NetCompiler.Block, NetCompiler.ReLU] class A;

        partial class Mlp { int B, C; }
        """;

    [Fact]
    public void Culture_changes_nothing() => Assert.Equal(Run(CultureInfo.InvariantCulture), Run(Strange()));

    [Fact]
    public void Order_of_files_changes_nothing()
    {
        string[] files = ["using NetCompiler; [Network, Input(4), Use<Z>, Use<A>] partial class Mlp;", "[NetCompiler.Block] class Z;", "partial class Mlp { int B, A; }", "[NetCompiler.Block] class A;"];

        Assert.Equal(GeneratorRun.Read(files), GeneratorRun.Read([.. files.Reverse()]));
    }

    [Fact]
    public void Emitted_files_are_equal_to_the_byte_in_every_run_and_culture()
    {
        string[] files = Emitted(CultureInfo.InvariantCulture, Whole);

        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.DoesNotContain('\r', file));
        Assert.Equal(files, Emitted(CultureInfo.InvariantCulture, Whole));
        Assert.Equal(files, Emitted(Strange(), Whole));
    }

    [Fact]
    public void Emitted_files_do_not_depend_on_the_order_of_files_and_declarations()
    {
        string[] pieces = Whole.Split("\n\n");
        Assert.Equal(5, pieces.Length);

        Assert.Equal(Emitted(CultureInfo.InvariantCulture, pieces), Emitted(CultureInfo.InvariantCulture, [.. pieces.Reverse()]));
        Assert.Equal(Emitted(CultureInfo.InvariantCulture, Whole), Emitted(CultureInfo.InvariantCulture, string.Join("\n\n", pieces.Reverse())));
    }

    [Theory]
    [InlineData("[Network, Input(16), Linear(-3)]")]
    [InlineData("[Network, Input(16), Dropout(1.5)]")]
    [InlineData("[Network, Input(16), Linear(3, L2 = -1e-3)]")]
    [InlineData("[Network(Batch = 1_000_000), Input(1000, 1000)]")]
    [InlineData("[Network, Input(100_000), Linear(1_000_000)]")]
    [InlineData("[Network, Input(4), Parameter(100_000, 100_000, Name = \"w\")]")]
    [InlineData("[Network, Input(4), Concat(\"input\", Axis = -3)]")]
    public void Messages_do_not_depend_on_culture(string lines)
    {
        string source = $"using NetCompiler;\n{lines} public partial class Mlp;";
        string[] Messages(CultureInfo culture) => Under(culture, () => GeneratorRun.Of(source).Diagnostics.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)).ToArray());
        string[] messages = Messages(CultureInfo.InvariantCulture);

        Assert.Single(messages);
        Assert.Equal(messages, Messages(Strange()));
    }

    private static (NetworkDeclaration Declaration, string Text) Run(CultureInfo culture) => Under(culture, () =>
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(Source), FakeCore.Echo);
        return (Assert.Single(run.Readings).Declaration!, string.Join("\n", run.Result.GeneratedSources.Select(file => file.HintName + "\n" + file.SourceText)));
    });

    private static string[] Emitted(CultureInfo culture, params string[] sources) => Under(culture, () =>
    {
        GeneratorRun run = GeneratorRun.Of(sources);
        Assert.Empty(run.Diagnostics);
        return run.Result.GeneratedSources.Select(file => file.HintName + "\n" + file.SourceText).Order(System.StringComparer.Ordinal).ToArray();
    });

    private static T Under<T>(CultureInfo culture, System.Func<T> run)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            return run();
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
