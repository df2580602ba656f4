using System;

namespace NetCompiler.Training;

/// <summary>Cuts a batch into parts of at most the compiled batch, with weights that make the parts add up to the whole.</summary>
internal static class Chunk
{
    /// <summary>Sets rows, weights and one thread's share of the work for a part of a batch.</summary>
    /// <param name="arguments">Receives them.</param>
    /// <param name="first">The part's first sample in the batch.</param>
    /// <param name="rows">Samples in the part.</param>
    /// <param name="samples">Samples in the batch.</param>
    public static void SetRows(scoped ref StepArguments arguments, int first, int rows, int samples)
    {
        arguments.FirstRow = first;
        arguments.Rows = rows;
        arguments.DoubleScale = 1.0 / samples;
        arguments.DoubleShare = rows == samples ? 1.0 : (double)rows / samples;
        arguments.Worker = 0;
        arguments.Workers = 1;
        arguments.DoubleLoss = 0;
        arguments.DoubleObjective = 0;
    }

    /// <summary>Sets the lengths of a part of a batch: those of the whole, or all steps where the whole has none.</summary>
    /// <param name="part">Receives them; its rows are set.</param>
    /// <param name="whole">The batch.</param>
    /// <param name="memory">The network's memory.</param>
    public static void SetLengths(scoped ref StepArguments part, scoped ref readonly StepArguments whole, NetworkMemory memory)
    {
        TensorDescription[] all = memory.Description.LengthsArray;
        for (int index = 0; index < all.Length; index++)
        {
            TensorSlot slot = whole[all[index].Slot];
            part[all[index].Slot] = slot.Length == 0 ? memory.FullLengths(index, part.Rows) : slot.Slice(part.FirstRow, part.Rows);
        }
    }

    /// <summary>Makes the slots of some tensors those of a part of the batch. Slots that hold nothing stay so.</summary>
    public static void SetSlots(scoped ref StepArguments part, scoped ref readonly StepArguments whole, ReadOnlySpan<TensorDescription> tensors, int first, int rows)
    {
        for (int index = 0; index < tensors.Length; index++)
        {
            TensorDescription tensor = tensors[index];
            TensorSlot slot = whole[tensor.Slot];
            if (slot.Length != 0)
            {
                part[tensor.Slot] = slot.Slice(first * tensor.Length, rows * tensor.Length);
            }
        }
    }
}
