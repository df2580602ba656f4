using System;

namespace NetCompiler.Data;

/// <summary>An aligned, pinned buffer for one input, target or output of a batch, in the element type that the network takes.</summary>
internal sealed class BatchTensor
{
    private readonly AlignedBuffer<float>? _floats;
    private readonly AlignedBuffer<double>? _doubles;
    private readonly AlignedBuffer<int>? _integers;
    private readonly AlignedBuffer<byte>? _bytes;

    /// <summary>Allocates the buffer.</summary>
    /// <param name="tensor">What it is for.</param>
    /// <param name="rows">Samples that it holds.</param>
    public BatchTensor(TensorDescription tensor, int rows)
    {
        Tensor = tensor;
        int length = checked(tensor.Length * rows);
        switch (tensor.Type)
        {
            case ElementType.Float32:
                _floats = new AlignedBuffer<float>(length);
                break;
            case ElementType.Float64:
                _doubles = new AlignedBuffer<double>(length);
                break;
            case ElementType.Int32:
                _integers = new AlignedBuffer<int>(length);
                break;
            default:
                _bytes = new AlignedBuffer<byte>(length);
                break;
        }
    }

    /// <summary>What the buffer is for.</summary>
    public TensorDescription Tensor { get; }

    /// <summary>Some rows as integers.</summary>
    public ReadOnlySpan<int> Integers(int first, int rows) => _integers!.Span.Slice(first * Tensor.Length, rows * Tensor.Length);

    /// <summary>Some rows as a slot of a call.</summary>
    public TensorSlot Slot(int first, int rows)
    {
        int start = first * Tensor.Length;
        int length = rows * Tensor.Length;
        return Tensor.Type switch
        {
            ElementType.Float32 => _floats!.Span.Slice(start, length),
            ElementType.Float64 => _doubles!.Span.Slice(start, length),
            ElementType.Int32 => (ReadOnlySpan<int>)_integers!.Span.Slice(start, length),
            _ => (ReadOnlySpan<byte>)_bytes!.Span.Slice(start, length),
        };
    }

    /// <summary>Writes one integer to all elements of rows.</summary>
    public void Fill(int integer, int first, int rows) => _integers!.Span.Slice(first * Tensor.Length, rows * Tensor.Length).Fill(integer);

    /// <summary>Copies samples of the data to rows.</summary>
    /// <param name="data">Data that can be read in the tensor's type.</param>
    /// <param name="samples">Which samples, in order.</param>
    /// <param name="first">The row of the first.</param>
    public void Gather(DataTensor data, ReadOnlySpan<int> samples, int first)
    {
        int start = first * Tensor.Length;
        int length = samples.Length * Tensor.Length;
        switch (Tensor.Type)
        {
            case ElementType.Float32:
                data.Gather(samples, _floats!.Span.Slice(start, length));
                break;
            case ElementType.Float64:
                data.Gather(samples, _doubles!.Span.Slice(start, length));
                break;
            case ElementType.Int32:
                data.Gather(samples, _integers!.Span.Slice(start, length));
                break;
            default:
                data.Gather(samples, _bytes!.Span.Slice(start, length));
                break;
        }
    }

    /// <summary>Copies images of the data to rows, each changed at random.</summary>
    /// <param name="data">Images that can be read in the tensor's type.</param>
    /// <param name="samples">Which samples, in order.</param>
    /// <param name="first">The row of the first.</param>
    /// <param name="augmentation">How they change.</param>
    /// <param name="key">The random numbers of the epoch.</param>
    public void Gather(DataTensor data, ReadOnlySpan<int> samples, int first, ImageAugmentation augmentation, ulong key)
    {
        for (int index = 0; index < samples.Length; index++)
        {
            int start = (first + index) * Tensor.Length;
            switch (Tensor.Type)
            {
                case ElementType.Float32:
                    augmentation.Apply(data, samples[index], key, _floats!.Span.Slice(start, Tensor.Length));
                    break;
                case ElementType.Float64:
                    augmentation.Apply(data, samples[index], key, _doubles!.Span.Slice(start, Tensor.Length));
                    break;
                default:
                    augmentation.Apply(data, samples[index], key, _bytes!.Span.Slice(start, Tensor.Length));
                    break;
            }
        }
    }
}
