using System;
using System.Collections.Generic;
using NetCompiler.Data;

namespace NetCompiler.Training;

/// <summary>Checks that a dataset is one of a network, before anything is computed. Messages name the network and the tensor.</summary>
internal static class DatasetCheck
{
    /// <summary>Refuses a dataset with other tensors than the network's, or with classes that it does not have.</summary>
    /// <param name="description">The network.</param>
    /// <param name="data">The dataset.</param>
    /// <param name="role">What messages call the dataset.</param>
    /// <exception cref="ArgumentException">The dataset does not fit.</exception>
    public static void Fits(NetworkDescription description, Dataset data, string role)
    {
        Inputs(description, data, role);
        Tensors(description, data.Targets, description.Targets, role, "target");
        foreach (LossDescription loss in description.Losses)
        {
            if (loss.Classes > 0 && loss.Target >= 0)
            {
                Classes(description, data, role, loss);
            }
        }
    }

    /// <summary>Refuses a dataset with other inputs than the network's; targets are not looked at.</summary>
    /// <param name="description">The network.</param>
    /// <param name="data">The dataset.</param>
    /// <param name="role">What messages call the dataset.</param>
    /// <exception cref="ArgumentException">The dataset does not fit.</exception>
    public static void Inputs(NetworkDescription description, Dataset data, string role)
    {
        Tensors(description, data.Inputs, description.Inputs, role, "input");
        if (data.Lengths.Count > 0)
        {
            Tensors(description, data.Lengths, description.Lengths, role, "lengths tensor");
        }

        for (int index = 0; index < description.Lengths.Count && data.Lengths.Count > 0; index++)
        {
            Integers(data, data.Lengths[index], (lengths, sample) => CallCheck.Lengths(description, description.Lengths[index], lengths, sample));
        }

        for (int index = 0; index < description.Inputs.Count; index++)
        {
            TensorDescription input = description.Inputs[index];
            if (input.Type == ElementType.Int32)
            {
                Integers(data, data.Inputs[index], (integers, sample) => CallCheck.Integers(description, input, integers, sample));
            }
        }
    }

    private static void Tensors(NetworkDescription description, IReadOnlyList<DataTensor> data, IReadOnlyList<TensorDescription> tensors, string role, string kind)
    {
        if (data.Count != tensors.Count)
        {
            throw new ArgumentException($"Network '{description.Name}' has {tensors.Count} {kind}s, and the {role} data {data.Count}.");
        }

        for (int index = 0; index < data.Count; index++)
        {
            TensorDescription tensor = tensors[index];
            if (data[index].SampleLength != tensor.Length)
            {
                throw new ArgumentException(
                    $"Network '{description.Name}', {kind} '{tensor.Name}': a sample has {tensor.Length} elements [{string.Join(", ", tensor.Shape)}], and one of the {role} data {data[index].SampleLength}.");
            }

            if (!data[index].CanRead(tensor.Type))
            {
                throw new ArgumentException($"Network '{description.Name}', {kind} '{tensor.Name}': the network takes {tensor.Type}, and the {role} data are {data[index].Type}.");
            }

            if (tensor.Type == ElementType.UInt8 && (data[index].Scale != 1 || data[index].Offset != 0))
            {
                throw new ArgumentException(
                    $"Network '{description.Name}', {kind} '{tensor.Name}': the network scales bytes itself, as its [Input] says, and the {role} data have the scale {data[index].Scale} and the offset {data[index].Offset} too. Make their tensor without.");
            }
        }
    }

    private static void Integers(Dataset data, DataTensor tensor, Action<ReadOnlySpan<int>, int> check)
    {
        int[] sampled = new int[tensor.SampleLength];
        for (int sample = 0; sample < data.Count; sample++)
        {
            tensor.CopyTo(data.SampleAt(sample), sampled);
            check(sampled, sample);
        }
    }

    private static void Classes(NetworkDescription description, Dataset data, string role, LossDescription loss)
    {
        DataTensor target = data.Targets[loss.Target];
        int[] labels = new int[target.SampleLength];
        for (int sample = 0; sample < data.Count; sample++)
        {
            target.CopyTo(data.SampleAt(sample), labels);
            foreach (int label in labels)
            {
                if (!loss.TakesLabel(label))
                {
                    throw new ArgumentException(
                        $"Network '{description.Name}', target '{description.Targets[loss.Target].Name}': sample {sample} of the {role} data has class {label}, and the classes are 0 to {loss.Classes - 1}.");
                }
            }
        }
    }
}
