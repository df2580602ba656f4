using System;
using System.Runtime.CompilerServices;

namespace NetCompiler;

/// <summary>
/// Everything that one call of an emitted function takes and gives, so that one trainer serves every network. The spans of
/// parameters, state and workspace are as long as <see cref="NetworkDescription"/> says, best 64-byte aligned.
/// </summary>
public ref struct StepArguments
{
    /// <summary>How many tensors a network can take and give in all.</summary>
    public const int MaximumSlots = 16;

    private TensorSlot _slot0;
    private TensorSlot _slot1;
    private TensorSlot _slot2;
    private TensorSlot _slot3;
    private TensorSlot _slot4;
    private TensorSlot _slot5;
    private TensorSlot _slot6;
    private TensorSlot _slot7;
    private TensorSlot _slot8;
    private TensorSlot _slot9;
    private TensorSlot _slot10;
    private TensorSlot _slot11;
    private TensorSlot _slot12;
    private TensorSlot _slot13;
    private TensorSlot _slot14;
    private TensorSlot _slot15;

    /// <summary>The parameters, in stored layout.</summary>
    public ReadOnlySpan<float> Parameters { get; set; }

    /// <summary>What <see cref="INetwork{TSelf}.Prepare"/> wrote; read by inference and evaluation only.</summary>
    public ReadOnlySpan<float> Prepared { get; set; }

    /// <summary>Running statistics; training updates them.</summary>
    public Span<float> State { get; set; }

    /// <summary>
    /// What the batch before left to this one, <see cref="NetworkDescription.CarriedLength"/> floats; training and evaluation replace it by what they leave to the next. Empty
    /// where batches are independent.
    /// </summary>
    public Span<float> Carried { get; set; }

    /// <summary>Scratch. Its contents mean nothing between calls, but phases of one step share it.</summary>
    public Span<float> Workspace { get; set; }

    /// <summary>The direction of a Hessian-vector product, in the layout of the parameters; else empty.</summary>
    public ReadOnlySpan<float> Direction { get; set; }

    /// <summary>Samples in this call, 1 to the compiled batch.</summary>
    public int Rows { get; set; }

    /// <summary>Index of this call's first sample in the whole batch: random masks are keyed by it, so that chunks draw what one call would.</summary>
    public int FirstRow { get; set; }

    /// <summary>1 / samples of the whole batch: the weight of each sample's loss.</summary>
    public float Scale { get; set; }

    /// <summary>This call's share of the whole batch, rows / samples: the weight of the regularisers, so that chunks add up. Exactly 1 for an undivided batch.</summary>
    public float Share { get; set; }

    /// <summary>Seed of random masks.</summary>
    public ulong Seed { get; set; }

    /// <summary>Counts the optimizer's steps: each draws other random masks.</summary>
    public long Step { get; set; }

    /// <summary>Which worker calls, 0 to <see cref="Workers"/> - 1.</summary>
    public int Worker { get; set; }

    /// <summary>How many workers divide each phase; at least 1.</summary>
    public int Workers { get; set; }

    /// <summary>Receives this call's part of the weighted sum of the losses, L. Written by worker 0 in the last phase.</summary>
    public float Loss { get; set; }

    /// <summary>Receives this call's part of the objective J: L and the regularisers. Written by worker 0 in the last phase.</summary>
    public float Objective { get; set; }

    /// <summary>The tensors of the call, by <see cref="TensorDescription.Slot"/>.</summary>
    /// <param name="slot">0 to 15.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public TensorSlot this[int slot]
    {
        // Emitted code asks for constant slots: inlined, nothing is left of the choice.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => slot switch
        {
            0 => _slot0,
            1 => _slot1,
            2 => _slot2,
            3 => _slot3,
            4 => _slot4,
            5 => _slot5,
            6 => _slot6,
            7 => _slot7,
            8 => _slot8,
            9 => _slot9,
            10 => _slot10,
            11 => _slot11,
            12 => _slot12,
            13 => _slot13,
            14 => _slot14,
            15 => _slot15,
            _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "A call has slots 0 to 15."),
        };
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set
        {
            switch (slot)
            {
                case 0:
                    _slot0 = value;
                    break;
                case 1:
                    _slot1 = value;
                    break;
                case 2:
                    _slot2 = value;
                    break;
                case 3:
                    _slot3 = value;
                    break;
                case 4:
                    _slot4 = value;
                    break;
                case 5:
                    _slot5 = value;
                    break;
                case 6:
                    _slot6 = value;
                    break;
                case 7:
                    _slot7 = value;
                    break;
                case 8:
                    _slot8 = value;
                    break;
                case 9:
                    _slot9 = value;
                    break;
                case 10:
                    _slot10 = value;
                    break;
                case 11:
                    _slot11 = value;
                    break;
                case 12:
                    _slot12 = value;
                    break;
                case 13:
                    _slot13 = value;
                    break;
                case 14:
                    _slot14 = value;
                    break;
                case 15:
                    _slot15 = value;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(slot), slot, "A call has slots 0 to 15.");
            }
        }
    }
}
