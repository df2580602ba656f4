using System;

namespace NetCompiler;

/// <summary>
/// What batches leave to each other in a network with stateful layers: row i of a batch goes on where row i of the batch before ended, so that all have the same rows. Zero
/// before the first batch.
/// </summary>
internal sealed class BatchState
{
    private readonly NetworkDescription _description;
    private readonly ElementBuffer _values;

    // Rows of the batches so far; 0 before the first.
    private int _rows;

    /// <summary>Allocates the state, all zero.</summary>
    /// <param name="description">The network.</param>
    public BatchState(NetworkDescription description)
    {
        _description = description;
        _values = new ElementBuffer(description.Element, description.CarriedLength);
    }

    /// <summary>The state, for a network whose batches are independent too: empty.</summary>
    public TensorSlot Values => _values.Slot;

    /// <summary>Before a batch computes: refuses one that cannot go on where the one before ended.</summary>
    /// <param name="samples">Samples of the batch.</param>
    /// <param name="isKept">Whether the batch will leave its state to the next one; else it only reads.</param>
    /// <exception cref="ArgumentException">The batch is larger than the compiled one, or has other rows than the batch before.</exception>
    public void Begin(int samples, bool isKept = true)
    {
        if (_description.CarriedLength == 0)
        {
            return;
        }

        RequireRows(_description, samples);
        if (_rows != 0 && _rows != samples)
        {
            throw new ArgumentException(
                $"Network '{_description.Name}' has stateful layers, whose row i goes on where row i of the batch before ended: that had {_rows} samples, and this one has "
                + $"{samples}. Give it {_rows}, or begin anew with ResetState().");
        }

        _rows = isKept ? samples : _rows;
    }

    /// <summary>Refuses a batch that would be cut into chunks, each of which would go on where the one before it ended.</summary>
    /// <param name="description">A network of stateful layers.</param>
    /// <param name="samples">Samples of the batch.</param>
    /// <exception cref="ArgumentException">The batch is larger than the compiled one.</exception>
    public static void RequireRows(NetworkDescription description, int samples)
    {
        if (samples > description.Batch)
        {
            throw new ArgumentException(
                $"Network '{description.Name}' has stateful layers, whose row i goes on where row i of the batch before ended, so a batch of {samples} cannot be "
                + $"cut into chunks of {description.Batch}: set [Network(Batch = {samples})], or give it at most {description.Batch} samples.");
        }
    }

    /// <summary>Makes the next batch the first.</summary>
    public void Reset()
    {
        _rows = 0;
        _values.Clear();
    }

    /// <summary>Copies the state.</summary>
    public BatchState Clone()
    {
        var clone = new BatchState(_description) { _rows = _rows };
        _values.CopyTo(clone._values);
        return clone;
    }
}
