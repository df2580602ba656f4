using System;

namespace NetCompiler;

/// <summary>
/// Makes a partial class a neural network: its other attributes are the layers, and the compiler writes inference, and training if
/// there is a loss, into the class.
/// </summary>
/// <remarks>
/// The class is a non-generic, non-abstract <c>partial class</c> or <c>partial record</c>; so are the types that contain it. The
/// reference page of each mistake is in docs/diagnostics.
/// </remarks>
/// <example>
/// <code>
/// [Network(Batch = 128), Input(784)]
/// [Linear(128), ReLU]
/// [Linear(10)]
/// [SoftmaxCrossEntropy]
/// public partial class Classifier;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>
    /// The largest number of samples in one call of the compiled functions, at least 1; 128 unless given. Every call takes 1 to
    /// <see cref="Batch"/> rows, and training code cuts larger batches into chunks and accumulates. The workspace grows with it.
    /// </summary>
    public int Batch { get; init; } = 128;

    /// <summary>
    /// The type of every parameter and value, and of inputs, outputs, real targets and losses; <see cref="Precision.Single"/> unless given. Tokens, class indices and bytes are the same in
    /// either, and so are files: a network in double saves F64 and reads what one in float saved.
    /// </summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Weight λ of the regulariser λ/2 Σ w² over the weights (not the biases) of every layer that gives no <c>L2</c> of its own; at
    /// least 0, and 0 unless given. It is part of the objective, not of the loss, and its gradient λw is that of PyTorch's
    /// <c>weight_decay</c>.
    /// </summary>
    public double L2 { get; init; }

    /// <summary>
    /// Weight λ of the regulariser λ Σ |w| over the weights (not the biases) of every layer that gives no <c>L1</c> of its own; at least 0, and 0 unless given. It is part of the objective, not of the
    /// loss; its gradient is λ sign(w), 0 at 0. With <see cref="L2"/> it is the elastic net.
    /// </summary>
    public double L1 { get; init; }

    /// <summary>
    /// The name of a number for each sample that every loss without a <see cref="LossAttribute.SampleWeight"/> of its own is multiplied by; none unless given. The training functions then take it
    /// behind the targets, and a data set holds it as its last target (<see cref="Data.Dataset.WithSampleWeights(float[])"/>).
    /// </summary>
    public string? SampleWeight { get; init; }

    /// <summary>
    /// Whether to compile a streaming step: <c>Step(input, output)</c> takes one step of the input sequences (<c>[Input(1, Steps = 512)]</c>) and gives that step of
    /// the outputs, from a state that the instance, or a session, keeps between calls; <c>StepBlock</c> does several at once. <c>ResetState</c> begins a new stream,
    /// <c>SaveState</c> and <c>LoadState</c> copy the state. Steps give what the whole sequence would give at their places, and nothing is allocated. Every layer
    /// must have such a form: bidirectional ones, and convolutions that see later steps, have none and are refused.
    /// </summary>
    /// <remarks>
    /// State that decays reaches exactly 0: numbers below 2⁻¹²⁶, the smallest normal one, are kept as 0, as arithmetic with subnormal numbers takes many times
    /// as long. NaN and infinity in an input stay in the state until <c>ResetState</c>.
    /// </remarks>
    public bool Streaming { get; init; }

    /// <summary>
    /// Whether to compile exact products of the objective's Hessian with a vector (Pearlmutter 1994, "Fast exact multiplication by the
    /// Hessian"). Needs a loss.
    /// </summary>
    public bool HessianVector { get; init; }

    /// <summary>Whether to compile the gradient of the loss by the inputs, in inference mode. Needs a loss and a float input.</summary>
    public bool InputGradient { get; init; }

    /// <summary>Whether to compile the Jacobian of the outputs by the inputs, in inference mode. Needs a float input.</summary>
    public bool Jacobian { get; init; }
}
