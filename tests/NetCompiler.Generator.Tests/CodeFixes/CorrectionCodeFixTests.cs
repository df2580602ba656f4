using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using NetCompiler.CodeFixes;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests.CodeFixes;

/// <summary>Each case takes one of the fixes that are offered and compiles what came of it, with the generator.</summary>
public sealed class CorrectionCodeFixTests
{
    private const string Blocks = "\n[Block, GroupNorm(Arg.A), Conv2d(Arg.B, 3, Groups = Arg.A)] public class Grouped;\n[Block, Use<Grouped>(Arg.C, 12)] public class Nested;\n[Block, GroupNorm(5)] public class Fixed;";

    [Theory]

    // Names.
    [InlineData("NC0103", "Input(4), Linear(4, Name = \"stem\"), ReLU, Add(\"stme\")", "Change 'stme' to 'stem'", "Input(4), Linear(4, Name = \"stem\"), ReLU, Add(\"stem\")")]
    [InlineData("NC0103", "Input(4), Linear(4, Name = \"stem\"), ReLU, Add(\"Stem\")", "Change 'Stem' to 'stem'", "Input(4), Linear(4, Name = \"stem\"), ReLU, Add(\"stem\")")]
    [InlineData("NC0103", "Input(4), Linear(4, Name = \"tower\"), Tanh, Linear(4, Shares = \"towr\")", "Change 'towr' to 'tower'", "Input(4), Linear(4, Name = \"tower\"), Tanh, Linear(4, Shares = \"tower\")")]
    [InlineData("NC0103", "Input(4), Linear(2, Name = \"boxes\"), Output(\"boxs\")", "Change 'boxs' to 'boxes'", "Input(4), Linear(2, Name = \"boxes\"), Output(\"boxes\")")]
    [InlineData("NC0103", "Input(4), Linear(3, Name = \"logits\"), Softmax, SoftmaxCrossEntropy(Value = \"logit\")", "Change 'logit' to 'logits'", "Input(4), Linear(3, Name = \"logits\"), Softmax, SoftmaxCrossEntropy(Value = \"logits\")")]

    // Sizes.
    [InlineData("NC0106", "Input(6, 8, 8), Conv2d(12, 3, Groups = 4)", "Change Groups to 3", "Input(6, 8, 8), Conv2d(12, 3, Groups = 3)")]
    [InlineData("NC0106", "Input(6, 8, 8), Conv2d(12, 3, Groups = 4)", "Change Groups to 6", "Input(6, 8, 8), Conv2d(12, 3, Groups = 6)")]
    [InlineData("NC0107", "Input(6, 8, 8), Conv2d(10, 3, Groups = 6)", "Change outputs to 12", "Input(6, 8, 8), Conv2d(12, 3, Groups = 6)")]
    [InlineData("NC0107", "Input(6, 8, 8), Conv2d(kernel: 3, outputs: 10, Groups = 6)", "Change outputs to 6", "Input(6, 8, 8), Conv2d(kernel: 3, outputs: 6, Groups = 6)")]
    [InlineData("NC0106", "Input(6, 8, 8), GroupNorm(4)", "Change groups to 3", "Input(6, 8, 8), GroupNorm(3)")]
    [InlineData("NC0106", "Input(30, Steps = 7), MultiHeadAttention(4)", "Change heads to 5", "Input(30, Steps = 7), MultiHeadAttention(5)")]
    [InlineData("NC0106", "Input(1, 4, 4), Conv2d(8, 5)", "Change kernel to 4", "Input(1, 4, 4), Conv2d(8, 4)")]
    [InlineData("NC0106", "Input(1, 4, 4), Conv2d(8, 5)", "Add Padding = 1", "Input(1, 4, 4), Conv2d(8, 5, Padding = 1)")]
    [InlineData("NC0106", "Input(1, 4, 6), Conv2d(8, 9, Padding = 1)", "Change Padding to 3", "Input(1, 4, 6), Conv2d(8, 9, Padding = 3)")]
    [InlineData("NC0106", "Input(2, 1, 4), MaxPool2d(2)", "Change window to 1", "Input(2, 1, 4), MaxPool2d(1)")]
    [InlineData("NC0106", "Input(3, 4), MaxPool1d(2, Padding = 3)", "Change Padding to 1", "Input(3, 4), MaxPool1d(2, Padding = 1)")]
    [InlineData("NC0106", "Input(3, 2, 2), ConvTranspose2d(4, 2, Padding = 2)", "Change Padding to 1", "Input(3, 2, 2), ConvTranspose2d(4, 2, Padding = 1)")]
    [InlineData("NC0107", "Input(3, 8, 8), ConvTranspose2d(4, 2, Stride = 2, OutputPadding = 2)", "Change OutputPadding to 1", "Input(3, 8, 8), ConvTranspose2d(4, 2, Stride = 2, OutputPadding = 1)")]
    [InlineData("NC0106", "Input(1, 8, 8), Conv2d(10, 3), ReLU, PixelShuffle(2)", "Change outputs of [Conv2d(10, 3)] to 12", "Input(1, 8, 8), Conv2d(12, 3), ReLU, PixelShuffle(2)")]
    [InlineData("NC0106", "Input(4), Linear(64, Name = \"stem\"), ReLU, Linear(63), ReLU, Add(\"stem\")", "Change outputs of [Linear(63)] to 64", "Input(4), Linear(64, Name = \"stem\"), ReLU, Linear(64), ReLU, Add(\"stem\")")]
    [InlineData("NC0106", "Input(28, 28, 1), Conv2d(8, 3)", "Change shape of [Input(28, 28, 1)] to 1, 28, 28", "Input(1, 28, 28), Conv2d(8, 3)")]
    [InlineData("NC0107", "Input(4), Linear(0)", "Change outputs to 1", "Input(4), Linear(1)")]
    [InlineData("NC0107", "Input(4), Linear(8), Dropout(50)", "Change p to 0.5", "Input(4), Linear(8), Dropout(0.5)")]

    // In a block, the argument of the line that places it.
    [InlineData("NC0106", "Input(6, 8, 8), Use<Grouped>(4, 12)", "Change a to 3", "Input(6, 8, 8), Use<Grouped>(3, 12)")]
    [InlineData("NC0106", "Input(6, 8, 8), Use<Nested>(1, 1, 4)", "Change c to 6", "Input(6, 8, 8), Use<Nested>(1, 1, 6)")]

    // What is legal and hardly meant.
    [InlineData("NC0020", "Input(4), Linear(3), Softmax, SoftmaxCrossEntropy", "Remove [Softmax]", "Input(4), Linear(3), SoftmaxCrossEntropy")]
    [InlineData("NC0020", "Input(4), Linear(3)]\n[Softmax]\n[SoftmaxCrossEntropy", "Remove [Softmax]", "Input(4), Linear(3)]\n[SoftmaxCrossEntropy")]
    [InlineData("NC0020", "Input(4), Linear(3, Name = \"logits\"), Softmax, SoftmaxCrossEntropy(Weight = 2)", "Add Value = \"logits\" to [SoftmaxCrossEntropy(Weight = 2)]", "Input(4), Linear(3, Name = \"logits\"), Softmax, SoftmaxCrossEntropy(Weight = 2, Value = \"logits\")")]
    [InlineData("NC0020", "Input(4), Linear(1), Sigmoid, BinaryCrossEntropyWithLogits", "Remove [Sigmoid]", "Input(4), Linear(1), BinaryCrossEntropyWithLogits")]
    [InlineData("NC0021", "Input(4), Linear(8), Linear(3)", "Put [ReLU] before [Linear]", "Input(4), Linear(8), ReLU, Linear(3)")]
    [InlineData("NC0021", "Input(4)]\n[Linear(8)]\n[Linear(3), SoftmaxCrossEntropy", "Put [ReLU] before [Linear]", "Input(4)]\n[Linear(8), ReLU]\n[Linear(3), SoftmaxCrossEntropy")]
    [InlineData("NC0023", "Input(4), Linear(8), ReLU(Name = \"act\"), Linear(3)", "Remove Name", "Input(4), Linear(8), ReLU, Linear(3)")]
    [InlineData("NC0024", "Input(4), Linear(1), ReLU, MeanSquaredError", "Remove [ReLU]", "Input(4), Linear(1), MeanSquaredError")]
    [InlineData("NC0026", "Input(3, 8, 8), Conv2d(8, 3, Padding = 1), BatchNorm2d", "Add Bias = false", "Input(3, 8, 8), Conv2d(8, 3, Padding = 1, Bias = false), BatchNorm2d")]
    [InlineData("NC0026", "Input(3), Linear(8, Bias = true), BatchNorm1d", "Change Bias to false", "Input(3), Linear(8, Bias = false), BatchNorm1d")]
    [InlineData("NC0028", "Input(4), Linear(3), Dropout, SoftmaxCrossEntropy", "Remove [Dropout]", "Input(4), Linear(3), SoftmaxCrossEntropy")]
    [InlineData("NC0029", "Input(1, 8, 8), Conv2d(16, 3), ReLU]\n[Linear(3), SoftmaxCrossEntropy", "Put [Flatten] before [Linear]", "Input(1, 8, 8), Conv2d(16, 3), ReLU, Flatten]\n[Linear(3), SoftmaxCrossEntropy")]
    [InlineData("NC0030", "Input(32, 32, 3), Conv2d(8, 3)", "Change shape to 3, 32, 32", "Input(3, 32, 32), Conv2d(8, 3)")]
    [InlineData("NC0030", "Input(32, 32, 3, Name = \"x\"), Conv2d(8, 3)", "Change shape to 3, 32, 32", "Input(3, 32, 32, Name = \"x\"), Conv2d(8, 3)")]
    public async Task Fix_is_offered_and_compiles(string id, string before, string title, string after)
    {
        using var text = new FixedText(Source(before));

        Assert.Contains(title, await text.TitlesAsync(id));
        Assert.Equal(Source(after), await text.TakeAsync(id, title));
    }

    [Theory]
    [InlineData("NC0103", "Input(4), Linear(4, Name = \"stem\"), Add(\"shortcut\")")]
    [InlineData("NC0103", "Input(4), Linear(4, Name = \"stem\"), Add(Names.Stem)")]
    [InlineData("NC0106", "Input(6, 8, 8), Use<Fixed>")]
    [InlineData("NC0020", "Input(4), Linear(3), Softmax(Name = \"p\"), Output(\"p\"), SoftmaxCrossEntropy")]
    [InlineData("NC0107", "Input(4), Linear(3, L2 = -1)")]
    public async Task Nothing_is_offered_where_nothing_is_sure(string id, string lines)
    {
        using var text = new FixedText(Source(lines) + "\nstatic class Names { public const string Stem = \"stm\"; }");

        Assert.Empty(await text.TitlesAsync(id));
    }

    [Fact]
    public async Task Names_are_written_as_the_line_beside_them()
    {
        using var text = new FixedText("[global::NetCompiler.Network, global::NetCompiler.Input(4), global::NetCompiler.Linear(8), global::NetCompiler.Linear(3)] public partial class Net;");

        Assert.Equal(
            "[global::NetCompiler.Network, global::NetCompiler.Input(4), global::NetCompiler.Linear(8), global::NetCompiler.ReLU, global::NetCompiler.Linear(3)] public partial class Net;",
            await text.TakeAsync("NC0021", "Put [ReLU] before [Linear]"));
    }

    [Fact]
    public async Task Comments_before_a_line_stay()
    {
        using var text = new FixedText("using NetCompiler;\n// The net.\n[Network, Input(4), Linear(3)]\n// Ten digits.\n[Softmax]\n[SoftmaxCrossEntropy]\npublic partial class Net;");

        Assert.Contains("// Ten digits.", await text.TakeAsync("NC0020", "Remove [Softmax]"));
    }

    [Theory]
    [InlineData("[Input(4), Linear(2)]\npublic partial class Net;", "Put [Network] before [Input]", "[Network, Input(4), Linear(2)]\npublic partial class Net;")]
    [InlineData("[Linear(2), ReLU]\npublic class Piece;", "Put [Block] before [Linear]", "[Block, Linear(2), ReLU]\npublic class Piece;")]
    public async Task Mark_is_put_on_a_class_with_layers(string before, string title, string after)
    {
        using var text = new FixedText("using NetCompiler;\n" + before);

        Assert.Equal("using NetCompiler;\n" + after, await text.TakeAsync("NC0006", title));
    }

    [Fact]
    public async Task All_are_taken_at_once()
    {
        using var text = new FixedText("using NetCompiler;\n[Network, Input(4), Linear(3), Softmax, SoftmaxCrossEntropy] public partial class A;\n[Network, Input(4), Linear(3), Softmax, SoftmaxCrossEntropy] public partial class B;");

        Assert.Equal(
            "using NetCompiler;\n[Network, Input(4), Linear(3), SoftmaxCrossEntropy] public partial class A;\n[Network, Input(4), Linear(3), SoftmaxCrossEntropy] public partial class B;",
            await text.TakeAllAsync("NC0020", "Remove [Softmax]"));
    }

    [Fact]
    public void Fixable_diagnostics_exist()
    {
        ImmutableArray<string> ids = new CorrectionCodeFix().FixableDiagnosticIds;

        Assert.All(ids, id => Assert.NotNull(DiagnosticDescriptors.Find(id)));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    private static string Source(string lines) => "using NetCompiler;\n[Network, " + lines + "]\npublic partial class Net;" + Blocks;
}
