using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Runtime.Tests.Networks;

/// <summary>
/// A classifier written by hand in plain loops, as the generator would emit one: 5 inputs, 20 hidden units with tanh and dropout, 3 classes, softmax
/// cross-entropy, and an L2 penalty on the first weight. Three phases; weights in panels; the lanes that are padding get NaN as their gradient.
/// </summary>
public sealed class SmallNetwork<TBatch> : IInputGradientNetwork<SmallNetwork<TBatch>>, IJacobianNetwork<SmallNetwork<TBatch>>
    where TBatch : IBatch
{
    public const int Inputs = 5;
    public const int Hidden = 20;
    public const int Classes = 3;
    public const float L2 = 0.01f;
    public const float Keep = 0.75f;

    private const int Panel = 16;
    private const int Vectors = Length / Panel;
    private const int Weight0 = 0;
    private const int Bias0 = 160;
    private const int Weight2 = 192;
    private const int Bias2 = 512;
    private const int Length = 528;

    private readonly NetworkMemory _memory;

    public SmallNetwork(int seed = 0)
    {
        _memory = new NetworkMemory(Description);
        _memory.Initialize(seed);
    }

    private SmallNetwork(NetworkMemory memory) => _memory = memory;

    public static NetworkDescription Description { get; } = new()
    {
        Name = "Tests.SmallNetwork",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = TBatch.Batch,
        Inputs = [new TensorDescription("input", [Inputs], ElementType.Float32, 0)],
        Targets = [new TensorDescription("target", [1], ElementType.Int32, 1)],
        Outputs = [new TensorDescription("output", [Classes], ElementType.Float32, 2)],
        InputGradients = [new TensorDescription("input gradient", [Inputs], ElementType.Float32, 3)],
        Cotangents = [new TensorDescription("output cotangent", [Classes], ElementType.Float32, 4)],
        Losses = [new LossDescription("SoftmaxCrossEntropy", 0, 0, Classes, 1)],
        Parameters =
        [
            new ParameterDescription("0.weight", [Hidden, Inputs], Weight0, 160, ParameterLayout.Panels(Hidden, Inputs, Panel), new Initialization(InitializationKind.Uniform, -0.4f, 0.4f)),
            new ParameterDescription("0.bias", [Hidden], Bias0, 32, ParameterLayout.Rows([Hidden], 32), new Initialization(InitializationKind.Uniform, -0.4f, 0.4f)),
            new ParameterDescription("2.weight", [Classes, Hidden], Weight2, 320, ParameterLayout.Panels(Classes, Hidden, Panel), new Initialization(InitializationKind.Normal, 0, 0.3f)),
            new ParameterDescription("2.bias", [Classes], Bias2, 16, ParameterLayout.Rows([Classes], 16), new Initialization(InitializationKind.Constant, 0.1f, 0)),
        ],
        States = [],
        ParameterLength = Length,
        StateLength = 0,
        PreparedLength = Hidden * Classes,
        InferenceWorkspaceLength = Hidden,
        TrainingWorkspaceLength = TBatch.Batch * (Hidden + Hidden + Classes + 1),
        TrainPhases = 3,
        Summary = "5 -> 20 tanh -> 3",
    };

    public NetworkMemory Memory => _memory;

    public ParameterCollection Parameters => new(_memory);

    /// <summary>How often <see cref="Prepare"/> ran, in all instances of this thread.</summary>
    [field: ThreadStatic]
    public static int Preparations { get; private set; }

    public static SmallNetwork<TBatch> Create(NetworkMemory memory) => new(memory);

    /// <summary>Turns the second weight around, as inference reads it by hidden unit.</summary>
    public static void Prepare(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared)
    {
        Preparations++;
        for (int unit = 0; unit < Hidden; unit++)
        {
            for (int output = 0; output < Classes; output++)
            {
                prepared[(unit * Classes) + output] = parameters[Weight2 + (unit * Panel) + output];
            }
        }
    }

    public static void Infer(scoped ref StepArguments arguments)
    {
        ReadOnlySpan<float> input = arguments[0].AsSingle();
        Span<float> output = arguments[2].AsWritableSingle();
        for (int row = 0; row < arguments.Rows; row++)
        {
            Scores(ref arguments, input.Slice(row * Inputs, Inputs), arguments.Workspace[..Hidden], output.Slice(row * Classes, Classes));
        }
    }

    public static void Evaluate(scoped ref StepArguments arguments)
    {
        ReadOnlySpan<float> input = arguments[0].AsSingle();
        ReadOnlySpan<int> target = arguments[1].AsInt32();
        Span<float> scores = stackalloc float[Classes];
        float loss = 0;
        for (int row = 0; row < arguments.Rows; row++)
        {
            Scores(ref arguments, input.Slice(row * Inputs, Inputs), arguments.Workspace[..Hidden], scores);
            if (arguments[2].Length != 0)
            {
                scores.CopyTo(arguments[2].AsWritableSingle()[(row * Classes)..]);
            }

            loss += arguments.Scale * CrossEntropy(scores, target[row]);
        }

        arguments.Loss = loss;
        arguments.Objective = loss + Penalty(ref arguments);
    }

    public static void InputGradient(scoped ref StepArguments arguments)
    {
        ReadOnlySpan<float> input = arguments[0].AsSingle();
        ReadOnlySpan<int> target = arguments[1].AsInt32();
        Span<float> gradient = arguments[3].AsWritableSingle();
        Span<float> scores = stackalloc float[Classes];
        float loss = 0;
        for (int row = 0; row < arguments.Rows; row++)
        {
            Span<float> hidden = arguments.Workspace[..Hidden];
            Scores(ref arguments, input.Slice(row * Inputs, Inputs), hidden, scores);
            loss += arguments.Scale * CrossEntropy(scores, target[row]);
            ScoreGradient(scores, target[row], arguments.Scale);
            PullBack(ref arguments, hidden, scores, gradient.Slice(row * Inputs, Inputs));
        }

        arguments.Loss = loss;
        arguments.Objective = loss + Penalty(ref arguments);
    }

    public static void VectorJacobian(scoped ref StepArguments arguments)
    {
        ReadOnlySpan<float> input = arguments[0].AsSingle();
        ReadOnlySpan<float> cotangent = arguments[4].AsSingle();
        Span<float> gradient = arguments[3].AsWritableSingle();
        Span<float> scores = stackalloc float[Classes];
        for (int row = 0; row < arguments.Rows; row++)
        {
            Span<float> hidden = arguments.Workspace[..Hidden];
            Scores(ref arguments, input.Slice(row * Inputs, Inputs), hidden, scores);
            PullBack(ref arguments, hidden, cotangent.Slice(row * Classes, Classes), gradient.Slice(row * Inputs, Inputs));
        }
    }

    public static void Train<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        Span<float> hidden = arguments.Workspace[..(TBatch.Batch * Hidden)];
        Span<float> hiddenGradient = arguments.Workspace.Slice(TBatch.Batch * Hidden, TBatch.Batch * Hidden);
        Span<float> scoreGradient = arguments.Workspace.Slice(2 * TBatch.Batch * Hidden, TBatch.Batch * Classes);
        Span<float> losses = arguments.Workspace.Slice(TBatch.Batch * ((2 * Hidden) + Classes), TBatch.Batch);
        int first = arguments.Rows * arguments.Worker / arguments.Workers;
        int end = arguments.Rows * (arguments.Worker + 1) / arguments.Workers;
        switch (phase)
        {
            case 0:
                for (int row = first; row < end; row++)
                {
                    Forward(ref arguments, row, hidden.Slice(row * Hidden, Hidden), scoreGradient.Slice(row * Classes, Classes), ref losses[row]);
                }

                break;
            case 1:
                for (int row = first; row < end; row++)
                {
                    Backward(ref arguments, row, hidden.Slice(row * Hidden, Hidden), scoreGradient.Slice(row * Classes, Classes), hiddenGradient.Slice(row * Hidden, Hidden));
                }

                break;
            default:
                for (int vector = Vectors * arguments.Worker / arguments.Workers; vector < Vectors * (arguments.Worker + 1) / arguments.Workers; vector++)
                {
                    PutGradient(ref arguments, vector, hidden, hiddenGradient, scoreGradient, ref sink);
                }

                if (arguments.Worker == 0)
                {
                    float loss = 0;
                    for (int row = 0; row < arguments.Rows; row++)
                    {
                        loss += losses[row];
                    }

                    arguments.Loss = loss;
                    arguments.Objective = loss + Penalty(ref arguments);
                }

                break;
        }
    }

    private static float Kept(scoped ref StepArguments arguments, int row, int unit)
    {
        ulong key = CounterGenerator.Key(arguments.Seed, (ulong)arguments.Step);
        return CounterGenerator.Uniform(key, (ulong)(((arguments.FirstRow + row) * Hidden) + unit)) < Keep ? 1 / Keep : 0;
    }

    private static void Forward(scoped ref StepArguments arguments, int row, scoped Span<float> hidden, scoped Span<float> scores, ref float loss)
    {
        ReadOnlySpan<float> parameters = arguments.Parameters;
        Activate(parameters, arguments[0].AsSingle().Slice(row * Inputs, Inputs), hidden);
        for (int output = 0; output < Classes; output++)
        {
            float sum = parameters[Bias2 + output];
            for (int unit = 0; unit < Hidden; unit++)
            {
                sum += Kept(ref arguments, row, unit) * hidden[unit] * parameters[Weight2 + (unit * Panel) + output];
            }

            scores[output] = sum;
        }

        if (arguments[2].Length != 0)
        {
            scores.CopyTo(arguments[2].AsWritableSingle()[(row * Classes)..]);
        }

        int target = arguments[1].AsInt32()[row];
        loss = arguments.Scale * CrossEntropy(scores, target);
        ScoreGradient(scores, target, arguments.Scale);
    }

    private static void Backward(scoped ref StepArguments arguments, int row, scoped ReadOnlySpan<float> hidden, scoped ReadOnlySpan<float> scoreGradient, scoped Span<float> hiddenGradient)
    {
        for (int unit = 0; unit < Hidden; unit++)
        {
            float sum = 0;
            for (int output = 0; output < Classes; output++)
            {
                sum += scoreGradient[output] * arguments.Parameters[Weight2 + (unit * Panel) + output];
            }

            hiddenGradient[unit] = sum * Kept(ref arguments, row, unit) * (1 - (hidden[unit] * hidden[unit]));
        }
    }

    private static void PutGradient<TSink>(
        scoped ref StepArguments arguments,
        int vector,
        scoped ReadOnlySpan<float> hidden,
        scoped ReadOnlySpan<float> hiddenGradient,
        scoped ReadOnlySpan<float> scoreGradient,
        scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        int at = vector * Panel;
        ReadOnlySpan<float> input = arguments[0].AsSingle();
        Span<float> lanes = stackalloc float[Panel];
        for (int lane = 0; lane < Panel; lane++)
        {
            float sum = 0;
            for (int row = 0; row < arguments.Rows; row++)
            {
                sum += at switch
                {
                    < Bias0 => Lane(hiddenGradient, row, Hidden, (at / (Inputs * Panel) * Panel) + lane) * input[(row * Inputs) + (at / Panel % Inputs)],
                    < Weight2 => Lane(hiddenGradient, row, Hidden, at - Bias0 + lane),
                    < Bias2 => Lane(scoreGradient, row, Classes, lane)
                        * hidden[(row * Hidden) + ((at - Weight2) / Panel)] * Kept(ref arguments, row, (at - Weight2) / Panel),
                    _ => Lane(scoreGradient, row, Classes, lane),
                };
            }

            lanes[lane] = at < Bias0 ? sum + (L2 * arguments.Share * arguments.Parameters[at + lane]) : sum;
        }

        // Every form of the sink takes its share.
        ref float values = ref MemoryMarshal.GetReference(lanes);
        switch (vector % 3)
        {
            case 0:
                sink.Put((nuint)at, Vector512.LoadUnsafe(ref values));
                break;
            case 1:
                sink.Put((nuint)at, Vector256.LoadUnsafe(ref values));
                sink.Put((nuint)at + 8, Vector256.LoadUnsafe(ref values, 8));
                break;
            default:
                for (nuint part = 0; part < Panel; part += 4)
                {
                    sink.Put((nuint)at + part, Vector128.LoadUnsafe(ref values, part));
                }

                break;
        }
    }

    // A lane beyond the extent is padding: whatever comes of it must not matter.
    private static float Lane(scoped ReadOnlySpan<float> values, int row, int extent, int index) => index < extent ? values[(row * extent) + index] : float.NaN;

    private static void Activate(scoped ReadOnlySpan<float> parameters, scoped ReadOnlySpan<float> input, scoped Span<float> hidden)
    {
        for (int unit = 0; unit < Hidden; unit++)
        {
            float sum = parameters[Bias0 + unit];
            for (int index = 0; index < Inputs; index++)
            {
                sum += input[index] * parameters[Weight0 + (unit / Panel * Inputs * Panel) + (index * Panel) + (unit % Panel)];
            }

            hidden[unit] = MathF.Tanh(sum);
        }
    }

    private static void Scores(scoped ref StepArguments arguments, scoped ReadOnlySpan<float> input, scoped Span<float> hidden, scoped Span<float> scores)
    {
        Activate(arguments.Parameters, input, hidden);
        for (int output = 0; output < Classes; output++)
        {
            float sum = arguments.Parameters[Bias2 + output];
            for (int unit = 0; unit < Hidden; unit++)
            {
                sum += hidden[unit] * arguments.Prepared[(unit * Classes) + output];
            }

            scores[output] = sum;
        }
    }

    private static void PullBack(scoped ref StepArguments arguments, scoped ReadOnlySpan<float> hidden, scoped ReadOnlySpan<float> cotangent, scoped Span<float> gradient)
    {
        gradient.Clear();
        for (int unit = 0; unit < Hidden; unit++)
        {
            float sum = 0;
            for (int output = 0; output < Classes; output++)
            {
                sum += cotangent[output] * arguments.Prepared[(unit * Classes) + output];
            }

            sum *= 1 - (hidden[unit] * hidden[unit]);
            for (int index = 0; index < Inputs; index++)
            {
                gradient[index] += sum * arguments.Parameters[Weight0 + (unit / Panel * Inputs * Panel) + (index * Panel) + (unit % Panel)];
            }
        }
    }

    private static float CrossEntropy(scoped ReadOnlySpan<float> scores, int target)
    {
        float highest = MathF.Max(scores[0], MathF.Max(scores[1], scores[2]));
        float sum = 0;
        foreach (float score in scores)
        {
            sum += MathF.Exp(score - highest);
        }

        return MathF.Log(sum) + highest - scores[target];
    }

    private static void ScoreGradient(scoped Span<float> scores, int target, float scale)
    {
        float highest = MathF.Max(scores[0], MathF.Max(scores[1], scores[2]));
        float sum = 0;
        for (int output = 0; output < Classes; output++)
        {
            scores[output] = MathF.Exp(scores[output] - highest);
            sum += scores[output];
        }

        for (int output = 0; output < Classes; output++)
        {
            scores[output] = scale * ((scores[output] / sum) - (output == target ? 1 : 0));
        }
    }

    private static float Penalty(scoped ref StepArguments arguments)
    {
        float sum = 0;
        for (int unit = 0; unit < Hidden; unit++)
        {
            for (int index = 0; index < Inputs; index++)
            {
                float weight = arguments.Parameters[Weight0 + (unit / Panel * Inputs * Panel) + (index * Panel) + (unit % Panel)];
                sum += weight * weight;
            }
        }

        return 0.5f * L2 * arguments.Share * sum;
    }
}
