using System;

namespace NetCompiler.Training;

/// <summary>
/// The steps that the typed members of a network call: they check what the caller gave, fill in the network's memory, cut batches that are
/// larger than the compiled one into chunks, and add the chunks up. The arguments come with the slots of inputs, targets and wanted
/// outputs filled for the whole batch.
/// </summary>
/// <remarks>
/// All of them are for one thread, as they use the instance's workspace, and allocate nothing after the first call. Where layers are stateful, a batch of <see cref="TrainStep"/> and
/// <see cref="Gradients"/> goes on where the one before ended, and so does one of <see cref="Evaluate"/>, with a state of its own; <see cref="HessianVector"/> and
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
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        if (samples <= description.Batch && description.PutsGradientsLast && optimizer.CanFuse)
        {
            return FusedStep(network, ref arguments, samples, optimizer);
        }

        float loss = Gradients(network, ref arguments, memory.Gradients);
        using ParameterEdit edit = memory.Edit();
        optimizer.Step(edit.Parameters, memory.Gradients);
        return loss;
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
        optimizer.BeginStep(description.ParameterLength);
        using ParameterEdit edit = memory.Edit();
        Chunk.SetRows(ref arguments, 0, samples, samples);
        Chunk.SetLengths(ref arguments, in arguments, memory);
        optimizer.Fuse(edit.Parameters, new WholeStep<T>(description.TrainPhases), ref arguments);
        return arguments.Loss;
    }

    /// <summary>Computes the gradient of the objective J.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network. Running statistics are updated, as in any training step; parameters stay.</param>
    /// <param name="arguments">
    /// Slots of a batch of any size; receives loss and objective. Random masks are keyed by the given seed (0 for the network's own) and step.
    /// </param>
    /// <param name="gradients">Receives the gradient in the layout of the parameters, <see cref="NetworkDescription.ParameterLength"/> floats; see <see cref="ParameterView.Gather"/>.</param>
    /// <returns>The weighted sum L of the losses.</returns>
    /// <exception cref="ArgumentException">A tensor has a wrong length or type, a class is out of range, or spans overlap.</exception>
    public static float Gradients<T>(T network, scoped ref StepArguments arguments, Span<float> gradients)
        where T : class, ITrainableNetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        CallCheck.Chunks(description, samples);
        CallCheck.TrainingRows(description, samples, MoreSamples);
        CallCheck.Buffer(description, nameof(gradients), gradients, in arguments);
        SetMemory(memory, ref arguments);
        SetState(memory.TrainingState, ref arguments, samples, isKept: true);
        var writer = new GradientWriter(gradients);
        var step = new WholeStep<T>(description.TrainPhases);
        if (samples <= description.Batch)
        {
            Chunk.SetRows(ref arguments, 0, samples, samples);
            Chunk.SetLengths(ref arguments, in arguments, memory);
            step.Run(ref arguments, ref writer);
        }
        else
        {
            var adder = new GradientAdder(gradients);
            float loss = 0;
            float objective = 0;
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

                loss += part.Loss;
                objective += part.Objective;
            }

            arguments.Loss = loss;
            arguments.Objective = objective;
        }

        if (description.StateLength > 0)
        {
            memory.MarkEdited();
        }

        return arguments.Loss;
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
        arguments.Prepared = memory.Prepared<T>();

        float loss = 0;
        float objective = 0;
        for (int first = 0; first < samples; first += description.Batch)
        {
            StepArguments part = Part(memory, ref arguments, first, samples);
            T.Evaluate(ref part);
            loss += part.Loss;
            objective += part.Objective;
        }

        arguments.Loss = loss;
        arguments.Objective = objective;
        return loss;
    }

    /// <summary>Computes the product of the objective's Hessian with a direction, exactly.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network; parameters stay.</param>
    /// <param name="arguments">Slots of a batch of any size; receives loss and objective. Random masks are keyed as in <see cref="Gradients"/>.</param>
    /// <param name="direction">The direction, in the layout of the parameters, <see cref="NetworkDescription.ParameterLength"/> floats.</param>
    /// <param name="product">Receives the product, in the same layout. May not overlap the direction.</param>
    /// <returns>The weighted sum L of the losses.</returns>
    /// <exception cref="ArgumentException">A tensor has a wrong length or type, a class is out of range, or spans overlap.</exception>
    public static float HessianVector<T>(T network, scoped ref StepArguments arguments, ReadOnlySpan<float> direction, Span<float> product)
        where T : class, IHessianVectorNetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        int samples = CallCheck.Batch(description, in arguments, withTargets: true);
        CallCheck.Chunks(description, samples);
        CallCheck.TrainingRows(description, samples, MoreSamples);
        CallCheck.Buffer(description, nameof(direction), direction, in arguments);
        CallCheck.Buffer(description, nameof(product), product, in arguments);
        if (direction.Overlaps(product))
        {
            throw new ArgumentException($"Network '{description.Name}': direction and product overlap. Give each its own memory.", nameof(product));
        }

        SetMemory(memory, ref arguments);
        SetState(memory.TrainingState, ref arguments, samples, isKept: false);
        float loss = 0;
        float objective = 0;
        for (int first = 0; first < samples; first += description.Batch)
        {
            StepArguments part = Part(memory, ref arguments, first, samples);
            part.Direction = direction;
            if (first == 0)
            {
                var writer = new GradientWriter(product);
                HessianVectorPhases<T, GradientWriter>(description, ref part, ref writer);
            }
            else
            {
                var adder = new GradientAdder(product);
                HessianVectorPhases<T, GradientAdder>(description, ref part, ref adder);
            }

            loss += part.Loss;
            objective += part.Objective;
        }

        arguments.Loss = loss;
        arguments.Objective = objective;
        return loss;
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
        arguments.Prepared = memory.Prepared<T>();

        float loss = 0;
        float objective = 0;
        for (int first = 0; first < samples; first += description.Batch)
        {
            StepArguments part = Part(memory, ref arguments, first, samples);
            Chunk.SetSlots(ref part, in arguments, description.InputGradientArray, first, part.Rows);
            T.InputGradient(ref part);
            loss += part.Loss;
            objective += part.Objective;
        }

        arguments.Loss = loss;
        arguments.Objective = objective;
        return loss;
    }

    /// <summary>Computes the Jacobian of the output by the input at one sample, in inference mode.</summary>
    /// <typeparam name="T">The network's class; with one float input and one float output.</typeparam>
    /// <param name="network">The network; nothing in it changes.</param>
    /// <param name="arguments">The slot of the input, with one sample.</param>
    /// <param name="jacobian">Receives [outputs, inputs], row-major: the derivative of output i by input j is at i * inputs + j.</param>
    /// <exception cref="NotSupportedException">The network has several inputs or outputs, or some that are not float.</exception>
    /// <exception cref="ArgumentException">A length or type is wrong.</exception>
    public static void Jacobian<T>(T network, scoped ref StepArguments arguments, Span<float> jacobian)
        where T : class, IJacobianNetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkMemory memory = network.Memory;
        NetworkDescription description = memory.Description;
        bool single = description is { Inputs: [{ Type: ElementType.Float32 }], Outputs: [{ Type: ElementType.Float32 }], InputGradients.Count: 1, Cotangents.Count: 1 };
        if (!single)
        {
            throw new NotSupportedException(
                $"Network '{description.Name}' has {description.Inputs.Count} inputs and {description.Outputs.Count} outputs; the Jacobian is for one float input and one float output.");
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

        // The rows of the batch share the sample and differ in the unit vector that they pull back: each gives a row of the Jacobian.
        ReadOnlySpan<float> sample = arguments[description.Inputs[0].Slot].AsSingle();
        int batch = Math.Min(description.Batch, outputs);
        Span<float> scratch = memory.JacobianRows(batch * (inputs + outputs));
        Span<float> repeated = scratch[..(batch * inputs)];
        Span<float> units = scratch[(batch * inputs)..];
        for (int row = 0; row < batch; row++)
        {
            sample.CopyTo(repeated[(row * inputs)..]);
        }

        SetMemory(memory, ref arguments);
        arguments.Prepared = memory.Prepared<T>();
        for (int first = 0; first < outputs; first += batch)
        {
            int rows = Math.Min(batch, outputs - first);
            units.Clear();
            for (int row = 0; row < rows; row++)
            {
                units[(row * outputs) + first + row] = 1;
            }

            StepArguments part = arguments;
            Chunk.SetRows(ref part, 0, rows, rows);
            Chunk.SetLengths(ref part, in part, memory);
            part[description.Inputs[0].Slot] = repeated[..(rows * inputs)];
            part[description.Outputs[0].Slot] = default;
            part[description.Cotangents[0].Slot] = units[..(rows * outputs)];
            part[description.InputGradients[0].Slot] = jacobian.Slice(first * inputs, rows * inputs);
            T.VectorJacobian(ref part);
        }
    }

    private static void SetMemory(NetworkMemory memory, scoped ref StepArguments arguments)
    {
        arguments.Parameters = memory.Parameters;
        arguments.State = memory.State;
        arguments.Workspace = memory.TrainingWorkspace;
        arguments.Prepared = default;
        if (arguments.Seed == 0)
        {
            arguments.Seed = memory.Seed;
        }
    }

    // Derivatives read what the batch before left as a constant; batches of training and evaluation replace it.
    private static void SetState(BatchState state, scoped ref StepArguments arguments, int samples, bool isKept)
    {
        state.Begin(samples, isKept);
        arguments.Carried = state.Values;
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
