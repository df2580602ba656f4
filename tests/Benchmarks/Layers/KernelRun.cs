using System;
using System.Linq;
using System.Runtime.InteropServices;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Tasks;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Layers;

/// <summary>Calls an instrumented network, whose type is known at run time only.</summary>
internal abstract class KernelRun
{
    /// <summary>Makes one for a network, with a loss or without.</summary>
    public static KernelRun Of(Type network)
    {
        bool trains = network.GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ITrainableNetwork<>));
        return (KernelRun)Activator.CreateInstance((trains ? typeof(TrainableKernelRun<>) : typeof(KernelRun<>)).MakeGenericType(network))!;
    }

    /// <summary>Does a task once, with the samples of a batch.</summary>
    public abstract void Call(BenchmarkTask task, Optimizer? optimizer, SampleData data, int batch);
}

/// <summary>Calls an instrumented network through the contract, which carries tensors of any network.</summary>
internal class KernelRun<TNetwork> : KernelRun
    where TNetwork : class, INetwork<TNetwork>
{
    private readonly float[] _output;

    public KernelRun()
    {
        var memory = new NetworkMemory(TNetwork.Description);
        memory.Initialize(1);
        Network = TNetwork.Create(memory);
        _output = new float[TNetwork.Description.Batch * TNetwork.Description.Outputs[0].Length];
    }

    /// <summary>The network.</summary>
    protected TNetwork Network { get; }

    /// <summary>Gives samples to a call: numbers, or tokens.</summary>
    protected static void SetInput(scoped ref StepArguments arguments, TensorDescription input, ReadOnlySpan<float> samples)
    {
        if (input.Type == ElementType.Int32)
        {
            arguments[input.Slot] = MemoryMarshal.Cast<float, int>(samples);
        }
        else
        {
            arguments[input.Slot] = samples;
        }
    }

    /// <inheritdoc/>
    public override void Call(BenchmarkTask task, Optimizer? optimizer, SampleData data, int batch)
    {
        NetworkDescription description = TNetwork.Description;
        StepArguments arguments = default;
        SetInput(ref arguments, description.Inputs[0], data.Batch(batch * task.Rows, task.Rows).Inputs);
        NetworkMemory memory = Network.Memory;
        arguments.Rows = task.Rows;
        arguments.Parameters = memory.Parameters;
        arguments.Prepared = memory.Prepared<TNetwork>();
        arguments.State = memory.State;
        arguments.Workspace = memory.InferenceWorkspace;
        arguments.Workers = 1;
        arguments[description.Outputs[0].Slot] = _output.AsSpan(0, task.Rows * description.Outputs[0].Length);
        TNetwork.Infer(ref arguments);
    }
}

/// <summary>The same for a network with a loss.</summary>
internal sealed class TrainableKernelRun<TNetwork> : KernelRun<TNetwork>
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    /// <inheritdoc/>
    public override void Call(BenchmarkTask task, Optimizer? optimizer, SampleData data, int batch)
    {
        if (optimizer is null)
        {
            base.Call(task, optimizer, data, batch);
            return;
        }

        NetworkDescription description = TNetwork.Description;
        SampleBatch samples = data.Batch(batch * task.Rows, task.Rows);
        StepArguments arguments = default;
        SetInput(ref arguments, description.Inputs[0], samples.Inputs);
        if (description.Targets is [TensorDescription target])
        {
            if (target.Type == ElementType.Int32)
            {
                arguments[target.Slot] = samples.Labels;
            }
            else
            {
                arguments[target.Slot] = samples.Targets;
            }
        }

        NetworkSteps.TrainStep(Network, ref arguments, optimizer);
    }
}
