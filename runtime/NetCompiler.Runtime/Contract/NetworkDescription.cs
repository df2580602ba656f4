using System;
using System.Collections.Generic;
using System.Linq;

namespace NetCompiler;

/// <summary>What a network takes, gives and holds. The generator emits one for each class.</summary>
public sealed class NetworkDescription
{
    /// <summary>
    /// The version of the contract between emitted code and this library. Emitted code passes the version it was written for, and
    /// <see cref="NetworkMemory"/> refuses another by name.
    /// </summary>
    public const int CurrentContractVersion = 1;

    private readonly ElementType _element;
    private readonly IReadOnlyList<ParameterDescription> _parameters = [];
    private readonly IReadOnlyList<ParameterDescription> _states = [];
    private ParameterDescription[]? _frozen;

    /// <summary>The class's full name.</summary>
    public required string Name { get; init; }

    /// <summary>The contract that the emitted code was written for.</summary>
    public required int ContractVersion { get; init; }

    /// <summary>
    /// What the network computes in, <see cref="ElementType.Float32"/> (default) or <see cref="ElementType.Float64"/>: its parameters, state, workspace, losses and gradients, and all
    /// that enters or leaves it and is no integer. Every length here is counted in such elements.
    /// </summary>
    public ElementType Element
    {
        get => _element;
        init
        {
            _element = value;
            _parameters = OfElement(_parameters);
            _states = OfElement(_states);
        }
    }

    /// <summary>The largest number of samples in one call.</summary>
    public required int Batch { get; init; }

    /// <summary>The inputs, in declaration order.</summary>
    public required IReadOnlyList<TensorDescription> Inputs
    {
        get => InputArray;
        init => InputArray = [.. value];
    }

    /// <summary>
    /// For each sequence of which a row may have fewer steps, how many of a row's steps count: one integer a sample, 1 to <see cref="TensorDescription.Bound"/> - 1. Each has
    /// the name of its input. Emitted code is always given them; users may leave them out where every row has all steps. Empty in networks without sequences.
    /// </summary>
    public IReadOnlyList<TensorDescription> Lengths
    {
        get => LengthsArray;
        init => LengthsArray = [.. value];
    }

    /// <summary>The outputs, in the order of <c>[Output]</c>; without one, the last value of the network.</summary>
    public required IReadOnlyList<TensorDescription> Outputs
    {
        get => OutputArray;
        init => OutputArray = [.. value];
    }

    /// <summary>What the losses take beside the network's own values, in order of first use; empty without a loss.</summary>
    public required IReadOnlyList<TensorDescription> Targets
    {
        get => TargetArray;
        init => TargetArray = [.. value];
    }

    /// <summary>The losses, in declaration order.</summary>
    public required IReadOnlyList<LossDescription> Losses
    {
        get => LossArray;
        init => LossArray = [.. value];
    }

    /// <summary>The trainable parameters, in the order of PyTorch's <c>state_dict</c>; shared ones once.</summary>
    public required IReadOnlyList<ParameterDescription> Parameters
    {
        get => _parameters;
        init => _parameters = OfElement(value);
    }

    /// <summary>State that is saved and not trained: running statistics.</summary>
    public required IReadOnlyList<ParameterDescription> States
    {
        get => _states;
        init => _states = OfElement(value);
    }

    /// <summary>State that is mean and deviation of an input's data: fitted on data, and never changed by training. Empty in most networks.</summary>
    public IReadOnlyList<NormalizationDescription> Normalizations { get; init; } = [];

    /// <summary>Length in elements of parameters, gradients and each optimizer state, padding included: a multiple of 16.</summary>
    public required int ParameterLength { get; init; }

    /// <summary>Length in elements of the state buffer.</summary>
    public required int StateLength { get; init; }

    /// <summary>
    /// Length in elements of what a batch of training or evaluation leaves to the next one: the state of layers that are <c>Stateful</c>, for each row of the compiled batch. 0 where
    /// batches are independent. It is no part of saved parameters.
    /// </summary>
    public int CarriedLength { get; init; }

    /// <summary>Length in elements of what <c>Prepare</c> writes; 0 where nothing depends on parameters alone.</summary>
    public required int PreparedLength { get; init; }

    /// <summary>Workspace in elements of <see cref="INetwork{TSelf}.Infer"/>.</summary>
    public required int InferenceWorkspaceLength { get; init; }

    /// <summary>Workspace in elements of every other function.</summary>
    public required int TrainingWorkspaceLength { get; init; }

    /// <summary>Phases of a training step; 0 without a loss.</summary>
    public required int TrainPhases { get; init; }

    /// <summary>
    /// Whether a training step reads every parameter for the last time before its gradient is put, the parameter's own element beside its
    /// gradient excepted: a sink may then update the parameter at once. Emitted code does.
    /// </summary>
    public bool PutsGradientsLast { get; init; }

    /// <summary>The fewest samples of a training step: 2 where a variance over the batch alone is taken, else 1.</summary>
    public int MinimumTrainingRows { get; init; } = 1;

    /// <summary>Phases of a Hessian-vector product; 0 where none was asked for.</summary>
    public int HessianVectorPhases { get; init; }

    /// <summary>Where gradients by the inputs are written, one for each real input; empty where neither was asked for.</summary>
    public IReadOnlyList<TensorDescription> InputGradients
    {
        get => InputGradientArray;
        init => InputGradientArray = [.. value];
    }

    /// <summary>Where <see cref="IJacobianNetwork{TSelf}.VectorJacobian"/> reads its vectors, one for each output.</summary>
    public IReadOnlyList<TensorDescription> Cotangents { get; init; } = [];

    /// <summary>The table of the layers, as text for a terminal.</summary>
    public required string Summary { get; init; }

    // What checks and chunks of every call walk: an array, as each element of a list costs a call through its interface.

    /// <summary>The elements of <see cref="Inputs"/>.</summary>
    internal TensorDescription[] InputArray { get; private init; } = [];

    /// <summary>The elements of <see cref="Lengths"/>.</summary>
    internal TensorDescription[] LengthsArray { get; private init; } = [];

    /// <summary>The elements of <see cref="Outputs"/>.</summary>
    internal TensorDescription[] OutputArray { get; private init; } = [];

    /// <summary>The elements of <see cref="Targets"/>.</summary>
    internal TensorDescription[] TargetArray { get; private init; } = [];

    /// <summary>Those of <see cref="Parameters"/> that a layer freezes.</summary>
    internal ParameterDescription[] FrozenArray => _frozen ??= [.. Parameters.Where(parameter => parameter.IsFrozen)];

    /// <summary>The elements of <see cref="Losses"/>.</summary>
    internal LossDescription[] LossArray { get; private init; } = [];

    /// <summary>The elements of <see cref="InputGradients"/>.</summary>
    internal TensorDescription[] InputGradientArray { get; private init; } = [];

    /// <summary>The name of a state tensor that training steps change, a statistic of the batch; null where there is none.</summary>
    internal string? BatchStatistic
    {
        get
        {
            for (int index = 0; index < States.Count; index++)
            {
                string name = States[index].Name;
                bool isFitted = false;
                for (int fit = 0; fit < Normalizations.Count; fit++)
                {
                    isFitted |= Normalizations[fit].Mean == name || Normalizations[fit].Deviation == name;
                }

                if (!isFitted)
                {
                    return name;
                }
            }

            return null;
        }
    }

    /// <summary>Trainable parameters, without padding.</summary>
    public long ParameterCount
    {
        get
        {
            long count = 0;
            foreach (ParameterDescription parameter in Parameters)
            {
                count += parameter.Length;
            }

            return count;
        }
    }

    /// <summary>The exception for buffers of a type that the network does not compute in.</summary>
    /// <param name="given">What was given or asked for.</param>
    internal NotSupportedException NoSuchElement(ElementType given) =>
        new($"Network '{Name}' computes in {Element}, and not in {given}: its buffers are {(Element == ElementType.Float64 ? "the members whose names begin with Double" : "the members whose names do not begin with Double")}.");

    // Emitted code says once what the network computes in; a tensor that says nothing holds such elements.
    private IReadOnlyList<ParameterDescription> OfElement(IReadOnlyList<ParameterDescription> tensors)
    {
        if (Element != ElementType.Float64 || tensors.All(tensor => tensor.Type != ElementType.Float32))
        {
            return tensors;
        }

        return [.. tensors.Select(tensor => tensor.Type == ElementType.Float32 ? tensor with { Type = ElementType.Float64 } : tensor)];
    }
}

/// <summary>A tensor that enters or leaves a network. The caller's spans are dense and row-major: rows x <see cref="Length"/> elements.</summary>
/// <param name="Name">The name from the declaration; <c>input</c>, <c>output</c> or <c>target</c> where it has none.</param>
/// <param name="Shape">Extents of one sample; a class index is a sample of shape [1], and one for each position [positions..., 1].</param>
/// <param name="Type">What the elements are.</param>
/// <param name="Slot">Its place in <see cref="StepArguments"/>.</param>
public sealed record TensorDescription(string Name, IReadOnlyList<int> Shape, ElementType Type, int Slot)
{
    /// <summary>Elements in one sample.</summary>
    public int Length { get; } = Product(Shape);

    /// <summary>Integers that enter the network are below it, and at least 0 (lengths: at least 1); 0 where the elements are not bounded, or no integers.</summary>
    public int Bound { get; init; }

    /// <summary>
    /// Index into <see cref="NetworkDescription.Lengths"/> where the first axis of a sample is steps of which a row may have fewer; else -1.
    /// </summary>
    public int Lengths { get; init; } = -1;

    internal static int Product(IReadOnlyList<int> shape)
    {
        int product = 1;
        foreach (int extent in shape)
        {
            product = checked(product * extent);
        }

        return product;
    }
}

/// <summary>A loss of a network.</summary>
/// <param name="Kind">The attribute's name: <c>SoftmaxCrossEntropy</c>.</param>
/// <param name="Target">Index into <see cref="NetworkDescription.Targets"/>, or -1 where the target is a value of the network itself.</param>
/// <param name="Output">Index into <see cref="NetworkDescription.Outputs"/> of the value that the loss judges, or -1 where it is no output.</param>
/// <param name="Classes">Number of classes where the target is a class index; those must be 0 to <paramref name="Classes"/> - 1. Else 0.</param>
/// <param name="Weight">Its factor in the objective.</param>
public sealed record LossDescription(string Kind, int Target, int Output, int Classes, double Weight)
{
    /// <summary>Whether the scores of a position's classes lie side by side, as those of a step of a sequence do: [steps, classes]; else they are [classes, positions...].</summary>
    public bool HasClassesLast { get; init; }

    /// <summary>The class index of positions that the loss leaves out, besides the classes; null where it takes all.</summary>
    public int? IgnoreIndex { get; init; }

    /// <summary>How its terms become one number.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>Whether a number may stand in the place of a class index.</summary>
    internal bool TakesLabel(int label) => (label >= 0 && label < Classes) || label == IgnoreIndex;
}
