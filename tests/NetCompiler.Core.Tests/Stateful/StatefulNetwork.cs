using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Core.Tests.Stateful;

/// <summary>An emitted network of one sequence of floats and one target of floats, through the members that users call.</summary>
internal sealed class StatefulNetwork
{
    private readonly object _instance;
    private readonly ITraining _training;

    private StatefulNetwork(object instance)
    {
        _instance = instance;
        _training = (ITraining)Activator.CreateInstance(typeof(TrainingOf<>).MakeGenericType(instance.GetType()), instance)!;
    }

    public delegate float StepCall(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> target, Optimizer optimizer);

    public delegate float GradientCall(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> target, Span<float> gradients);

    public delegate float LossCall(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> target);

    public delegate float ProductCall(ReadOnlySpan<float> input, ReadOnlySpan<int> lengths, ReadOnlySpan<float> target, ReadOnlySpan<float> direction, Span<float> product);

    public delegate void ForwardCall(ReadOnlySpan<float> input, int rows, Span<float> output);

    /// <summary>What a trainer does with a network of a class that is not known when tests are compiled.</summary>
    private interface ITraining
    {
        NetworkMemory Memory { get; }

        TrainingReport Fit(Dataset train, Dataset? validation, Optimizer optimizer, int epochs, int batchSize, int workers, bool shuffle);

        EvaluationResult Evaluate(Dataset data, int batchSize, int workers);
    }

    public NetworkDescription Description => _training.Memory.Description;

    /// <summary>All parameters, as they lie in memory.</summary>
    public float[] Parameters => _training.Memory.Parameters.ToArray();

    /// <summary>Makes an instance with some parameters.</summary>
    public static StatefulNetwork Of(Type type, IReadOnlyDictionary<string, double[]> parameters)
    {
        object instance = Activator.CreateInstance(type, 0)!;
        var collection = (ParameterCollection)type.GetProperty("Parameters")!.GetValue(instance)!;
        foreach ((string name, double[] values) in parameters)
        {
            collection[name].CopyFrom(Floats(values));
        }

        return new StatefulNetwork(instance);
    }

    /// <summary>A copy, of a record.</summary>
    public StatefulNetwork Copy() => new(_instance.GetType().GetMethod("<Clone>$")!.Invoke(_instance, null)!);

    public static float[] Floats(IEnumerable<double> values) => [.. values.Select(value => (float)value)];

    public void ResetState() => Member<Action>("ResetState")();

    public float TrainStep(StreamWindow window, Optimizer optimizer) => Member<StepCall>("TrainStep")(Floats(window.Input), window.Lengths, Floats(window.Target), optimizer);

    public float Gradients(StreamWindow window, Span<float> gradients) => Member<GradientCall>("Gradients")(Floats(window.Input), window.Lengths, Floats(window.Target), gradients);

    public float Evaluate(StreamWindow window) => Member<LossCall>("Evaluate")(Floats(window.Input), window.Lengths, Floats(window.Target));

    public float[] HessianVector(StreamWindow window, float[] direction)
    {
        var product = new float[direction.Length];
        Member<ProductCall>("HessianVector")(Floats(window.Input), window.Lengths, Floats(window.Target), direction, product);
        return product;
    }

    public float[] InputGradient(StreamWindow window)
    {
        var gradient = new float[window.Input.Length];
        Member<GradientCall>("InputGradient")(Floats(window.Input), window.Lengths, Floats(window.Target), gradient);
        return gradient;
    }

    public float[] Forward(StreamWindow window, int rows)
    {
        var output = new float[rows * Description.Outputs[0].Length];
        Member<ForwardCall>("Forward")(Floats(window.Input), rows, output);
        return output;
    }

    public TrainingReport Fit(Dataset train, Dataset? validation, Optimizer optimizer, int epochs = 1, int batchSize = 3, int workers = 1, bool shuffle = false) =>
        _training.Fit(train, validation, optimizer, epochs, batchSize, workers, shuffle);

    public EvaluationResult EvaluateAll(Dataset data, int batchSize = 3, int workers = 1) => _training.Evaluate(data, batchSize, workers);

    /// <summary>A member that users call.</summary>
    public T Member<T>(string name)
        where T : Delegate
    {
        Type[] parameters = [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)];
        return _instance.GetType().GetMethod(name, parameters)!.CreateDelegate<T>(_instance);
    }

    private sealed class TrainingOf<T>(T network) : ITraining
        where T : class, ITrainableNetwork<T>
    {
        public NetworkMemory Memory => network.Memory;

        public TrainingReport Fit(Dataset train, Dataset? validation, Optimizer optimizer, int epochs, int batchSize, int workers, bool shuffle) =>
            new Trainer<T>(network) { Optimizer = optimizer, Epochs = epochs, BatchSize = batchSize, Workers = workers, Shuffle = shuffle }.Fit(train, validation);

        public EvaluationResult Evaluate(Dataset data, int batchSize, int workers) => new Trainer<T>(network) { BatchSize = batchSize, Workers = workers }.Evaluate(data);
    }
}
