using System;
using System.Collections.Generic;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Tasks;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Layers;

/// <summary>Calls an instrumented network, whose type is known at run time only.</summary>
internal abstract class KernelRun
{
    /// <summary>Makes one for a network.</summary>
    public static KernelRun Of(Type network) => (KernelRun)Activator.CreateInstance(typeof(KernelRun<>).MakeGenericType(network))!;

    /// <summary>Does a task once, with the samples of a batch.</summary>
    public abstract void Call(BenchmarkTask task, Optimizer? optimizer, SampleData data, int batch);
}

/// <summary>Calls an instrumented network through the contract, which carries tensors of any network.</summary>
internal sealed class KernelRun<TNetwork> : KernelRun
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    private readonly TNetwork _network;
    private readonly float[] _output;

    public KernelRun()
    {
        var memory = new NetworkMemory(TNetwork.Description);
        memory.Initialize(1);
        _network = TNetwork.Create(memory);
        _output = new float[TNetwork.Description.Batch * TNetwork.Description.Outputs[0].Length];
    }

    /// <inheritdoc/>
    public override void Call(BenchmarkTask task, Optimizer? optimizer, SampleData data, int batch)
    {
        NetworkDescription description = TNetwork.Description;
        StepArguments arguments = default;
        TensorDescription input = description.Inputs[0];
        arguments[input.Slot] = (ReadOnlySpan<float>)data.Inputs.AsSpan(batch * task.Rows * input.Length, task.Rows * input.Length);
        IReadOnlyList<TensorDescription> targets = description.Targets;
        if (targets.Count > 0)
        {
            arguments[targets[0].Slot] = (ReadOnlySpan<int>)data.Labels.AsSpan(batch * task.Rows, task.Rows);
        }

        if (optimizer is not null)
        {
            NetworkSteps.TrainStep(_network, ref arguments, optimizer);
            return;
        }

        NetworkMemory memory = _network.Memory;
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
