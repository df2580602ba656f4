using System.Linq;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Streaming.StreamingCases;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>Mistakes in recurrent layers and streaming networks: the code, the line at fault, and the words that say what to do.</summary>
public sealed class StreamingMessageTests
{
    [Fact]
    public void A_bidirectional_layer_does_not_stream() =>
        Refuses("NC0115", 1, ["Bidirectional", "Leave Bidirectional out, or [Network(Streaming = true)]"], Sequence(3), Line("LSTM", ("hidden", 4), ("Bidirectional", true)));

    [Fact]
    public void A_convolution_that_sees_later_steps_does_not_stream() => Refuses(
        "NC0115", 1, ["kernel [3]", "the 2 before it", "padding is 1 in front and 1 behind", "Causal = true"], Sequence(3), Line("Conv1d", ("outputs", 2), ("kernel", 3), ("Padding", 1)));

    [Fact]
    public void A_stride_does_not_stream() =>
        Refuses("NC0115", 1, ["Stride is 2", "Stride = 1"], Sequence(3), Line("MaxPool1d", ("window", 2), ("Causal", true)));

    [Fact]
    public void What_takes_many_steps_at_once_does_not_stream() =>
        Refuses("NC0115", 1, ["several steps of its operand Input at once", "[Last]"], Sequence(3), Declare.Line("Flatten"), Declare.Linear(2));

    [Fact]
    public void Attention_that_sees_all_steps_does_not_stream() =>
        Refuses("NC0115", 1, ["sees all steps", "Causal = true"], Sequence(4), Line("MultiHeadAttention", ("heads", 2)));

    [Fact]
    public void A_network_without_sequences_does_not_stream() => Refuses("NC0107", -1, ["no input of 'Mistaken' is one", "Steps = 512"], Declare.Input(3), Declare.Linear(2));

    [Fact]
    public void A_member_of_the_users_that_a_step_would_meet_is_refused()
    {
        NetworkDeclaration declaration = Network("Mistaken", Sequence(3), Declare.Linear(2));
        declaration = declaration with { UserMembers = Common.EquatableArray.Of("ResetState", "Step") };
        CompileError error = Assert.Single(NetworkCompiler.Compile(declaration, TestContext.Current.CancellationToken).Errors);
        Assert.Equal("NC0111", error.Code);
        Assert.Contains("'ResetState' and 'Step'", error.Message);
    }

    [Theory]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    [InlineData("RNN")]
    public void A_recurrent_layer_takes_steps_of_features(string kind) =>
        Refuses("NC0106", 1, ["has shape [3]", "[steps, features]", "[Input(16, Steps = 128)]"], Declare.Input(3), Line(kind, ("hidden", 4)));

    [Fact]
    public void A_projection_is_smaller_than_the_units() =>
        Refuses("NC0107", 1, ["Projection is 4 and hidden is 4"], Sequence(3), Line("LSTM", ("hidden", 4), ("Projection", 4)));

    [Fact]
    public void Dropout_is_between_layers() => Refuses("NC0107", 1, ["Layers is 1", "[Dropout]"], Sequence(3), Line("GRU", ("hidden", 4), ("Dropout", 0.5)));

    [Fact]
    public void Causal_windows_take_no_padding() =>
        Refuses("NC0107", 1, ["Leave Padding and PaddingEnd out"], Sequence(3), Line("Conv1d", ("outputs", 2), ("kernel", 3), ("Causal", true), ("Padding", 1)));

    [Fact]
    public void Shared_parameters_have_the_same_shapes() => Refuses(
        "NC0112", 2, ["needs a parameter of shape [12,4]", "'a.weight_ih_l0' of shape [12,3]"], Sequence(3), Line("GRU", ("hidden", 4), ("Name", "a")), Line("GRU", ("hidden", 4), ("Shares", "a")));

    private static void Refuses(string code, int line, string[] words, params LineDeclaration[] lines)
    {
        CompileError error = Assert.Single(NetworkCompiler.Compile(Network("Mistaken", lines), TestContext.Current.CancellationToken).Errors);
        Assert.Equal(code, error.Code);
        Assert.Equal(line, error.Location.Index);
        Assert.All(words, word => Assert.Contains(word, error.Message));
    }
}
