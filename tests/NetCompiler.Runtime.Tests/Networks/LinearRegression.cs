using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Runtime.Tests.Networks;

/// <summary>
/// y = w x + b with three inputs and the squared error as loss, written by hand: float targets, no classes, and a Hessian that does not depend on the
/// parameters, 2 / samples times the sum of (x, 1)(x, 1)'.
/// </summary>
public sealed class LinearRegression<TBatch> : IHessianVectorNetwork<LinearRegression<TBatch>>
    where TBatch : IBatch
{
    public const int Inputs = 3;

    private const int Bias = 16;

    private readonly NetworkMemory _memory;

    public LinearRegression(int seed = 0)
    {
        _memory = new NetworkMemory(Description);
        _memory.Initialize(seed);
    }

    private LinearRegression(NetworkMemory memory) => _memory = memory;

    public static NetworkDescription Description { get; } = new()
    {
        Name = "Tests.LinearRegression",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = TBatch.Batch,
        Inputs = [new TensorDescription("x", [Inputs], ElementType.Float32, 0)],
        Targets = [new TensorDescription("t", [1], ElementType.Float32, 1)],
        Outputs = [new TensorDescription("y", [1], ElementType.Float32, 2)],
        Losses = [new LossDescription("MeanSquaredError", 0, 0, 0, 1)],
        Parameters =
        [
            new ParameterDescription("0.weight", [1, Inputs], 0, 16, ParameterLayout.Rows([1, Inputs], 16), new Initialization(InitializationKind.Uniform, -1, 1)),
            new ParameterDescription("0.bias", [1], Bias, 16, ParameterLayout.Rows([1], 16), new Initialization(InitializationKind.Constant, 0, 0)),
        ],
        States = [],
        ParameterLength = 32,
        StateLength = 0,
        PreparedLength = 0,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 1,
        HessianVectorPhases = 1,
        Summary = "3 -> 1",
    };

    public NetworkMemory Memory => _memory;

    public ParameterCollection Parameters => new(_memory);

    public static LinearRegression<TBatch> Create(NetworkMemory memory) => new(memory);

    public static void Prepare(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared)
    {
    }

    public static void Infer(scoped ref StepArguments arguments)
    {
        Span<float> output = arguments[2].AsWritableSingle();
        for (int row = 0; row < arguments.Rows; row++)
        {
            output[row] = Predict(arguments.Parameters, arguments[0].AsSingle().Slice(row * Inputs, Inputs));
        }
    }

    public static void Evaluate(scoped ref StepArguments arguments)
    {
        Span<float> gradient = stackalloc float[32];
        Compute(ref arguments, gradient);
    }

    public static void Train<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        Span<float> gradient = stackalloc float[32];
        gradient.Clear();
        Compute(ref arguments, gradient);
        Put(ref arguments, gradient, ref sink);
    }

    public static void HessianVector<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        Span<float> product = stackalloc float[32];
        product.Clear();
        Compute(ref arguments, product);
        product.Clear();
        for (int row = 0; row < arguments.Rows; row++)
        {
            ReadOnlySpan<float> input = arguments[0].AsSingle().Slice(row * Inputs, Inputs);
            AddScaled(2 * arguments.Scale * Predict(arguments.Direction, input), input, product);
        }

        Put(ref arguments, product, ref sink);
    }

    private static void Put<TSink>(scoped ref StepArguments arguments, scoped ReadOnlySpan<float> values, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        if (arguments.Worker == 0)
        {
            ref float first = ref MemoryMarshal.GetReference(values);
            sink.Put(0, Vector512.LoadUnsafe(ref first));
            sink.Put(Bias, Vector512.LoadUnsafe(ref first, Bias));
        }
    }

    private static void Compute(scoped ref StepArguments arguments, scoped Span<float> gradient)
    {
        float loss = 0;
        for (int row = 0; row < arguments.Rows; row++)
        {
            ReadOnlySpan<float> input = arguments[0].AsSingle().Slice(row * Inputs, Inputs);
            float output = Predict(arguments.Parameters, input);
            float error = output - arguments[1].AsSingle()[row];
            if (arguments[2].Length != 0)
            {
                arguments[2].AsWritableSingle()[row] = output;
            }

            loss += arguments.Scale * error * error;
            AddScaled(2 * arguments.Scale * error, input, gradient);
        }

        arguments.Loss = loss;
        arguments.Objective = loss;
    }

    private static float Predict(ReadOnlySpan<float> parameters, ReadOnlySpan<float> input) =>
        parameters[Bias] + (parameters[0] * input[0]) + (parameters[1] * input[1]) + (parameters[2] * input[2]);

    private static void AddScaled(float factor, scoped ReadOnlySpan<float> input, scoped Span<float> sum)
    {
        for (int index = 0; index < Inputs; index++)
        {
            sum[index] += factor * input[index];
        }

        sum[Bias] += factor;
    }
}
