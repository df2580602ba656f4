using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Runtime.Tests.Networks;

/// <summary>
/// A network of doubles written by hand in plain loops, as the generator would emit one: y = w tanh(x) + b with three inputs and two outputs, and the mean of the squared residuals over
/// rows and outputs. Two phases, rows of weights divided among the workers; the lanes that are padding get NaN as their gradient. It puts vectors of all three widths.
/// </summary>
public sealed class DoubleNetwork<TBatch> : IHessianVectorNetwork<DoubleNetwork<TBatch>>, IInputGradientNetwork<DoubleNetwork<TBatch>>, IJacobianNetwork<DoubleNetwork<TBatch>>
    where TBatch : IBatch
{
    public const int Inputs = 3;
    public const int Outputs = 2;

    private const int Bias = 16 * Outputs;
    private const int Length = Bias + 16;

    private readonly NetworkMemory _memory;

    public DoubleNetwork(int seed = 0)
    {
        _memory = new NetworkMemory(Description);
        _memory.Initialize(seed);
    }

    private DoubleNetwork(NetworkMemory memory) => _memory = memory;

    public static NetworkDescription Description { get; } = Describe(ElementType.Float64);

    public NetworkMemory Memory => _memory;

    public ParameterCollection Parameters => new(_memory);

    /// <summary>The description of this network, computed in floats or doubles.</summary>
    public static NetworkDescription Describe(ElementType element) => new()
    {
        Name = "Tests.DoubleNetwork",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = TBatch.Batch,
        Inputs = [new TensorDescription("x", [Inputs], element, 0)],
        Targets = [new TensorDescription("t", [Outputs], element, 1)],
        Outputs = [new TensorDescription("y", [Outputs], element, 2)],
        InputGradients = [new TensorDescription("x gradient", [Inputs], element, 3)],
        Cotangents = [new TensorDescription("y cotangent", [Outputs], element, 4)],
        Losses = [new LossDescription("MeanSquaredError", 0, 0, 0, 1)],
        Parameters =
        [
            new ParameterDescription("0.weight", [Outputs, Inputs], 0, 32, 0, -0.7, 0.7),
            new ParameterDescription("0.bias", [Outputs], Bias, 16, 0, 0.1),
        ],
        States = [],
        Element = element,
        ParameterLength = Length,
        StateLength = 0,
        PreparedLength = Inputs * Outputs,
        InferenceWorkspaceLength = Inputs,
        TrainingWorkspaceLength = TBatch.Batch * Outputs,
        TrainPhases = 2,
        HessianVectorPhases = 2,
        PutsGradientsLast = true,
        Summary = "3 -> 2",
    };

    public static DoubleNetwork<TBatch> Create(NetworkMemory memory) => new(memory);

    /// <summary>Turns the weight around, as inference reads it by input.</summary>
    public static void Prepare(ReadOnlySpan<double> parameters, ReadOnlySpan<double> state, Span<double> prepared)
    {
        for (int index = 0; index < prepared.Length; index++)
        {
            prepared[index] = parameters[(index % Outputs * 16) + (index / Outputs)];
        }
    }

    public static void Infer(scoped ref StepArguments arguments)
    {
        Span<double> features = arguments.DoubleWorkspace[..Inputs];
        for (int row = 0; row < arguments.Rows; row++)
        {
            for (int input = 0; input < Inputs; input++)
            {
                features[input] = Math.Tanh(arguments[0].AsDouble()[(row * Inputs) + input]);
            }

            for (int output = 0; output < Outputs; output++)
            {
                double sum = arguments.DoubleParameters[Bias + output];
                for (int input = 0; input < Inputs; input++)
                {
                    sum += arguments.DoublePrepared[(input * Outputs) + output] * features[input];
                }

                arguments[2].AsWritableDouble()[(row * Outputs) + output] = sum;
            }
        }
    }

    public static void Evaluate(scoped ref StepArguments arguments)
    {
        Residuals(ref arguments, arguments.DoubleParameters, withTargets: true);
        SetLoss(ref arguments);
    }

    public static void InputGradient(scoped ref StepArguments arguments)
    {
        Residuals(ref arguments, arguments.DoubleParameters, withTargets: true);
        SetLoss(ref arguments);
        for (int row = 0; row < arguments.Rows; row++)
        {
            Pull(ref arguments, row, arguments.DoubleWorkspace.Slice(row * Outputs, Outputs), 2 * arguments.DoubleScale / Outputs);
        }
    }

    public static void VectorJacobian(scoped ref StepArguments arguments)
    {
        for (int row = 0; row < arguments.Rows; row++)
        {
            Pull(ref arguments, row, arguments[4].AsDouble().Slice(row * Outputs, Outputs), 1);
        }
    }

    public static void Train<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        if (phase == 0)
        {
            Residuals(ref arguments, arguments.DoubleParameters, withTargets: true);
        }
        else
        {
            Put(ref arguments, ref sink);
            if (arguments.Worker == 0)
            {
                SetLoss(ref arguments);
            }
        }
    }

    public static void HessianVector<TSink>(scoped ref StepArguments arguments, int phase, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        if (phase == 0)
        {
            // The loss is that of the parameters; residuals of the direction come after it in the same place.
            Residuals(ref arguments, arguments.DoubleParameters, withTargets: true);
            SetLoss(ref arguments);
            Residuals(ref arguments, arguments.DoubleDirection, withTargets: false);
        }
        else
        {
            Put(ref arguments, ref sink);
        }
    }

    // Rows of the batch are divided among the workers.
    private static void Residuals(scoped ref StepArguments arguments, ReadOnlySpan<double> parameters, bool withTargets)
    {
        Span<double> residuals = arguments.DoubleWorkspace;
        for (int row = arguments.Worker; row < arguments.Rows; row += Math.Max(arguments.Workers, 1))
        {
            for (int output = 0; output < Outputs; output++)
            {
                double sum = parameters[Bias + output];
                for (int input = 0; input < Inputs; input++)
                {
                    sum += parameters[(output * 16) + input] * Math.Tanh(arguments[0].AsDouble()[(row * Inputs) + input]);
                }

                if (withTargets && arguments[2].Length != 0)
                {
                    arguments[2].AsWritableDouble()[(row * Outputs) + output] = sum;
                }

                residuals[(row * Outputs) + output] = sum - (withTargets ? arguments[1].AsDouble()[(row * Outputs) + output] : 0);
            }
        }
    }

    private static void SetLoss(scoped ref StepArguments arguments)
    {
        double loss = 0;
        foreach (double residual in arguments.DoubleWorkspace[..(arguments.Rows * Outputs)])
        {
            loss += arguments.DoubleScale / Outputs * residual * residual;
        }

        arguments.DoubleLoss = loss;
        arguments.DoubleObjective = loss;
    }

    // Each worker puts the rows of weights that are its own, and the last one the bias.
    private static void Put<TSink>(scoped ref StepArguments arguments, scoped ref TSink sink)
        where TSink : struct, IGradientSink, allows ref struct
    {
        int workers = Math.Max(arguments.Workers, 1);
        Span<double> gradient = stackalloc double[16];
        ref double first = ref MemoryMarshal.GetReference(gradient);
        for (int output = arguments.Worker; output < Outputs; output += workers)
        {
            gradient.Fill(double.NaN);
            for (int input = 0; input < Inputs; input++)
            {
                gradient[input] = Slope(ref arguments, output, input);
            }

            sink.Put((nuint)(output * 16), Vector512.LoadUnsafe(ref first));
            sink.Put((nuint)((output * 16) + 8), Vector256.LoadUnsafe(ref first, 8));
            sink.Put((nuint)((output * 16) + 12), Vector128.LoadUnsafe(ref first, 12));
            sink.Put((nuint)((output * 16) + 14), Vector128.LoadUnsafe(ref first, 14));
        }

        if (arguments.Worker == workers - 1)
        {
            gradient.Fill(double.NaN);
            for (int output = 0; output < Outputs; output++)
            {
                gradient[output] = Slope(ref arguments, output, -1);
            }

            for (int lane = 0; lane < 16; lane += 2)
            {
                sink.Put((nuint)(Bias + lane), Vector128.LoadUnsafe(ref first, (nuint)lane));
            }
        }
    }

    // The sum of the residuals of an output, each times the feature of an input; of input -1, which is 1.
    private static double Slope(scoped ref StepArguments arguments, int output, int input)
    {
        double sum = 0;
        for (int row = 0; row < arguments.Rows; row++)
        {
            double feature = input < 0 ? 1 : Math.Tanh(arguments[0].AsDouble()[(row * Inputs) + input]);
            sum += 2 * arguments.DoubleScale / Outputs * arguments.DoubleWorkspace[(row * Outputs) + output] * feature;
        }

        return sum;
    }

    private static void Pull(scoped ref StepArguments arguments, int row, ReadOnlySpan<double> cotangent, double factor)
    {
        for (int input = 0; input < Inputs; input++)
        {
            double feature = Math.Tanh(arguments[0].AsDouble()[(row * Inputs) + input]);
            double sum = 0;
            for (int output = 0; output < Outputs; output++)
            {
                sum += factor * cotangent[output] * arguments.DoubleParameters[(output * 16) + input] * (1 - (feature * feature));
            }

            arguments[3].AsWritableDouble()[(row * Inputs) + input] = sum;
        }
    }
}
