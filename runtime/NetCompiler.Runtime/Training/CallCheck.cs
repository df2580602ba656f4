using System;

namespace NetCompiler.Training;

/// <summary>
/// Checks what a caller hands to a network, before code that does not check again sees it. Messages name the network and the tensor.
/// </summary>
internal static class CallCheck
{
    /// <summary>Finds how many samples the slots hold, and refuses slots of another length or type, wrong classes and overlaps.</summary>
    /// <param name="description">The network.</param>
    /// <param name="arguments">Slots for the whole batch.</param>
    /// <param name="withTargets">Whether the call reads targets.</param>
    /// <returns>Samples in the batch, at least 1.</returns>
    public static int Batch(NetworkDescription description, scoped ref readonly StepArguments arguments, bool withTargets)
    {
        int samples = Samples(description, in arguments);
        for (int index = 0; index < description.InputArray.Length; index++)
        {
            TensorDescription input = description.InputArray[index];
            RequireLength(description, "input", input, arguments[input.Slot], samples);
            if (input.Type == ElementType.Int32)
            {
                Integers(description, input, arguments[input.Slot].AsInt32(), 0);
            }
        }

        for (int index = 0; index < description.LengthsArray.Length; index++)
        {
            TensorDescription lengths = description.LengthsArray[index];
            if (arguments[lengths.Slot].Length != 0)
            {
                RequireLength(description, "lengths of", lengths, arguments[lengths.Slot], samples);
                Lengths(description, lengths, arguments[lengths.Slot].AsInt32(), 0);
            }
        }

        if (withTargets)
        {
            for (int index = 0; index < description.TargetArray.Length; index++)
            {
                TensorDescription target = description.TargetArray[index];
                RequireLength(description, "target", target, arguments[target.Slot], samples);
            }

            Classes(description, in arguments);
        }

        for (int index = 0; index < description.OutputArray.Length; index++)
        {
            TensorDescription output = description.OutputArray[index];
            TensorSlot slot = arguments[output.Slot];
            if (slot.Length != 0)
            {
                RequireLength(description, "output", output, slot, samples);
                RequireApart(description, output.Name, output.Slot, slot, in arguments);
            }
        }

        return samples;
    }

    /// <summary>Refuses tensors of results that are not as long as the batch asks for, or that lie over the inputs.</summary>
    public static void Results(NetworkDescription description, TensorDescription[] results, scoped ref readonly StepArguments arguments, int samples)
    {
        for (int index = 0; index < results.Length; index++)
        {
            TensorDescription result = results[index];
            TensorSlot slot = arguments[result.Slot];
            RequireLength(description, "result", result, slot, samples);
            RequireApart(description, result.Name, result.Slot, slot, in arguments);
        }
    }

    /// <summary>Refuses a buffer that is not as long as the parameter buffer or of another type, or that lies over inputs or targets.</summary>
    public static void Buffer(NetworkDescription description, string name, TensorSlot buffer, scoped ref readonly StepArguments arguments)
    {
        if (buffer.Length != description.ParameterLength)
        {
            throw new ArgumentException(
                $"Network '{description.Name}': {name} has {buffer.Length} elements where {description.ParameterLength} are needed, the length of the parameter buffer (ParameterLength).",
                name);
        }

        Element(description, name, buffer);
        RequireApart(description, name, -1, buffer, in arguments);
    }

    /// <summary>Refuses results of another type than the network computes in.</summary>
    public static void Element(NetworkDescription description, string name, TensorSlot results)
    {
        if (results.Type != description.Element)
        {
            throw new ArgumentException($"Network '{description.Name}': {name} is of {results.Type} where the network computes in {description.Element}.", name);
        }
    }

    /// <summary>Refuses classes that the network does not have.</summary>
    /// <param name="description">The network.</param>
    /// <param name="loss">A loss whose target is a class index.</param>
    /// <param name="targets">The classes.</param>
    /// <param name="first">What the message adds to the place in <paramref name="targets"/>.</param>
    public static void Classes(NetworkDescription description, LossDescription loss, ReadOnlySpan<int> targets, int first)
    {
        int index = targets.IndexOfAnyExceptInRange(0, loss.Classes - 1);
        while (index >= 0 && targets[index] == loss.IgnoreIndex)
        {
            int next = targets[(index + 1)..].IndexOfAnyExceptInRange(0, loss.Classes - 1);
            index = next < 0 ? -1 : index + 1 + next;
        }

        if (index >= 0)
        {
            TensorDescription target = description.TargetArray[loss.Target];
            throw new ArgumentException(
                $"Network '{description.Name}', target '{target.Name}': {targets[index]} at {first + index} is not a class from 0 to {loss.Classes - 1}{(loss.IgnoreIndex is { } ignored ? $", nor {ignored}, which is left out" : string.Empty)}.");
        }
    }

    /// <summary>Refuses integers of an input that are out of its range.</summary>
    /// <param name="description">The network.</param>
    /// <param name="input">The input.</param>
    /// <param name="integers">Its elements.</param>
    /// <param name="first">The row of the first.</param>
    public static void Integers(NetworkDescription description, TensorDescription input, ReadOnlySpan<int> integers, int first)
    {
        int index = integers.IndexOfAnyExceptInRange(0, input.Bound - 1);
        if (index >= 0)
        {
            string padding = input.Lengths < 0 ? string.Empty : " Steps behind a row's length are read too: fill them with 0.";
            throw new ArgumentException(
                $"Network '{description.Name}', input '{input.Name}': {integers[index]} in row {first + (index / input.Length)}, element {index % input.Length}, is not from 0 to {input.Bound - 1}.{padding}");
        }
    }

    /// <summary>Refuses lengths of no step, or of more than there are.</summary>
    /// <param name="description">The network.</param>
    /// <param name="tensor">Which lengths.</param>
    /// <param name="lengths">One for each row.</param>
    /// <param name="first">The row of the first.</param>
    public static void Lengths(NetworkDescription description, TensorDescription tensor, ReadOnlySpan<int> lengths, int first)
    {
        int index = lengths.IndexOfAnyExceptInRange(1, tensor.Bound - 1);
        if (index >= 0)
        {
            throw new ArgumentException(
                $"Network '{description.Name}', lengths of '{tensor.Name}': row {first + index} has {lengths[index]} steps, and a row has 1 to {tensor.Bound - 1}.");
        }
    }

    /// <summary>Refuses a batch that must be cut into chunks where the network takes statistics over the batch, which chunks would change.</summary>
    public static void Chunks(NetworkDescription description, int samples)
    {
        if (samples > description.Batch && description.BatchStatistic is { } statistic)
        {
            throw new ArgumentException(
                $"Network '{description.Name}' takes statistics over the batch ('{statistic}'), so a batch of {samples} cannot be "
                + $"cut into chunks of {description.Batch}: set [Network(Batch = {samples})], or train with at most {description.Batch} samples.");
        }

        WholeBatch(description, samples);
    }

    /// <summary>Refuses a batch that must be cut into chunks where a loss divides by what only the whole batch knows.</summary>
    public static void WholeBatch(NetworkDescription description, int samples)
    {
        if (samples <= description.Batch)
        {
            return;
        }

        foreach (LossDescription loss in description.LossArray)
        {
            if (loss.Reduction == Reduction.WeightedMean)
            {
                throw new ArgumentException(
                    $"Network '{description.Name}': the weighted mean of {loss.Kind} divides by the sum of the weights in the batch, which no part of it knows, so a batch of {samples} cannot be "
                    + $"cut into chunks of {description.Batch}: set [Network(Batch = {samples})], use at most {description.Batch} samples, or take Reduction.Mean, which divides by their number.");
            }
        }
    }

    /// <summary>Refuses data that are no batches of one size where each row goes on where that of the batch before ended.</summary>
    /// <param name="description">The network.</param>
    /// <param name="samples">Samples of the data.</param>
    /// <param name="batchSize">Samples of a batch.</param>
    /// <param name="role">What messages call the data.</param>
    public static void Streams(NetworkDescription description, int samples, int batchSize, string role)
    {
        if (description.CarriedLength == 0)
        {
            return;
        }

        BatchState.RequireRows(description, batchSize);
        if (samples % batchSize != 0)
        {
            throw new ArgumentException(
                $"Network '{description.Name}' has stateful layers, whose row i goes on where row i of the batch before ended, and the {samples} samples of the {role} data are no "
                + $"whole number of batches of {batchSize}. Make them with Sequences.Streams, of as many streams as BatchSize says.");
        }
    }

    /// <summary>Refuses a training step of fewer samples than a variance over the batch needs.</summary>
    /// <param name="description">The network.</param>
    /// <param name="samples">Samples of the step.</param>
    /// <param name="advice">What to do about it.</param>
    public static void TrainingRows(NetworkDescription description, int samples, string advice)
    {
        if (samples < description.MinimumTrainingRows)
        {
            throw new ArgumentException(
                $"Network '{description.Name}' takes a variance over the batch ('{description.States[0].Name}'), so a training step needs at least "
                + $"{description.MinimumTrainingRows} samples, not {samples}: {advice}.");
        }
    }

    private static void Classes(NetworkDescription description, scoped ref readonly StepArguments arguments)
    {
        for (int index = 0; index < description.LossArray.Length; index++)
        {
            LossDescription loss = description.LossArray[index];
            if (loss.Classes > 0 && loss.Target >= 0)
            {
                Classes(description, loss, arguments[description.TargetArray[loss.Target].Slot].AsInt32(), 0);
            }
        }
    }

    private static int Samples(NetworkDescription description, scoped ref readonly StepArguments arguments)
    {
        // A network whose only sources are parameters still has targets; one without either computes one sample.
        TensorDescription[] tensors = description.InputArray.Length > 0 ? description.InputArray : description.TargetArray;
        if (tensors.Length == 0)
        {
            return 1;
        }

        TensorDescription first = tensors[0];
        int length = arguments[first.Slot].Length;
        if (length == 0 || length % first.Length != 0)
        {
            throw new ArgumentException(
                $"Network '{description.Name}', '{first.Name}': {length} elements are not a whole number of samples of {first.Length}, at least one.");
        }

        return length / first.Length;
    }

    private static void RequireLength(NetworkDescription description, string role, TensorDescription tensor, TensorSlot slot, int samples)
    {
        if (slot.Length != (long)samples * tensor.Length)
        {
            throw new ArgumentException(
                $"Network '{description.Name}', {role} '{tensor.Name}': {slot.Length} elements where {samples} samples of {tensor.Length} need {(long)samples * tensor.Length}.");
        }

        if (slot.Type != tensor.Type)
        {
            throw new ArgumentException($"Network '{description.Name}', {role} '{tensor.Name}': elements of {slot.Type} where the network takes {tensor.Type}.");
        }
    }

    private static void RequireApart(NetworkDescription description, string name, int place, TensorSlot slot, scoped ref readonly StepArguments arguments)
    {
        RequireApart(description, name, place, slot, description.InputArray, in arguments);
        RequireApart(description, name, place, slot, description.LengthsArray, in arguments);
        RequireApart(description, name, place, slot, description.TargetArray, in arguments);
        RequireApart(description, name, place, slot, description.OutputArray, in arguments);
        RequireApart(description, name, place, slot, description.InputGradientArray, in arguments);
    }

    private static void RequireApart(
        NetworkDescription description,
        string name,
        int place,
        TensorSlot slot,
        TensorDescription[] others,
        scoped ref readonly StepArguments arguments)
    {
        for (int index = 0; index < others.Length; index++)
        {
            TensorDescription other = others[index];
            if (other.Slot != place && slot.Overlaps(arguments[other.Slot]))
            {
                throw new ArgumentException(
                    $"Network '{description.Name}': the memory of '{name}', which is written, overlaps that of '{other.Name}'. Give each its own.");
            }
        }
    }
}
