using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>What losses say where they cannot stand as they are: the number of the diagnostic, and the words that a user needs.</summary>
public sealed class LossMessageTests
{
    [Fact]
    public void Numbers_of_classes_are_as_many_as_the_classes()
    {
        Refuses(ErrorCodes.InvalidArgument, "ClassWeights has 2 numbers, and the value 3 classes", Declare.Input(3), Declare.Line("SoftmaxCrossEntropy", ("ClassWeights", Reals(1, 2))));
        Refuses(ErrorCodes.InvalidArgument, "PosWeights has 1 number, and the value 3 classes", Declare.Input(3, 2, 2), Declare.Line("BinaryCrossEntropyWithLogits", ("PosWeights", Reals(1))));
        Refuses(ErrorCodes.InvalidArgument, "it must be 0 to 1000000", Declare.Input(2), Declare.Line("NLL", ("ClassWeights", Reals(1, -1))));
        Refuses(
            ErrorCodes.InvalidArgument,
            "PosWeight and PosWeights are both set",
            Declare.Input(2),
            Declare.Line("BinaryCrossEntropyWithLogits", ("PosWeight", ArgumentValue.Of(2.0)), ("PosWeights", Reals(1, 1))));
    }

    [Fact]
    public void Classes_are_several()
    {
        Refuses(ErrorCodes.ShapeMismatch, "compares those of at least 2 classes", Declare.Input(1), Declare.Line("MultiMargin"));
        Refuses(ErrorCodes.ShapeMismatch, "one logarithm of a probability", Declare.Input(1, 4), Declare.Line("NLL"));
    }

    [Fact]
    public void What_is_ignored_has_a_class_index() =>
        Refuses(ErrorCodes.InvalidArgument, "its targets are probabilities", Declare.Input(2), Declare.Line("SoftmaxCrossEntropy", ("Targets", ArgumentValue.Of("Probabilities")), ("IgnoreIndex", ArgumentValue.Of(1))));

    [Theory]
    [InlineData("ResidualNorm", "p", 0.5, "p is 0.5; it must be at least 1")]
    [InlineData("ResidualNorm", "p", double.NaN, "p is nan; it must be at least 1")]
    [InlineData("Huber", "Delta", 0.0, "Delta is 0; it must be 1E-06 to 1000000")]
    [InlineData("SmoothL1", "Beta", -1.0, "Beta is -1; it must be 0 to 1000000")]
    [InlineData("Hinge", "Margin", -0.5, "Margin is -0.5; it must be 0 to 1000000")]
    [InlineData("SoftmaxCrossEntropy", "LabelSmoothing", 1.5, "LabelSmoothing is 1.5; it must be 0 to 1")]
    [InlineData("PoissonNLL", "Epsilon", 0.0, "Epsilon is 0; it must be 1E-30 to 1")]
    [InlineData("HalfSquaredError", "Weight", double.PositiveInfinity, "Weight is inf")]
    public void Arguments_have_ranges(string kind, string argument, double value, string words) => Refuses(ErrorCodes.InvalidArgument, words, Declare.Input(3), Declare.Line(kind, (argument, ArgumentValue.Of(value))));

    [Fact]
    public void Powers_are_one_and_two() => Refuses(ErrorCodes.InvalidArgument, "P is 3; it must be 1 to 2", Declare.Input(3), Declare.Line("MultiMargin", ("P", ArgumentValue.Of(3))));

    [Fact]
    public void Quantiles_are_inside_and_have_predictions()
    {
        Refuses(ErrorCodes.InvalidArgument, "above 0 and below 1", Declare.Input(3), Declare.Line("Quantile", ("quantiles", Reals(0.5, 1))));
        Refuses(ErrorCodes.InvalidArgument, "one quantile or more", Declare.Input(3), Declare.Line("Quantile", ("quantiles", Reals())));
        Refuses(ErrorCodes.ShapeMismatch, "it has 2 quantiles, for each of which the last axis holds a prediction", Declare.Input(3), Declare.Line("Quantile", ("quantiles", Reals(0.25, 0.5))));
    }

    [Fact]
    public void A_variance_has_the_shape_of_the_value()
    {
        LineDeclaration[] inputs = [Named(4, "x"), Named(3, "v"), Declare.Line("From", ("value", ArgumentValue.Of("x")))];
        Refuses(ErrorCodes.ShapeMismatch, "its variance, has shape [3]", [.. inputs, Declare.Line("GaussianNLL", ("variance", ArgumentValue.Of("v")))]);
        Refuses(ErrorCodes.UnknownName, "refers to 'w'", [.. inputs, Declare.Line("GaussianNLL", ("variance", ArgumentValue.Of("w")))]);
    }

    [Fact]
    public void Embeddings_are_vectors_of_one_shape()
    {
        LineDeclaration pair = Declare.Line("CosineEmbedding", ("first", ArgumentValue.Of("a")), ("second", ArgumentValue.Of("b")));
        LineDeclaration start = Declare.Line("From", ("value", ArgumentValue.Of("a")));
        Refuses(ErrorCodes.ShapeMismatch, "the shapes must be equal", Named(4, "a"), Named(3, "b"), start, pair);
        Refuses(ErrorCodes.ShapeMismatch, "it compares vectors, [features]", NamedImage("a"), NamedImage("b"), start, pair);
        Refuses(ErrorCodes.ShapeMismatch, "its target has shape [1]", Named(4, "a"), Named(4, "b"), start, pair with { Arguments = pair.Arguments.Append(new ArgumentDeclaration("Target", ArgumentValue.Of("b"))).ToEquatableArray() });
    }

    [Fact]
    public void The_weight_of_a_sample_is_one_number()
    {
        Refuses(ErrorCodes.ShapeMismatch, "the weight of a sample is one number", Named(4, "x"), Declare.Line("MeanSquaredError", ("SampleWeight", ArgumentValue.Of("x"))));
        Refuses(ErrorCodes.TargetKind, "'t' is the weight of a sample, one real number, and a target that is", Named(4, "x"), Declare.Line("MeanSquaredError", ("SampleWeight", ArgumentValue.Of("t")), ("Target", ArgumentValue.Of("t"))));
    }

    /// <summary>Behind all targets, whichever loss names them, and once.</summary>
    [Fact]
    public void Weights_of_samples_come_behind_the_targets()
    {
        NetworkDeclaration declaration = Declare.Network(
            "Weighted",
            [("SampleWeight", ArgumentValue.Of("weight"))],
            Declare.Input(4),
            Declare.Line("MeanSquaredError"),
            Declare.Line("Huber", ("SampleWeight", ArgumentValue.Of("other"))),
            Declare.Line("LogCosh"));
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Training, TestContext.Current.CancellationToken);
        Assert.Null(error);
        Assert.Equal(["target", "target2", "target3", "weight", "other"], model!.Targets.Select(target => target.Name));
        Assert.Equal([0, 1, 2], model.Losses.Select(loss => loss.Target));
    }

    private static void Refuses(string code, string words, params LineDeclaration[] lines)
    {
        (_, CompileError? error) = NetworkBuilder.Build(Declare.Network("Refused", [], lines), NetworkMode.Training, TestContext.Current.CancellationToken);
        Assert.NotNull(error);
        Assert.Contains(words, error.Message, System.StringComparison.Ordinal);
        Assert.Equal(code, error.Code);
        Assert.Equal(lines.Length - 1, error.Location.Index < 0 ? lines.Length - 1 : error.Location.Index);
    }

    private static ArgumentValue Reals(params double[] numbers) => ArgumentValue.Of(numbers.Select(ArgumentValue.Of).ToEquatableArray());

    private static LineDeclaration Named(int features, string name) => Declare.Line("Input", ("shape", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of((long)features)))), ("Name", ArgumentValue.Of(name)));

    private static LineDeclaration NamedImage(string name) => Declare.Line("Input", ("shape", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of(2L), ArgumentValue.Of(3L)))), ("Name", ArgumentValue.Of(name)));
}
