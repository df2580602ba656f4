using System;

namespace NetCompiler;

/// <summary>What the generator emits for every network and the runtime calls. User code calls the typed members of its own class instead.</summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface INetwork<TSelf>
    where TSelf : class, INetwork<TSelf>
{
    /// <summary>What the network takes, gives and holds.</summary>
    static abstract NetworkDescription Description { get; }

    /// <summary>The buffers of this instance.</summary>
    NetworkMemory Memory { get; }

    /// <summary>Wraps buffers in an instance.</summary>
    static abstract TSelf Create(NetworkMemory memory);

    /// <summary>
    /// Does all work of inference that depends on parameters and state alone, and writes only what differs from the stored
    /// parameters. With nothing to prepare, <see cref="NetworkDescription.PreparedLength"/> is 0 and this does nothing. Every float network has it.
    /// </summary>
    /// <exception cref="NotSupportedException">The network computes in double.</exception>
    static virtual void Prepare(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared) => throw TSelf.Description.NoSuchElement(ElementType.Float32);

    /// <summary>The same for a network that computes in double; every such network has it.</summary>
    /// <exception cref="NotSupportedException">The network computes in float.</exception>
    static virtual void Prepare(ReadOnlySpan<double> parameters, ReadOnlySpan<double> state, Span<double> prepared) => throw TSelf.Description.NoSuchElement(ElementType.Float64);

    /// <summary>
    /// Computes the outputs of <see cref="StepArguments.Rows"/> samples. Reads parameters, prepared, state and the input slots; writes
    /// the output slots; workspace of <see cref="NetworkDescription.InferenceWorkspaceLength"/>.
    /// </summary>
    static abstract void Infer(scoped ref StepArguments arguments);
}

/// <summary>A network with a loss.</summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface ITrainableNetwork<TSelf> : INetwork<TSelf>
    where TSelf : class, ITrainableNetwork<TSelf>
{
    /// <summary>
    /// Computes loss and objective in inference mode, and the outputs where the output slots are not empty. Reads parameters, prepared,
    /// state, inputs and targets; workspace of <see cref="NetworkDescription.TrainingWorkspaceLength"/>.
    /// </summary>
    static abstract void Evaluate(scoped ref StepArguments arguments);

    /// <summary>
    /// Computes one phase of a training step: loss, gradients of the objective, running statistics, and the outputs where the output
    /// slots are not empty. All workers finish a phase before any begins the next. Each vector of the gradient is put into the sink
    /// once, by one worker; the bits do not depend on the number of workers.
    /// </summary>
    /// <typeparam name="TSink">What becomes of the gradient.</typeparam>
    /// <param name="arguments">The step; the same for every phase but for the worker.</param>
    /// <param name="phase">0 to <see cref="NetworkDescription.TrainPhases"/> - 1, in order.</param>
    /// <param name="sink">Takes the gradient, in the layout of the parameters.</param>
    static abstract void Train<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct;
}

/// <summary>A network with <c>[Network(HessianVector = true)]</c>.</summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface IHessianVectorNetwork<TSelf> : ITrainableNetwork<TSelf>
    where TSelf : class, IHessianVectorNetwork<TSelf>
{
    /// <summary>
    /// Computes one phase of the product of the objective's Hessian with <see cref="StepArguments.Direction"/>, by forward mode over the
    /// gradient program (Pearlmutter 1994): exact, no differences. The sink takes the product. Random masks are those of the step.
    /// </summary>
    /// <typeparam name="TSink">What becomes of the product.</typeparam>
    /// <param name="arguments">The step; the same for every phase but for the worker.</param>
    /// <param name="phase">0 to <see cref="NetworkDescription.HessianVectorPhases"/> - 1, in order.</param>
    /// <param name="sink">Takes the product, in the layout of the parameters.</param>
    static abstract void HessianVector<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct;
}

/// <summary>A network with <c>[Network(InputGradient = true)]</c>.</summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface IInputGradientNetwork<TSelf> : ITrainableNetwork<TSelf>
    where TSelf : class, IInputGradientNetwork<TSelf>
{
    /// <summary>
    /// Computes the gradient of the loss in inference mode with respect to every real input, into the slots of
    /// <see cref="NetworkDescription.InputGradients"/>.
    /// </summary>
    static abstract void InputGradient(scoped ref StepArguments arguments);
}

/// <summary>A network with <c>[Network(Jacobian = true)]</c>.</summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface IJacobianNetwork<TSelf> : INetwork<TSelf>
    where TSelf : class, IJacobianNetwork<TSelf>
{
    /// <summary>
    /// Computes, in inference mode, the product of vectors in the slots of <see cref="NetworkDescription.Cotangents"/> (one for each output,
    /// of its shape) with the Jacobian of the outputs by the inputs, into the slots of <see cref="NetworkDescription.InputGradients"/>.
    /// </summary>
    static abstract void VectorJacobian(scoped ref StepArguments arguments);
}
