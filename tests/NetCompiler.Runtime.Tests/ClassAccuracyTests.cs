using System;
using NetCompiler;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Where the scores of a prediction lie: side by side, or, for predictions at positions, as far apart as there are positions.</summary>
public sealed class ClassAccuracyTests
{
    [Fact]
    public void Scores_of_one_prediction_lie_side_by_side()
    {
        ClassAccuracy accuracy = ClassAccuracy.Of(Description([3], [1], classes: 3))!;

        Assert.Equal(1, accuracy.Predictions);
        Assert.Equal(2, accuracy.CountCorrect((ReadOnlySpan<float>)[1, 5, 2, 7, 0, 0, 1, 1, 0], [1, 0, 1], []));
    }

    [Fact]
    public void Scores_at_positions_lie_as_far_apart_as_there_are_positions()
    {
        // Two samples of three classes at 1 x 2 positions: [class][position].
        ClassAccuracy accuracy = ClassAccuracy.Of(Description([3, 1, 2], [1, 2, 1], classes: 3))!;

        Assert.Equal(2, accuracy.Predictions);
        Assert.Equal(3, accuracy.CountCorrect((ReadOnlySpan<float>)[1, 9, 5, 0, 2, 3, 0, 1, 4, 2, 8, 6], [1, 0, 2, 1], []));
    }

    [Fact]
    public void As_many_positions_as_classes_are_no_reason_to_mistake_one_for_the_other()
    {
        ClassAccuracy accuracy = ClassAccuracy.Of(Description([2, 2], [2, 1], classes: 2))!;

        // Position 0 has scores 1 and 3, position 1 has 2 and 0.
        Assert.Equal(2, accuracy.CountCorrect((ReadOnlySpan<float>)[1, 2, 3, 0], [1, 0], []));
    }

    [Fact]
    public void Steps_that_do_not_count_have_no_predictions()
    {
        // Two samples of three steps of two classes, of which two and one count. All scores are right but that of step 1 of the first.
        ClassAccuracy accuracy = ClassAccuracy.Of(Description([3, 2], [3, 1], classes: 2, hasClassesLast: true))!;

        Assert.Equal(3, accuracy.PredictionsOf(2, [2, 1]));
        Assert.Equal(6, accuracy.PredictionsOf(2, []));
        Assert.Equal(2, accuracy.CountCorrect((ReadOnlySpan<float>)[1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1], [0, 1, 0, 1, 1, 1], [2, 1]));
        Assert.Equal(5, accuracy.CountCorrect((ReadOnlySpan<float>)[1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1], [0, 1, 0, 1, 1, 1], []));
    }

    [Fact]
    public void Scores_of_steps_lie_side_by_side_however_many_steps_there_are()
    {
        // Three steps of three classes look like three classes at three positions.
        ClassAccuracy accuracy = ClassAccuracy.Of(Description([3, 3], [3, 1], classes: 3, hasClassesLast: true))!;

        Assert.Equal(2, accuracy.CountCorrect((ReadOnlySpan<float>)[0, 9, 0, 0, 0, 9, 9, 0, 0], [1, 2, 1], []));
    }

    private static NetworkDescription Description(int[] output, int[] target, int classes, bool hasClassesLast = false) => new()
    {
        Name = "Net",
        Summary = string.Empty,
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = 4,
        Inputs = [],
        Outputs = [new TensorDescription("output", output, ElementType.Float32, 1)],
        Targets = [new TensorDescription("target", target, ElementType.Int32, 0)],
        Losses = [new LossDescription("SoftmaxCrossEntropy", 0, 0, classes, 1) { HasClassesLast = hasClassesLast }],
        Parameters = [],
        States = [],
        ParameterLength = 0,
        StateLength = 0,
        PreparedLength = 0,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 0,
    };
}
