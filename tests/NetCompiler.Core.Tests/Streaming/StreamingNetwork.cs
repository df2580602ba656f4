using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>An emitted network of one input and one output of floats, through the members that users call.</summary>
internal sealed class StreamingNetwork
{
    private readonly object _instance;

    private StreamingNetwork(object instance)
    {
        _instance = instance;
        Step = Member<StepCall>("Step");
        StepBlock = Member<BlockCall>("StepBlock");
        Forward = _instance.GetType().GetMethod("Forward", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<StepCall>(_instance);
        ResetState = Member<Action>("ResetState");
        SaveState = Member<SaveCall>("SaveState");
        LoadState = Member<LoadCall>("LoadState");
    }

    public delegate void StepCall(ReadOnlySpan<float> input, Span<float> output);

    public delegate void BlockCall(ReadOnlySpan<float> input, int steps, Span<float> output);

    public delegate void SaveCall(Span<float> state);

    public delegate void LoadCall(ReadOnlySpan<float> state);

    public StepCall Step { get; }

    public BlockCall StepBlock { get; }

    /// <summary>A whole sequence.</summary>
    public StepCall Forward { get; }

    public Action ResetState { get; }

    public SaveCall SaveState { get; }

    public LoadCall LoadState { get; }

    public int StateLength => Constant("StateLength");

    public int InputLength => Constant("StepInputLength");

    public int WholeOutputLength => Constant("OutputLength");

    public int OutputLength => Constant("StepOutputLength");

    private Type NetworkType => _instance.GetType().DeclaringType ?? _instance.GetType();

    /// <summary>Makes an instance with some parameters.</summary>
    public static StreamingNetwork Of(Type type, IReadOnlyDictionary<string, float[]> parameters)
    {
        object instance = Activator.CreateInstance(type, 0)!;
        var collection = (ParameterCollection)type.GetProperty("Parameters")!.GetValue(instance)!;
        foreach ((string name, float[] values) in parameters)
        {
            collection[name].CopyFrom(values);
        }

        return new StreamingNetwork(instance);
    }

    /// <summary>A session: a stream of its own.</summary>
    public StreamingNetwork CreateSession() => new(_instance.GetType().GetMethod("CreateSession")!.Invoke(_instance, null)!);

    private int Constant(string name) => (int)NetworkType.GetField(name)!.GetRawConstantValue()!;

    private T Member<T>(string name)
        where T : Delegate =>
        _instance.GetType().GetMethod(name)!.CreateDelegate<T>(_instance);
}
