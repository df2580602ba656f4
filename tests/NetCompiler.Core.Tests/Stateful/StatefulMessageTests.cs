using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Stateful;

/// <summary>What users hear of a declaration with stateful layers.</summary>
public sealed class StatefulMessageTests
{
    private static readonly LineDeclaration s_stateful = Declare.Line("GRU", ("hidden", ArgumentValue.Of(2L)), ("Stateful", ArgumentValue.Of(true)));

    [Theory]
    [InlineData("RNN")]
    [InlineData("LSTM")]
    [InlineData("GRU")]
    public void A_layer_in_both_directions_is_refused(string kind)
    {
        CompileError error = Error(Network(Declare.Line(kind, ("hidden", ArgumentValue.Of(2L)), ("Bidirectional", ArgumentValue.Of(true)), ("Stateful", ArgumentValue.Of(true)))));

        Assert.Equal(ErrorCodes.NotSupported, error.Code);
        Assert.StartsWith($"0 {kind}: it is Bidirectional and Stateful", error.Message);
        Assert.EndsWith("Leave Bidirectional out, or Stateful.", error.Message);
        Assert.Equal(1, error.Location.Index);
    }

    [Fact]
    public void ResetState_is_a_member_of_the_network()
    {
        CompileError error = Error(Network(s_stateful, Declare.Line("MeanSquaredError")) with { UserMembers = EquatableArray.Of("ResetState") });

        Assert.Equal(ErrorCodes.MemberCollision, error.Code);
        Assert.Contains("'ResetState'", error.Message);
    }

    /// <summary>Without a loss there are no batches to carry anything between: such a network is one without the option.</summary>
    [Fact]
    public void Without_training_nothing_is_carried()
    {
        CompileResult result = NetworkCompiler.Compile(Network(s_stateful) with { UserMembers = EquatableArray.Of("ResetState") }, TestContext.Current.CancellationToken);

        Assert.Empty(result.Errors);
        Assert.DoesNotContain(result.Files, file => file.Text.Contains("Carried", System.StringComparison.Ordinal));
    }

    private static NetworkDeclaration Network(params LineDeclaration[] lines) => Declare.Network("Net", [("Batch", ArgumentValue.Of(2L))], [Declare.Sequence(3, 4), .. lines]);

    private static CompileError Error(NetworkDeclaration declaration) => NetworkCompiler.Compile(declaration, TestContext.Current.CancellationToken).Errors.Single();
}
