using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Training;

namespace NetCompiler.Data;

/// <summary>The buffers of one batch: inputs and targets that samples are gathered into, and the output from which accuracy is counted.</summary>
internal sealed class BatchBuffers
{
    private readonly NetworkDescription _description;
    private readonly BatchTensor[] _inputs;
    private readonly BatchTensor[] _lengths;
    private readonly BatchTensor[] _targets;
    private readonly BatchTensor? _output;
    private readonly BatchTensor[] _outputs;
    private readonly ClassAccuracy? _accuracy;

    // Where each row's sample lies in the data; several workers fill it, each its own rows.
    private readonly int[] _samples;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="description">The network.</param>
    /// <param name="rows">Samples that they hold.</param>
    /// <param name="outputs">Outputs that are wanted beside the one that accuracy is counted from.</param>
    public BatchBuffers(NetworkDescription description, int rows, IEnumerable<TensorDescription>? outputs = null)
    {
        _description = description;
        _samples = new int[rows];
        _inputs = Allocate(description.Inputs, rows);
        _lengths = Allocate(description.Lengths, rows);
        _targets = Allocate(description.Targets, rows);
        _accuracy = ClassAccuracy.Of(description);
        TensorDescription[] wanted = [.. (outputs ?? []).Concat(_accuracy is null ? [] : [_accuracy.Output]).Distinct()];
        _outputs = Allocate(wanted, rows);
        _output = Array.Find(_outputs, output => output.Tensor == _accuracy?.Output);
    }

    /// <summary>Copies samples of a dataset that fits the network to some rows, and refuses class indices, tokens and lengths that the network does not have.</summary>
    /// <param name="data">The dataset.</param>
    /// <param name="order">The place of each row's sample in the dataset, from the batch's first row on; empty for samples in their order.</param>
    /// <param name="start">Where the batch's first row lies in <paramref name="order"/> or in the dataset.</param>
    /// <param name="first">First row to fill.</param>
    /// <param name="rows">Rows to fill.</param>
    /// <param name="augmentation">Changes the images of an input; null for none.</param>
    /// <param name="key">The random numbers of the augmentation.</param>
    public void Gather(Dataset data, ReadOnlySpan<int> order, int start, int first, int rows, ImageAugmentation? augmentation = null, ulong key = 0)
    {
        Span<int> samples = _samples.AsSpan(first, rows);
        for (int index = 0; index < rows; index++)
        {
            int place = start + first + index;
            samples[index] = data.SampleAt(order.IsEmpty ? place : order[place]);
        }

        for (int index = 0; index < _inputs.Length; index++)
        {
            if (augmentation is not null && augmentation.Input == index)
            {
                _inputs[index].Gather(data.Inputs[index], samples, first, augmentation, key);
            }
            else
            {
                _inputs[index].Gather(data.Inputs[index], samples, first);
            }
        }

        for (int index = 0; index < _lengths.Length; index++)
        {
            BatchTensor lengths = _lengths[index];
            if (data.Lengths.Count == 0)
            {
                lengths.Fill(lengths.Tensor.Bound - 1, first, rows);
            }
            else
            {
                lengths.Gather(data.Lengths[index], samples, first);
            }
        }

        for (int index = 0; index < _targets.Length; index++)
        {
            _targets[index].Gather(data.Targets[index], samples, first);
        }

        // The arrays are the user's and may have changed since they were first checked, and emitted code indexes by integers.
        foreach (BatchTensor input in _inputs)
        {
            if (input.Tensor.Type == ElementType.Int32)
            {
                CallCheck.Integers(_description, input.Tensor, input.Integers(first, rows), first);
            }
        }

        foreach (BatchTensor lengths in _lengths)
        {
            CallCheck.Lengths(_description, lengths.Tensor, lengths.Integers(first, rows), first);
        }

        for (int index = 0; index < _description.LossArray.Length; index++)
        {
            LossDescription loss = _description.LossArray[index];
            if (loss.Classes > 0 && loss.Target >= 0)
            {
                CallCheck.Classes(_description, loss, _targets[loss.Target].Integers(first, rows), first * _targets[loss.Target].Tensor.Length);
            }
        }
    }

    /// <summary>Gives some rows to a call.</summary>
    public void SetSlots(scoped ref StepArguments arguments, int first, int rows)
    {
        foreach (BatchTensor input in _inputs)
        {
            arguments[input.Tensor.Slot] = input.Slot(first, rows);
        }

        foreach (BatchTensor lengths in _lengths)
        {
            arguments[lengths.Tensor.Slot] = lengths.Slot(first, rows);
        }

        foreach (BatchTensor target in _targets)
        {
            arguments[target.Tensor.Slot] = target.Slot(first, rows);
        }

        foreach (BatchTensor output in _outputs)
        {
            arguments[output.Tensor.Slot] = output.Slot(first, rows);
        }
    }

    /// <summary>A row of an output that is wanted, after a call that wrote it.</summary>
    public TensorSlot Output(TensorDescription output, int row)
    {
        int index = 0;
        while (!ReferenceEquals(_outputs[index].Tensor, output))
        {
            index++;
        }

        return _outputs[index].Slot(row, 1);
    }

    /// <summary>A row of a target.</summary>
    public TensorSlot Target(int target, int row) => _targets[target].Slot(row, 1);

    /// <summary>How many steps of a row count.</summary>
    public int Lengths(int lengths, int row) => _lengths[lengths].Integers(row, 1)[0];

    /// <summary>Counts how many class indices the output gets right, after a call that wrote it.</summary>
    /// <returns>The number, and of how many; 0 for a network without classes.</returns>
    public (int Correct, long Predictions) CountCorrect(int first, int rows)
    {
        if (_accuracy is null || _output is null)
        {
            return (0, 0);
        }

        ReadOnlySpan<int> lengths = _output.Tensor.Lengths < 0 ? [] : _lengths[_output.Tensor.Lengths].Integers(first, rows);
        return (_accuracy.CountCorrect(_output.Slot(first, rows), _targets[_accuracy.TargetIndex].Integers(first, rows), lengths), _accuracy.PredictionsOf(rows, lengths));
    }

    private static BatchTensor[] Allocate(IReadOnlyList<TensorDescription> tensors, int rows)
    {
        var buffers = new BatchTensor[tensors.Count];
        for (int index = 0; index < buffers.Length; index++)
        {
            buffers[index] = new BatchTensor(tensors[index], rows);
        }

        return buffers;
    }
}
