using System;
using System.Collections.Generic;
using System.Threading;
using NetCompiler.Training;

namespace NetCompiler;

/// <summary>
/// The buffers of one instance of a network: parameters, state, what inference prepares from them, what batches leave to each other, and workspace. Each is 64-byte aligned and
/// pinned. Emitted code holds one of these; user code reaches the parameters through <see cref="ParameterCollection"/>.
/// </summary>
/// <remarks>
/// Threads: many threads may read at once, each with a workspace of its own (<see cref="SessionMemory"/>). An edit, training included, must not run
/// while another thread reads.
/// </remarks>
public sealed class NetworkMemory
{
    private readonly ElementBuffer _parameters;
    private readonly ElementBuffer _state;
    private readonly ElementBuffer _inferenceWorkspace;
    private readonly int[][] _fullLengths;
    private readonly Lock _preparation = new();
    private ElementBuffer? _trainingWorkspace;
    private ElementBuffer? _gradients;
    private ElementBuffer? _jacobianRows;
    private ElementBuffer? _prepared;
    private BatchState? _trainingState;
    private BatchState? _evaluationState;
    private StepBuffers? _stepBuffers;
    private int _preparedVersion = -1;
    private int _version;
    private HashSet<string>? _frozen;
    private ParameterConstraints? _constraints;

    /// <summary>Allocates the buffers of a network, all zero.</summary>
    /// <param name="description">What the network holds.</param>
    /// <exception cref="InvalidOperationException">
    /// The network was generated for another version of the contract than this library's <see cref="NetworkDescription.CurrentContractVersion"/>.
    /// </exception>
    /// <exception cref="ArgumentException">The description contradicts itself.</exception>
    public NetworkMemory(NetworkDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        CheckContract(description);
        CheckElements(description);
        CheckLayout(description);
        Description = description;
        _parameters = new ElementBuffer(description.Element, description.ParameterLength);
        _state = new ElementBuffer(description.Element, description.StateLength);
        _inferenceWorkspace = new ElementBuffer(description.Element, description.InferenceWorkspaceLength);
        _fullLengths = new int[description.LengthsArray.Length][];
        for (int index = 0; index < _fullLengths.Length; index++)
        {
            _fullLengths[index] = new int[description.Batch];
            Array.Fill(_fullLengths[index], description.LengthsArray[index].Bound - 1);
        }
    }

    /// <summary>What the network takes, gives and holds.</summary>
    public NetworkDescription Description { get; }

    /// <summary>The parameters in stored layout, <see cref="NetworkDescription.ParameterLength"/> floats. Written through <see cref="Edit"/>.</summary>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public ReadOnlySpan<float> Parameters => _parameters.Floats;

    /// <summary>The parameters of a network of doubles in stored layout. Written through <see cref="Edit"/>.</summary>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public ReadOnlySpan<double> DoubleParameters => _parameters.Doubles;

    /// <summary>
    /// Running statistics in stored layout, <see cref="NetworkDescription.StateLength"/> floats. Whoever writes here outside a training step does so
    /// within an <see cref="Edit"/>, so that inference prepares again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public Span<float> State => _state.Floats;

    /// <summary>Running statistics of a network of doubles, as <see cref="State"/> is of one of floats.</summary>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public Span<double> DoubleState => _state.Doubles;

    /// <summary>Scratch of the instance's own inference, for one thread: <see cref="NetworkDescription.InferenceWorkspaceLength"/> floats.</summary>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public Span<float> InferenceWorkspace => _inferenceWorkspace.Floats;

    /// <summary>Scratch of the own inference of a network of doubles, for one thread.</summary>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public Span<double> DoubleInferenceWorkspace => _inferenceWorkspace.Doubles;

    /// <summary>
    /// Scratch of everything else, for one thread: <see cref="NetworkDescription.TrainingWorkspaceLength"/> floats, allocated at first use so that a
    /// network that only infers does not pay for it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public Span<float> TrainingWorkspace => TrainingBuffer.Floats;

    /// <summary>Scratch of everything else in a network of doubles, as <see cref="TrainingWorkspace"/> is in one of floats.</summary>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public Span<double> DoubleTrainingWorkspace => TrainingBuffer.Doubles;

    /// <summary>For the instance's own calls of fewer steps than it was compiled for; allocated at first use.</summary>
    public StepBuffers StepBuffers => _stepBuffers ??= new StepBuffers(Description);

    /// <summary>Grows with every edit. What was derived from the parameters of another version is stale.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The seed of the last <see cref="Initialize"/>, as 64 bits: random masks of steps by hand are drawn from it. 0 for loaded networks.</summary>
    public ulong Seed { get; private set; }

    /// <summary>The gradient of steps taken by hand, in the layout of the parameters; allocated at first use.</summary>
    internal ElementBuffer Gradients => _gradients ??= new ElementBuffer(Description.Element, Description.ParameterLength);

    /// <summary>What training leaves from batch to batch; allocated at first use.</summary>
    internal BatchState TrainingState => _trainingState ??= new BatchState(Description);

    /// <summary>What evaluation leaves from batch to batch; allocated at first use.</summary>
    internal BatchState EvaluationState => _evaluationState ??= new BatchState(Description);

    /// <summary>The parameters for those within the library that call <see cref="MarkEdited"/> when they have written.</summary>
    internal ElementBuffer ParameterBuffer => _parameters;

    /// <summary>Running statistics of either type.</summary>
    internal ElementBuffer StateBuffer => _state;

    /// <summary>Scratch of everything but inference, of either type; allocated at first use.</summary>
    internal ElementBuffer TrainingBuffer => _trainingWorkspace ??= new ElementBuffer(Description.Element, Description.TrainingWorkspaceLength);

    /// <summary>Lengths of rows that have all their steps: what a call stands for that gives none.</summary>
    /// <param name="index">Which of <see cref="NetworkDescription.Lengths"/>.</param>
    /// <param name="rows">Samples of the call. Of more than the network was compiled for, those that it was compiled for; the call itself then refuses them.</param>
    /// <returns>The most steps, once for each row.</returns>
    public ReadOnlySpan<int> FullLengths(int index, int rows) => _fullLengths[index].AsSpan(0, Math.Clamp(rows, 0, Description.Batch));

    /// <summary>Begins to write parameters or state. Dispose the scope when done: inference then prepares again.</summary>
    /// <returns>The scope, for a <c>using</c> statement.</returns>
    public ParameterEdit Edit() => new(this);

    /// <summary>
    /// What <c>Prepare</c> of the network makes of the parameters, computed again when they have changed. Any number of sessions may ask at
    /// once: one of them prepares and the others wait.
    /// </summary>
    /// <typeparam name="TNetwork">The class of this network.</typeparam>
    /// <returns><see cref="NetworkDescription.PreparedLength"/> floats; empty where the network prepares nothing.</returns>
    /// <exception cref="InvalidOperationException">The network computes in double.</exception>
    public ReadOnlySpan<float> Prepared<TNetwork>()
        where TNetwork : class, INetwork<TNetwork> => Description.PreparedLength == 0 ? [] : PreparedBuffer<TNetwork>().Floats;

    /// <summary>What <c>Prepare</c> of a network of doubles makes of the parameters, as <see cref="Prepared"/> is of one of floats.</summary>
    /// <typeparam name="TNetwork">The class of this network.</typeparam>
    /// <returns><see cref="NetworkDescription.PreparedLength"/> doubles; empty where the network prepares nothing.</returns>
    /// <exception cref="InvalidOperationException">The network computes in float.</exception>
    public ReadOnlySpan<double> DoublePrepared<TNetwork>()
        where TNetwork : class, INetwork<TNetwork> => Description.PreparedLength == 0 ? [] : PreparedBuffer<TNetwork>().Doubles;

    /// <summary>
    /// Gives every parameter and state tensor its initial values. A value depends on the seed, the tensor's name and the logical index alone: not on
    /// how the tensor is stored, nor on the tensors before it.
    /// </summary>
    /// <param name="seed">Any number; the same number gives the same values.</param>
    /// <exception cref="System.IO.IOException">A parameter begins with a tensor of a file (<see cref="Init.File"/>) that is missing or cannot be read.</exception>
    /// <exception cref="System.IO.InvalidDataException">Such a file does not hold the tensor in the parameter's shape.</exception>
    public void Initialize(int seed)
    {
        Seed = CounterGenerator.Key((ulong)(uint)seed, 0);
        using ParameterEdit edit = Edit();
        foreach (ParameterDescription parameter in Description.Parameters)
        {
            Fill(parameter, seed, _parameters);
        }

        foreach (ParameterDescription state in Description.States)
        {
            Fill(state, seed, _state);
        }
    }

    /// <summary>Makes the next batch of training, and the next of evaluation, the first: stateful layers begin with zeros.</summary>
    public void ResetState()
    {
        _trainingState?.Reset();
        _evaluationState?.Reset();
    }

    /// <summary>Copies parameters, state and seed to new buffers, and what stateful layers have kept.</summary>
    /// <returns>Memory of the same description that shares nothing with this one.</returns>
    public NetworkMemory Clone()
    {
        var clone = new NetworkMemory(Description) { Seed = Seed, _trainingState = _trainingState?.Clone(), _evaluationState = _evaluationState?.Clone(), _frozen = _frozen is null ? null : [.. _frozen] };
        _parameters.CopyTo(clone._parameters);
        _state.CopyTo(clone._state);
        return clone;
    }

    /// <summary>Whether training steps leave a parameter alone.</summary>
    internal bool IsFrozen(ParameterDescription parameter) => parameter.IsFrozen || (_frozen is not null && _frozen.Contains(parameter.Name));

    /// <summary>Whether parameters are frozen for which gradients are computed.</summary>
    internal bool HasFrozen => _frozen is { Count: > 0 };

    /// <summary>Grows when other parameters are frozen.</summary>
    internal int FrozenVersion { get; private set; }

    /// <summary>What holds for parameters after each training step.</summary>
    internal ParameterConstraints Constraints => _constraints ??= new ParameterConstraints(this);

    /// <summary>Freezes the parameters whose names fit a pattern, or lets them train again.</summary>
    internal void SetFrozen(string pattern, bool isFrozen)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ParameterPlan.RequireMatch(Description, pattern);
        _frozen ??= [];
        foreach (ParameterDescription parameter in Description.Parameters)
        {
            if (!ParameterGroup.Fits(pattern, parameter.Name))
            {
                continue;
            }

            if (isFrozen)
            {
                if (!parameter.IsFrozen)
                {
                    _frozen.Add(parameter.Name);
                }
            }
            else if (parameter.IsFrozen)
            {
                throw new InvalidOperationException(
                    $"Network '{Description.Name}': '{parameter.Name}' is frozen by its layer, and there is no code for its gradient. Take Frozen = true from the layer, and call Freeze instead.");
            }
            else
            {
                _frozen.Remove(parameter.Name);
            }
        }

        FrozenVersion++;
        _constraints = null;
    }

    /// <summary>Makes what was prepared stale.</summary>
    internal void MarkEdited() => Interlocked.Increment(ref _version);

    /// <summary>Room for the repeated input and the unit vectors of a Jacobian; kept, so that the second Jacobian allocates nothing.</summary>
    internal ElementBuffer JacobianRows(int length)
    {
        if (_jacobianRows is null || _jacobianRows.Length < length)
        {
            _jacobianRows = new ElementBuffer(Description.Element, length);
        }

        return _jacobianRows;
    }

    /// <summary>What <see cref="Prepared"/> or <see cref="DoublePrepared"/> gives, for a call.</summary>
    internal TensorSlot PreparedSlot<TNetwork>()
        where TNetwork : class, INetwork<TNetwork> => Description.PreparedLength == 0 ? default : PreparedBuffer<TNetwork>().Slot;

    // The version is published after the buffer is filled, so that equal versions mean a filled buffer.
    private ElementBuffer PreparedBuffer<TNetwork>()
        where TNetwork : class, INetwork<TNetwork> => Volatile.Read(ref _preparedVersion) == Version ? _prepared! : Prepare<TNetwork>();

    private ElementBuffer Prepare<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        lock (_preparation)
        {
            int version = Version;
            _prepared ??= new ElementBuffer(Description.Element, Description.PreparedLength);
            if (_preparedVersion != version)
            {
                if (Description.Element == ElementType.Float64)
                {
                    TNetwork.Prepare(DoubleParameters, DoubleState, _prepared.Doubles);
                }
                else
                {
                    TNetwork.Prepare(Parameters, State, _prepared.Floats);
                }

                Volatile.Write(ref _preparedVersion, version);
            }

            return _prepared;
        }
    }

    private static void Fill(ParameterDescription tensor, int seed, ElementBuffer buffer)
    {
        if (buffer.Element == ElementType.Float64)
        {
            ParameterInitializer.Fill(tensor, seed, buffer.Doubles);
        }
        else
        {
            ParameterInitializer.Fill(tensor, seed, buffer.Floats);
        }
    }

    private static void CheckContract(NetworkDescription description)
    {
        if (description.ContractVersion != NetworkDescription.CurrentContractVersion)
        {
            Version? library = typeof(NetworkMemory).Assembly.GetName().Version;
            throw new InvalidOperationException(
                $"The code of network '{description.Name}' was generated for contract version {description.ContractVersion}, and the loaded "
                + $"NetCompiler.Runtime {library} has contract version {NetworkDescription.CurrentContractVersion}. Reference one version of the "
                + "NetCompiler package in every project, and build again.");
        }
    }

    private static void CheckElements(NetworkDescription description)
    {
        if (description.Element is not (ElementType.Float32 or ElementType.Float64))
        {
            throw new ArgumentException($"Network '{description.Name}' computes in {description.Element}, and a network computes in Float32 or Float64.", nameof(description));
        }

        TensorDescription[] tensors = [.. description.Inputs, .. description.Outputs, .. description.Targets, .. description.InputGradients, .. description.Cotangents];
        foreach (TensorDescription tensor in tensors)
        {
            if (tensor.Type is ElementType.Float32 or ElementType.Float64 && tensor.Type != description.Element)
            {
                throw new ArgumentException($"Network '{description.Name}' computes in {description.Element}, and '{tensor.Name}' is of {tensor.Type}.", nameof(description));
            }
        }
    }

    private static void CheckLayout(NetworkDescription description)
    {
        if (description.ParameterLength < 0 || description.ParameterLength % 16 != 0)
        {
            throw new ArgumentException(
                $"Network '{description.Name}': the parameter buffer's length {description.ParameterLength} is not a multiple of 16.", nameof(description));
        }

        foreach (ParameterDescription parameter in description.Parameters)
        {
            CheckPlace(description, parameter, description.ParameterLength);
        }

        foreach (ParameterDescription state in description.States)
        {
            CheckPlace(description, state, description.StateLength);
        }
    }

    private static void CheckPlace(NetworkDescription description, ParameterDescription parameter, int length)
    {
        bool inside = parameter.Offset >= 0 && parameter.StoredLength >= 0 && parameter.StoredLength <= length - parameter.Offset;
        if (!inside)
        {
            throw new ArgumentException(
                $"Network '{description.Name}': '{parameter.Name}' is stored at {parameter.Offset} with length {parameter.StoredLength}, outside its buffer of {length}.",
                nameof(description));
        }
    }
}
