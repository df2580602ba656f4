using System;
using NetCompiler.Training;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>Calls of one-input, one-target networks, as their typed members make them.</summary>
internal static class Call
{
    public static float Gradients<T>(T network, ReadOnlySpan<float> input, ReadOnlySpan<int> target, Span<float> gradients, out float objective, long step = 0)
        where T : class, ITrainableNetwork<T>
    {
        StepArguments arguments = default;
        arguments[0] = input;
        arguments[1] = target;
        arguments.Step = step;
        float loss = NetworkSteps.Gradients(network, ref arguments, gradients);
        objective = arguments.Objective;
        return loss;
    }

    public static float TrainStep<T>(T network, ReadOnlySpan<float> input, ReadOnlySpan<int> target, Optimizer optimizer, ulong seed = 0)
        where T : class, ITrainableNetwork<T>
    {
        StepArguments arguments = default;
        arguments[0] = input;
        arguments[1] = target;
        arguments.Seed = seed;
        return NetworkSteps.TrainStep(network, ref arguments, optimizer);
    }

    public static float TrainStep<T>(T network, ReadOnlySpan<float> input, ReadOnlySpan<float> target, Optimizer optimizer)
        where T : class, ITrainableNetwork<T>
    {
        StepArguments arguments = default;
        arguments[0] = input;
        arguments[1] = target;
        return NetworkSteps.TrainStep(network, ref arguments, optimizer);
    }

    public static float Evaluate<T>(T network, ReadOnlySpan<float> input, ReadOnlySpan<int> target, out float objective)
        where T : class, ITrainableNetwork<T>
    {
        StepArguments arguments = default;
        arguments[0] = input;
        arguments[1] = target;
        float loss = NetworkSteps.Evaluate(network, ref arguments);
        objective = arguments.Objective;
        return loss;
    }

    /// <summary>All parameters, dense, without padding: what two networks are compared by.</summary>
    public static float[] Parameters<T>(T network)
        where T : class, INetwork<T>
    {
        var values = new float[(int)network.Memory.Description.ParameterCount];
        int at = 0;
        foreach (ParameterView parameter in new ParameterCollection(network.Memory))
        {
            parameter.CopyTo(values.AsSpan(at));
            at += parameter.Length;
        }

        return values;
    }

    /// <summary>A buffer in the layout of the parameters, dense, without padding.</summary>
    public static float[] Dense<T>(T network, ReadOnlySpan<float> buffer)
        where T : class, INetwork<T>
    {
        var values = new float[(int)network.Memory.Description.ParameterCount];
        int at = 0;
        foreach (ParameterView parameter in new ParameterCollection(network.Memory))
        {
            parameter.Gather(buffer, values.AsSpan(at));
            at += parameter.Length;
        }

        return values;
    }
}
