using System;
using System.Runtime.Intrinsics;

namespace NetCompiler.Runtime.Tests.Networks;

/// <summary>y = w (x - running mean), with a running mean that training updates: the smallest network whose result depends on the batch as a whole.</summary>
public sealed class StatefulNetwork : ITrainableNetwork<StatefulNetwork>
{
    private readonly NetworkMemory _memory;

    public StatefulNetwork(int seed = 0)
    {
        _memory = new NetworkMemory(Description);
        _memory.Initialize(seed);
    }

    private StatefulNetwork(NetworkMemory memory) => _memory = memory;

    public static NetworkDescription Description { get; } = new()
    {
        Name = "Tests.StatefulNetwork",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = 4,
        Inputs = [new TensorDescription("x", [1], ElementType.Float32, 0)],
        Targets = [new TensorDescription("t", [1], ElementType.Float32, 1)],
        Outputs = [new TensorDescription("y", [1], ElementType.Float32, 2)],
        Losses = [new LossDescription("MeanSquaredError", 0, 0, 0, 1)],
        Parameters = [new ParameterDescription("0.weight", [1], 0, 16, ParameterLayout.Rows([1], 16), new Initialization(InitializationKind.Constant, 2, 0))],
        States = [new ParameterDescription("0.running_mean", [1], 0, 16, ParameterLayout.Rows([1], 16), new Initialization(InitializationKind.Constant, 0.5f, 0))],
        ParameterLength = 16,
        StateLength = 16,
        PreparedLength = 1,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 1,
        Summary = "1 -> 1",
    };

    public NetworkMemory Memory => _memory;

    public ParameterCollection Parameters => new(_memory);

    public static StatefulNetwork Create(NetworkMemory memory) => new(memory);

    public static void Prepare(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared) => prepared[0] = parameters[0] * state[0];

    public static void Infer(scoped ref StepArguments arguments)
    {
        for (int row = 0; row < arguments.Rows; row++)
        {
            arguments[2].AsWritableSingle()[row] = (arguments.Parameters[0] * arguments[0].AsSingle()[row]) - arguments.Prepared[0];
        }
    }

    public static void Evaluate(scoped ref StepArguments arguments)
    {
        float loss = 0;
        for (int row = 0; row < arguments.Rows; row++)
        {
            float error = (arguments.Parameters[0] * arguments[0].AsSingle()[row]) - arguments.Prepared[0] - arguments[1].AsSingle()[row];
            loss += arguments.Scale * error * error;
        }

        arguments.Loss = loss;
        arguments.Objective = loss;
    }

    public static void Train<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        if (arguments.Worker != 0)
        {
            return;
        }

        ReadOnlySpan<float> input = arguments[0].AsSingle();
        float mean = 0;
        for (int row = 0; row < arguments.Rows; row++)
        {
            mean += input[row] / arguments.Rows;
        }

        float gradient = 0;
        float loss = 0;
        for (int row = 0; row < arguments.Rows; row++)
        {
            float error = (arguments.Parameters[0] * (input[row] - mean)) - arguments[1].AsSingle()[row];
            loss += arguments.Scale * error * error;
            gradient += 2 * arguments.Scale * error * (input[row] - mean);
        }

        arguments.State[0] = (0.9f * arguments.State[0]) + (0.1f * mean);
        sink.Put(0, Vector512.CreateScalar(gradient));
        arguments.Loss = loss;
        arguments.Objective = loss;
    }
}
