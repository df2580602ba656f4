using System.Collections.Generic;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Building;

/// <summary>What a program is for: some layers differ between training and use.</summary>
internal enum NetworkMode
{
    Inference,
    Training,

    /// <summary>Inference of batches that follow each other: what a layer is asked to keep is carried from one to the next, as in training.</summary>
    Evaluation,

    /// <summary>Inference, one step of the sequences a call: what a layer needs of earlier steps is carried from call to call.</summary>
    Streaming,
}

/// <summary>How a parameter begins; bounds and deviations are folded here, the draws are the runtime's.</summary>
internal enum InitializationKind
{
    Constant,
    Uniform,
    Normal,
    TruncatedNormal,
    Orthogonal,
    Identity,
    Dirac,
    Sparse,
    File,
}

/// <summary>How a parameter begins: the constant A; from A to B; mean A and deviation B; an orthogonal or identity matrix times A; the share A of zeros and deviation B.</summary>
/// <param name="Kind">Which.</param>
/// <param name="A">Its first number.</param>
/// <param name="B">Its second number.</param>
/// <param name="ZeroRow">The index along the first axis of elements that begin as 0 instead; -1 for none.</param>
internal sealed record ParameterInitialization(InitializationKind Kind, double A, double B, int ZeroRow = -1)
{
    /// <summary>The least number of a truncated distribution.</summary>
    public double Low { get; init; }

    /// <summary>The greatest number of a truncated distribution.</summary>
    public double High { get; init; }

    /// <summary>Of a kernel that gives its input, the groups of the convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The file that is read when a network is made.</summary>
    public string? File { get; init; }

    /// <summary>The tensor in it; null for one with the parameter's name.</summary>
    public string? Tensor { get; init; }
}

/// <summary>Regularisers of a parameter in the objective: L1 Σ |w| + L2 / 2 Σ w².</summary>
/// <param name="L1">Factor of the sum of absolute values; 0 for none.</param>
/// <param name="L2">Factor of the squared norm, halved; 0 for none.</param>
internal readonly record struct Penalty(double L1, double L2)
{
    public static Penalty None => default;
}

/// <summary>A trainable parameter of the network.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="IsMatrix">Whether products read it as a matrix, so that it is stored in panels of its first axis.</param>
/// <param name="Initialization">How it begins.</param>
/// <param name="Penalty">Its part of the objective.</param>
internal sealed record ParameterModel(string Name, Shape Shape, bool IsMatrix, ParameterInitialization Initialization, Penalty Penalty)
{
    /// <summary>Whether it is no variable of the objective: no gradient of it is computed.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>How large the weights of an output may be after a training step.</summary>
    public NormBound Bound { get; init; }
}

/// <summary>The greatest Euclidean norm of the weights of each output of a parameter after a training step.</summary>
/// <param name="Maximum">The norm; 0 for any.</param>
/// <param name="Axis">The axis of the outputs: the first, or the second of [inputs, outputs / groups, …].</param>
/// <param name="Groups">Into how many groups the inputs fall where the outputs are the second axis: each has outputs of its own.</param>
internal readonly record struct NormBound(double Maximum, int Axis, int Groups)
{
    public static NormBound None => default;
}

/// <summary>State of the network that is saved and not trained: a running statistic, or a count of steps.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="Shape">PyTorch's shape.</param>
/// <param name="Element">Real, or a count.</param>
/// <param name="Initialization">How it begins.</param>
internal sealed record StateModel(string Name, Shape Shape, ElementKind Element, ParameterInitialization Initialization);

/// <summary>State that is mean and deviation of an input's data: number i of a sample of the input belongs to element i / Repeats of both, counted round and round.</summary>
/// <param name="Input">Index of the input.</param>
/// <param name="Mean">The name of the mean.</param>
/// <param name="Deviation">The name of the deviation.</param>
/// <param name="Repeats">How many numbers side by side belong to one element.</param>
/// <param name="Scales">What bytes are multiplied with, for all or for each channel; empty for real numbers.</param>
/// <param name="Offsets">What is added to them then.</param>
internal sealed record FitModel(int Input, string Mean, string Deviation, int Repeats, IReadOnlyList<double> Scales, IReadOnlyList<double> Offsets);

/// <summary>What a call leaves to the next one: a streaming step, or a batch of training and evaluation.</summary>
/// <param name="Name">Unique in the network, in the user's words.</param>
/// <param name="Shape">The shape; rows come first, of which a streaming step has one.</param>
/// <param name="Initial">What every element is before the first call.</param>
internal sealed record CarryModel(string Name, Shape Shape, double Initial);

/// <summary>A tensor that the caller gives or receives; the shape has rows first.</summary>
/// <param name="Name">The name from the declaration.</param>
/// <param name="Shape">The shape at the compiled maxima.</param>
/// <param name="Element">What the elements are.</param>
/// <param name="Bound">Integers are at least 0 and below it; 0 where nothing is known of them.</param>
/// <param name="Lengths">Where axis 1 is steps of which a row may have fewer: the index of its lengths; else -1.</param>
internal sealed record TensorModel(string Name, Shape Shape, ElementKind Element, int Bound = 0, int Lengths = -1);

/// <summary>How the terms of a loss become one number.</summary>
internal enum LossReduction
{
    /// <summary>The mean of a sample's terms, and of that over samples.</summary>
    Mean,

    /// <summary>The sum of a sample's terms, and the mean of that over samples.</summary>
    Sum,

    /// <summary>The sum of all terms.</summary>
    BatchSum,

    /// <summary>The sum of all terms, divided by that of their weights.</summary>
    WeightedMean,
}

/// <summary>A loss: its place in the description of the network.</summary>
/// <param name="Kind">The attribute's name.</param>
/// <param name="Target">Index of its target, or -1 where it compares with a value of the network.</param>
/// <param name="Output">Index of the output that it judges, or -1.</param>
/// <param name="Classes">Number of classes of an integer target, else 0.</param>
/// <param name="Weight">Factor in the objective.</param>
/// <param name="HasClassesLast">Whether the scores of a position's classes lie side by side, as those of a step do; else positions lie so.</param>
/// <param name="IgnoreIndex">The class index of positions that it leaves out, or null.</param>
/// <param name="Reduction">How its terms become one number.</param>
internal sealed record LossModel(string Kind, int Target, int Output, int Classes, double Weight, bool HasClassesLast, int? IgnoreIndex, LossReduction Reduction);

/// <summary>A row of the summary: a line of the network as it was placed.</summary>
/// <param name="Name">Index or name, and kind: <c>0 Linear</c>. Also the label of its values.</param>
/// <param name="Shape">Shape of its result.</param>
/// <param name="Parameters">Names of the parameters that it introduced.</param>
/// <param name="Line">The attribute.</param>
internal sealed record PlacedLayer(string Name, Shape Shape, IReadOnlyList<string> Parameters, LineDeclaration Line);

/// <summary>A network in one mode, lowered to a program that can still be continued (differentiated).</summary>
internal sealed class NetworkModel
{
    public required string Name { get; init; }

    public required int Batch { get; init; }

    public required ProgramBuilder Builder { get; init; }

    public required IReadOnlyList<TensorModel> Inputs { get; init; }

    /// <summary>How many steps of each row count, of each sequence of which a call may give fewer; named as the input.</summary>
    public required IReadOnlyList<TensorModel> Lengths { get; init; }

    public required IReadOnlyList<TensorModel> Targets { get; init; }

    public required IReadOnlyList<TensorModel> Outputs { get; init; }

    public required IReadOnlyList<ParameterModel> Parameters { get; init; }

    public required IReadOnlyList<StateModel> States { get; init; }

    /// <summary>State that is fitted on data.</summary>
    public required IReadOnlyList<FitModel> Fits { get; init; }

    /// <summary>What streaming steps leave to each other; in training and evaluation what batches do; empty in inference.</summary>
    public required IReadOnlyList<CarryModel> Carries { get; init; }

    /// <summary>The fewest samples of a training step: statistics over a batch may need two.</summary>
    public required int MinimumTrainingRows { get; init; }

    public required IReadOnlyList<LossModel> Losses { get; init; }

    public required IReadOnlyList<PlacedLayer> Layers { get; init; }

    /// <summary>Every line as it was lowered, those of blocks where they were placed; each after the lines that made its operands.</summary>
    public required IReadOnlyList<LayerContext> Lines { get; init; }

    /// <summary>The values that <see cref="Outputs"/> were named for: the lines' own, before masks.</summary>
    public required IReadOnlyList<TensorValue> OutputOrigins { get; init; }

    /// <summary>The values of <see cref="Inputs"/>.</summary>
    public required IReadOnlyList<TensorValue> InputValues { get; init; }

    /// <summary>The values of <see cref="Outputs"/>.</summary>
    public required IReadOnlyList<TensorValue> OutputValues { get; init; }

    /// <summary>The values of <see cref="Parameters"/>.</summary>
    public required IReadOnlyList<TensorValue> ParameterValues { get; init; }

    /// <summary>What <see cref="States"/> are after a training step; in inference mode what they were.</summary>
    public required IReadOnlyList<TensorValue> StateValues { get; init; }

    /// <summary>What <see cref="Carries"/> are after the call.</summary>
    public required IReadOnlyList<TensorValue> CarryValues { get; init; }

    /// <summary>The weighted sum of the losses, or null without one.</summary>
    public required TensorValue? Loss { get; init; }

    /// <summary>Losses and regularisers, or null without a loss.</summary>
    public required TensorValue? Objective { get; init; }
}
