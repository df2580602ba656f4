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

    // The buffers are as long as spans would be, and hold floats or doubles: the first of each pair of properties is for networks of floats, the second for networks of doubles.
    private TensorSlot _parameters;
    private TensorSlot _prepared;
    private TensorSlot _state;
    private TensorSlot _carried;
    private TensorSlot _workspace;
    private TensorSlot _direction;

    /// <summary>The parameters, in stored layout.</summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public ReadOnlySpan<float> Parameters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _parameters.Floats();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _parameters = value;
    }

    /// <summary>The parameters of a network of doubles.</summary>
    /// <inheritdoc cref="DoubleDirection"/>
    public ReadOnlySpan<double> DoubleParameters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _parameters.AsDouble();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _parameters = value;
    }

    /// <summary>What <c>Prepare</c> of the network wrote; read by inference and evaluation only.</summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public ReadOnlySpan<float> Prepared
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _prepared.Floats();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _prepared = value;
    }

    /// <summary>What <c>Prepare</c> of a network of doubles wrote.</summary>
    /// <inheritdoc cref="DoubleDirection"/>
    public ReadOnlySpan<double> DoublePrepared
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _prepared.AsDouble();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _prepared = value;
    }

    /// <summary>Running statistics; training updates them.</summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public Span<float> State
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _state.Floats();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _state = value;
    }

    /// <summary>Running statistics of a network of doubles.</summary>
    /// <inheritdoc cref="DoubleDirection"/>
    public Span<double> DoubleState
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _state.AsWritableDouble();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _state = value;
    }

    /// <summary>
    /// What the batch before left to this one, <see cref="NetworkDescription.CarriedLength"/> elements; training and evaluation replace it by what they leave to the next. Empty
    /// where batches are independent.
    /// </summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public Span<float> Carried
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _carried.Floats();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _carried = value;
    }

    /// <summary>What the batch before left to this one, in a network of doubles.</summary>
    /// <inheritdoc cref="DoubleDirection"/>
    public Span<double> DoubleCarried
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _carried.AsWritableDouble();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _carried = value;
    }

    /// <summary>Scratch. Its contents mean nothing between calls, but phases of one step share it.</summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public Span<float> Workspace
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _workspace.Floats();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _workspace = value;
    }

    /// <summary>Scratch of a network of doubles.</summary>
    /// <inheritdoc cref="DoubleDirection"/>
    public Span<double> DoubleWorkspace
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _workspace.AsWritableDouble();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _workspace = value;
    }

    /// <summary>The direction of a Hessian-vector product, in the layout of the parameters; else empty.</summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public ReadOnlySpan<float> Direction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _direction.Floats();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _direction = value;
    }

    /// <summary>The direction of a Hessian-vector product of a network of doubles.</summary>
    /// <exception cref="InvalidOperationException">They are floats.</exception>
    public ReadOnlySpan<double> DoubleDirection
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        readonly get => _direction.AsDouble();
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        set => _direction = value;
    }

    /// <summary>Samples in this call, 1 to the compiled batch.</summary>
    public int Rows { get; set; }

    /// <summary>Index of this call's first sample in the whole batch: random masks are keyed by it, so that chunks draw what one call would.</summary>
    public int FirstRow { get; set; }

    /// <summary>1 / samples of the whole batch: the weight of each sample's loss.</summary>
    public float Scale
    {
        readonly get => (float)DoubleScale;
        set => DoubleScale = value;
    }

    /// <summary>1 / samples of the whole batch, for networks of doubles. Rounded to float it is the quotient in float.</summary>
    public double DoubleScale { get; set; }

    /// <summary>This call's share of the whole batch, rows / samples: the weight of the regularisers, so that chunks add up. Exactly 1 for an undivided batch.</summary>
    public float Share
    {
        readonly get => (float)DoubleShare;
        set => DoubleShare = value;
    }

    /// <summary>This call's share of the whole batch, for networks of doubles.</summary>
    public double DoubleShare { get; set; }

    /// <summary>Seed of random masks.</summary>
    public ulong Seed { get; set; }

    /// <summary>Counts the optimizer's steps: each draws other random masks.</summary>
    public long Step { get; set; }

    /// <summary>Which worker calls, 0 to <see cref="Workers"/> - 1.</summary>
    public int Worker { get; set; }

    /// <summary>How many workers divide each phase; at least 1.</summary>
    public int Workers { get; set; }

    /// <summary>Receives this call's part of the weighted sum of the losses, L. Written by worker 0 in the last phase.</summary>
    public float Loss
    {
        readonly get => (float)DoubleLoss;
        set => DoubleLoss = value;
    }

    /// <summary>Receives this call's part of the losses, from networks of doubles too; their <see cref="Loss"/> is rounded.</summary>
    public double DoubleLoss { get; set; }

    /// <summary>Receives this call's part of the objective J: L and the regularisers. Written by worker 0 in the last phase.</summary>
    public float Objective
    {
        readonly get => (float)DoubleObjective;
        set => DoubleObjective = value;
    }

    /// <summary>Receives this call's part of the objective, from networks of doubles too; their <see cref="Objective"/> is rounded.</summary>
    public double DoubleObjective { get; set; }

    // The buffers of either type, for the library, which fills in whichever the network has.

    /// <summary>Sets <see cref="Parameters"/> or <see cref="DoubleParameters"/>.</summary>
    internal TensorSlot ParameterSlot
    {
        set => _parameters = value;
    }

    /// <summary>Sets <see cref="Prepared"/> or <see cref="DoublePrepared"/>.</summary>
    internal TensorSlot PreparedSlot
    {
        set => _prepared = value;
    }

    /// <summary>Sets <see cref="State"/> or <see cref="DoubleState"/>.</summary>
    internal TensorSlot StateSlot
    {
        set => _state = value;
    }

    /// <summary>Sets <see cref="Carried"/> or <see cref="DoubleCarried"/>.</summary>
    internal TensorSlot CarriedSlot
    {
        set => _carried = value;
    }

    /// <summary>Sets <see cref="Workspace"/> or <see cref="DoubleWorkspace"/>.</summary>
    internal TensorSlot WorkspaceSlot
    {
        set => _workspace = value;
    }

    /// <summary>Sets <see cref="Direction"/> or <see cref="DoubleDirection"/>.</summary>
    internal TensorSlot DirectionSlot
    {
        set => _direction = value;
    }

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
