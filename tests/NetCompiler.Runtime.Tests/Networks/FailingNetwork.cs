using System;

namespace NetCompiler.Runtime.Tests.Networks;

/// <summary>A network whose code throws where a test says so.</summary>
public sealed class FailingNetwork : ITrainableNetwork<FailingNetwork>
{
    private readonly NetworkMemory _memory = new(Description);

    public static NetworkDescription Description { get; } = new()
    {
        Name = "Tests.FailingNetwork",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = 4,
        Inputs = [new TensorDescription("x", [1], ElementType.Float32, 0)],
        Targets = [new TensorDescription("t", [1], ElementType.Float32, 1)],
        Outputs = [new TensorDescription("y", [1], ElementType.Float32, 2)],
        Losses = [new LossDescription("MeanSquaredError", 0, 0, 0, 1)],
        Parameters = [new ParameterDescription("0.weight", [1], 0, 16, ParameterLayout.Rows([1], 16), new Initialization(InitializationKind.Constant, 2, 0))],
        States = [],
        ParameterLength = 16,
        StateLength = 0,
        PreparedLength = 0,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 3,
        Summary = "1 -> 1",
    };

    /// <summary>Which worker throws, in the middle phase of a step and in evaluation; -1 for none. For tests that run alone.</summary>
    public static int FailingWorker { get; set; } = -1;

    /// <summary>Called when the network evaluates; null for nothing.</summary>
    public static Action? Evaluating { get; set; }

    /// <summary>The thread that threw.</summary>
    public static int FailingThread { get; private set; }

    public NetworkMemory Memory => _memory;

    public static FailingNetwork Create(NetworkMemory memory) => throw new NotSupportedException();

    public static void Prepare(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared)
    {
    }

    public static void Infer(scoped ref StepArguments arguments)
    {
    }

    public static void Evaluate(scoped ref StepArguments arguments)
    {
        Evaluating?.Invoke();
        Fail(FailingWorker);
    }

    public static void Train<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        if (phase == 1)
        {
            Fail(arguments.Worker);
        }
    }

    private static void Fail(int worker)
    {
        if (worker == FailingWorker && worker >= 0)
        {
            FailingThread = Environment.CurrentManagedThreadId;
            throw new TimeoutException($"worker {worker} gives up");
        }
    }
}
