using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>
/// The steps that the typed members of a network call: they check what the caller gave, fill in the network's memory, cut batches that are
/// larger than the compiled one into chunks, and add the chunks up. The arguments come with the slots of inputs, targets and wanted
/// outputs filled for the whole batch.
/// </summary>
/// <remarks>
/// All of them are for one thread, as they use the instance's workspace, and allocate nothing after the first call. Where layers are stateful, a batch of <see cref="TrainStep"/> and
/// <c>Gradients</c> goes on where the one before ended, and so does one of <see cref="Evaluate"/>, with a state of its own; <c>HessianVector</c> and
/// <see cref="InputGradient"/> read the one or the other and leave it as it is. Such batches cannot be cut into chunks, and have the rows of the one before
/// (<see cref="NetworkMemory.ResetState"/> begins anew); others are refused with an <see cref="ArgumentException"/>.
/// </remarks>
public static class NetworkSteps
{
    private const string MoreSamples = "give it more samples";

    /// <summary>Computes the gradient of the objective and lets an optimizer take one step.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network; its parameters change.</param>
    /// <param name="arguments">
    /// Slots of a batch of any size. Receives loss and objective. Random masks are keyed by the given seed (0 for the network's own) and the
    /// optimizer's count of steps.
    /// </param>
    /// <param name="optimizer">The optimizer of this network.</param>
    /// <returns>The weighted sum L of the losses, at the parameters before the step.</returns>
    /// <exception cref="ArgumentException">A tensor has a wrong length or type, a class is out of range, spans overlap, or the optimizer belongs to another network.</exception>
    public static float TrainStep<T>(T network, scoped ref StepArguments arguments, Optimizer optimizer)
        where T : class, ITrainableNetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        NetworkMemory memory = network.Memory;
        arguments.Step = optimizer.StepCount;
        optimizer.Bind(memory);
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        if (samples <= description.Batch && description.PutsGradientsLast && optimizer.CanFuse)
        {
            return FusedStep(network, ref arguments, samples, optimizer);
        }

        if (description.Element == ElementType.Float64)
        {
            Gradients(network, ref arguments, memory.Gradients.Doubles);
            optimizer.Step(network, memory.Gradients.Doubles);
        }
        else
        {
            Gradients(network, ref arguments, memory.Gradients.Floats);
            optimizer.Step(network, memory.Gradients.Floats);
        }

        return arguments.Loss;
    }

    // Gradients go from the kernels' registers into the update: the same bits as a stored gradient and a pass over it.
    private static float FusedStep<T>(T network, scoped ref StepArguments arguments, int samples, Optimizer optimizer)
        where T : class, ITrainableNetwork<T>
    {
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        CallCheck.TrainingRows(description, samples, MoreSamples);
        SetMemory(memory, ref arguments);
        SetState(memory.TrainingState, ref arguments, samples, isKept: true);
        optimizer.BeginStep(description.ParameterLength, description.Element);
        using ParameterEdit edit = memory.Edit();
        Chunk.SetRows(ref arguments, 0, samples, samples);
        Chunk.SetLengths(ref arguments, in arguments, memory);
        var step = new WholeStep<T>(description.TrainPhases);
        if (description.Element == ElementType.Float64)
        {
            optimizer.Fuse(edit.DoubleParameters, step, ref arguments);
            memory.Constraints.Apply(edit.DoubleParameters, 0, 1);
        }
        else
        {
            optimizer.Fuse(edit.Parameters, step, ref arguments);
            memory.Constraints.Apply(edit.Parameters, 0, 1);
        }

        return arguments.Loss;
    }

    /// <summary>Computes the gradient of the objective J.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network. Running statistics are updated, as in any training step; parameters stay.</param>
    /// <param name="arguments">
    /// Slots of a batch of any size; receives loss and objective. Random masks are keyed by the given seed (0 for the network's own) and step.
    /// </param>
    /// <param name="gradients">Receives the gradient in the layout of the parameters, <see cref="NetworkDescription.ParameterLength"/> floats; see <see cref="ParameterView.Gather(ReadOnlySpan{float}, Span{float})"/>.</param>
    /// <returns>The weighted sum L of the losses.</returns>
    /// <exception cref="ArgumentException">A tensor has a wrong length or type, a class is out of range, or spans overlap.</exception>
    public static float Gradients<T>(T network, scoped ref StepArguments arguments, Span<float> gradients)
        where T : class, ITrainableNetwork<T>
    {
        ComputeGradients(network, ref arguments, gradients);
        return arguments.Loss;
    }

    /// <summary>Computes the gradient of the objective J of a network of doubles.</summary>
    /// <inheritdoc cref="Gradients{T}(T, ref StepArguments, Span{float})"/>
    public static double Gradients<T>(T network, scoped ref StepArguments arguments, Span<double> gradients)
        where T : class, ITrainableNetwork<T>
    {
        ComputeGradients(network, ref arguments, gradients);
        return arguments.DoubleLoss;
    }

    private static void ComputeGradients<T, TElement>(T network, scoped ref StepArguments arguments, Span<TElement> gradients)
        where T : class, ITrainableNetwork<T>
        where TElement : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        CallCheck.Chunks(description, samples);
        CallCheck.TrainingRows(description, samples, MoreSamples);
        CallCheck.Buffer(description, nameof(gradients), TensorSlot.From<TElement>(gradients), in arguments);
        SetMemory(memory, ref arguments);
        SetState(memory.TrainingState, ref arguments, samples, isKept: true);
        var writer = new GradientWriter<TElement>(gradients);
        var step = new WholeStep<T>(description.TrainPhases);
        if (samples <= description.Batch)
        {
            Chunk.SetRows(ref arguments, 0, samples, samples);
            Chunk.SetLengths(ref arguments, in arguments, memory);
            step.Run(ref arguments, ref writer);
        }
        else
        {
            var adder = new GradientAdder<TElement>(gradients);
            double loss = 0;
            double objective = 0;
            for (int first = 0; first < samples; first += description.Batch)
            {
                StepArguments part = Part(memory, ref arguments, first, samples);
                if (first == 0)
                {
                    step.Run(ref part, ref writer);
                }
                else
                {
                    step.Run(ref part, ref adder);
                }

                loss += part.DoubleLoss;
                objective += part.DoubleObjective;
            }

            arguments.DoubleLoss = loss;
            arguments.DoubleObjective = objective;
        }

        ClearFrozen(description, gradients);
        if (description.BatchStatistic is not null)
        {
            memory.MarkEdited();
        }
    }

    // No gradient is put for parameters that a layer freezes.
    private static void ClearFrozen<TElement>(NetworkDescription description, Span<TElement> buffer)
        where TElement : unmanaged
    {
        foreach (ParameterDescription parameter in description.FrozenArray)
        {
            buffer.Slice(parameter.Offset, parameter.StoredLength).Clear();
        }
    }

    /// <summary>Computes loss and objective in inference mode.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network; nothing in it changes but what stateful layers keep.</param>
    /// <param name="arguments">Slots of a batch of any size; receives loss and objective, and the outputs where their slots are not empty.</param>
    /// <returns>The weighted sum L of the losses, each the mean over the batch.</returns>
    /// <exception cref="ArgumentException">A tensor has a wrong length or type, a class is out of range, or spans overlap.</exception>
    public static float Evaluate<T>(T network, scoped ref StepArguments arguments)
        where T : class, ITrainableNetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        CallCheck.WholeBatch(description, samples);
        SetMemory(memory, ref arguments);
        SetState(memory.EvaluationState, ref arguments, samples, isKept: true);
        arguments.PreparedSlot = memory.PreparedSlot<T>();

        double loss = 0;
        double objective = 0;
        for (int first = 0; first < samples; first += description.Batch)
        {
            StepArguments part = Part(memory, ref arguments, first, samples);
            T.Evaluate(ref part);
            loss += part.DoubleLoss;
            objective += part.DoubleObjective;
        }

        arguments.DoubleLoss = loss;
        arguments.DoubleObjective = objective;
        return arguments.Loss;
    }

    /// <summary>Computes the product of the objective's Hessian with a direction, exactly.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network; parameters stay.</param>
    /// <param name="arguments">Slots of a batch of any size; receives loss and objective. Random masks are keyed as in <c>Gradients</c>.</param>
    /// <param name="direction">The direction, in the layout of the parameters, <see cref="NetworkDescription.ParameterLength"/> floats.</param>
    /// <param name="product">Receives the product, in the same layout. May not overlap the direction.</param>
    /// <returns>The weighted sum L of the losses.</returns>
    /// <exception cref="ArgumentException">A tensor has a wrong length or type, a class is out of range, or spans overlap.</exception>
    public static float HessianVector<T>(T network, scoped ref StepArguments arguments, ReadOnlySpan<float> direction, Span<float> product)
        where T : class, IHessianVectorNetwork<T>
    {
        ComputeHessianVector(network, ref arguments, direction, product);
        return arguments.Loss;
    }

    /// <summary>Computes the product of the objective's Hessian with a direction in a network of doubles, exactly.</summary>
    /// <inheritdoc cref="HessianVector{T}(T, ref StepArguments, ReadOnlySpan{float}, Span{float})"/>
    public static double HessianVector<T>(T network, scoped ref StepArguments arguments, ReadOnlySpan<double> direction, Span<double> product)
        where T : class, IHessianVectorNetwork<T>
    {
        ComputeHessianVector(network, ref arguments, direction, product);
        return arguments.DoubleLoss;
    }

    private static void ComputeHessianVector<T, TElement>(T network, scoped ref StepArguments arguments, ReadOnlySpan<TElement> direction, Span<TElement> product)
        where T : class, IHessianVectorNetwork<T>
        where TElement : unmanaged
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        CallCheck.Chunks(description, samples);
        CallCheck.TrainingRows(description, samples, MoreSamples);
        CallCheck.Buffer(description, nameof(direction), TensorSlot.From(direction), in arguments);
        CallCheck.Buffer(description, nameof(product), TensorSlot.From<TElement>(product), in arguments);
        if (direction.Overlaps(product))
        {
            throw new ArgumentException($"Network '{description.Name}': direction and product overlap. Give each its own memory.", nameof(product));
        }

        SetMemory(memory, ref arguments);
        SetState(memory.TrainingState, ref arguments, samples, isKept: false);
        double loss = 0;
        double objective = 0;
        for (int first = 0; first < samples; first += description.Batch)
        {
            StepArguments part = Part(memory, ref arguments, first, samples);
            part.DirectionSlot = TensorSlot.From(direction);
            if (first == 0)
            {
                var writer = new GradientWriter<TElement>(product);
                HessianVectorPhases<T, GradientWriter<TElement>>(description, ref part, ref writer);
            }
            else
            {
                var adder = new GradientAdder<TElement>(product);
                HessianVectorPhases<T, GradientAdder<TElement>>(description, ref part, ref adder);
            }

            loss += part.DoubleLoss;
            objective += part.DoubleObjective;
        }

        ClearFrozen(description, product);
        arguments.DoubleLoss = loss;
        arguments.DoubleObjective = objective;
    }

    /// <summary>Computes the gradient of the loss with respect to the inputs, in inference mode.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network; nothing in it changes.</param>
    /// <param name="arguments">
    /// Slots of a batch of any size, those of <see cref="NetworkDescription.InputGradients"/> included, each as long as its input. Receives loss
    /// and objective; the gradient is that of the mean over the batch.
    /// </param>
    /// <returns>The weighted sum L of the losses.</returns>
    /// <exception cref="ArgumentException">A tensor has a wrong length or type, a class is out of range, or spans overlap.</exception>
    public static float InputGradient<T>(T network, scoped ref StepArguments arguments)
        where T : class, IInputGradientNetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        CallCheck.WholeBatch(description, samples);
        CallCheck.Results(description, description.InputGradientArray, in arguments, samples);
        SetMemory(memory, ref arguments);
        SetState(memory.EvaluationState, ref arguments, samples, isKept: false);
        arguments.PreparedSlot = memory.PreparedSlot<T>();

        double loss = 0;
        double objective = 0;
        for (int first = 0; first < samples; first += description.Batch)
        {
            StepArguments part = Part(memory, ref arguments, first, samples);
            Chunk.SetSlots(ref part, in arguments, description.InputGradientArray, first, part.Rows);
            T.InputGradient(ref part);
            loss += part.DoubleLoss;
            objective += part.DoubleObjective;
        }

        arguments.DoubleLoss = loss;
        arguments.DoubleObjective = objective;
        return arguments.Loss;
    }

    /// <summary>Computes the Jacobian of the output by the input at one sample, in inference mode.</summary>
    /// <typeparam name="T">The network's class; with one real input and one real output.</typeparam>
    /// <param name="network">The network; nothing in it changes.</param>
    /// <param name="arguments">The slot of the input, with one sample.</param>
    /// <param name="jacobian">Receives [outputs, inputs], row-major: the derivative of output i by input j is at i * inputs + j.</param>
    /// <exception cref="NotSupportedException">The network has several inputs or outputs, or one of integers or bytes.</exception>
    /// <exception cref="ArgumentException">A length or type is wrong.</exception>
    public static void Jacobian<T>(T network, scoped ref StepArguments arguments, Span<float> jacobian)
        where T : class, IJacobianNetwork<T> => ComputeJacobian(network, ref arguments, jacobian);

    /// <summary>Computes the Jacobian of the output by the input at one sample, in inference mode, in a network of doubles.</summary>
    /// <inheritdoc cref="Jacobian{T}(T, ref StepArguments, Span{float})"/>
    public static void Jacobian<T>(T network, scoped ref StepArguments arguments, Span<double> jacobian)
        where T : class, IJacobianNetwork<T> => ComputeJacobian(network, ref arguments, jacobian);

    private static void ComputeJacobian<T, TElement>(T network, scoped ref StepArguments arguments, Span<TElement> jacobian)
        where T : class, IJacobianNetwork<T>
        where TElement : unmanaged, INumberBase<TElement>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        bool single = description is { Inputs: [{ Type: ElementType.Float32 or ElementType.Float64 }], Outputs.Count: 1, InputGradients.Count: 1, Cotangents.Count: 1 };
        if (!single)
        {
            throw new NotSupportedException(
                $"Network '{description.Name}' has {description.Inputs.Count} inputs and {description.Outputs.Count} outputs; the Jacobian is for one real input and one output.");
        }

        int samples = CallCheck.Batch(description, in arguments, withTargets: false);
        int inputs = description.Inputs[0].Length;
        int outputs = description.Outputs[0].Length;
        if (samples != 1)
        {
            throw new ArgumentException($"Network '{description.Name}': the Jacobian is that of one sample, and the input holds {samples}.");
        }

        if (jacobian.Length != outputs * inputs)
        {
            throw new ArgumentException(
                $"Network '{description.Name}': the Jacobian has {outputs} x {inputs} elements, and the span {jacobian.Length}.", nameof(jacobian));
        }

        CallCheck.Element(description, nameof(jacobian), TensorSlot.From<TElement>(jacobian));

        // The rows of the batch share the sample and differ in the unit vector that they pull back: each gives a row of the Jacobian.
        ReadOnlySpan<TElement> sample = arguments[description.Inputs[0].Slot].As<TElement>();
        int batch = Math.Min(description.Batch, outputs);
        Span<TElement> scratch = memory.JacobianRows(batch * (inputs + outputs)).Of<TElement>();
        Span<TElement> repeated = scratch[..(batch * inputs)];
        Span<TElement> units = scratch.Slice(batch * inputs, batch * outputs);
        for (int row = 0; row < batch; row++)
        {
            sample.CopyTo(repeated[(row * inputs)..]);
        }

        SetMemory(memory, ref arguments);
        arguments.PreparedSlot = memory.PreparedSlot<T>();
        for (int first = 0; first < outputs; first += batch)
        {
            int rows = Math.Min(batch, outputs - first);
            units.Clear();
            for (int row = 0; row < rows; row++)
            {
                units[(row * outputs) + first + row] = TElement.One;
            }

            StepArguments part = arguments;
            Chunk.SetRows(ref part, 0, rows, rows);
            Chunk.SetLengths(ref part, in part, memory);
            part[description.Inputs[0].Slot] = TensorSlot.From<TElement>(repeated[..(rows * inputs)]);
            part[description.Outputs[0].Slot] = default;
            part[description.Cotangents[0].Slot] = TensorSlot.From<TElement>(units[..(rows * outputs)]);
            part[description.InputGradients[0].Slot] = TensorSlot.From<TElement>(jacobian.Slice(first * inputs, rows * inputs));
            T.VectorJacobian(ref part);
        }
    }

    private static void SetMemory(NetworkMemory memory, scoped ref StepArguments arguments)
    {
        arguments.ParameterSlot = memory.ParameterBuffer.Slot;
        arguments.StateSlot = memory.StateBuffer.Slot;
        arguments.WorkspaceSlot = memory.TrainingBuffer.Slot;
        arguments.PreparedSlot = default;
        if (arguments.Seed == 0)
        {
            arguments.Seed = memory.Seed;
        }
    }

    // Derivatives read what the batch before left as a constant; batches of training and evaluation replace it.
    private static void SetState(BatchState state, scoped ref StepArguments arguments, int samples, bool isKept)
    {
        state.Begin(samples, isKept);
        arguments.CarriedSlot = state.Values;
    }

    private static StepArguments Part(NetworkMemory memory, scoped ref StepArguments arguments, int first, int samples)
    {
        NetworkDescription description = memory.Description;
        int rows = Math.Min(description.Batch, samples - first);
        StepArguments part = arguments;
        Chunk.SetRows(ref part, first, rows, samples);
        Chunk.SetLengths(ref part, in arguments, memory);
        if (rows != samples)
        {
            Chunk.SetSlots(ref part, in arguments, description.InputArray, first, rows);
            Chunk.SetSlots(ref part, in arguments, description.TargetArray, first, rows);
            Chunk.SetSlots(ref part, in arguments, description.OutputArray, first, rows);
        }

        return part;
    }

    private static void HessianVectorPhases<T, TSink>(NetworkDescription description, scoped ref StepArguments arguments, scoped ref TSink sink)
        where T : class, IHessianVectorNetwork<T>
        where TSink : struct, IGradientSink, allows ref struct
    {
        for (int phase = 0; phase < description.HessianVectorPhases; phase++)
        {
            T.HessianVector(ref arguments, phase, ref sink);
        }
    }
}
