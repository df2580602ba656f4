using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Layers;
using Xunit;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>What a streaming network gives at every step, from its whole program in double: of a value of steps the step, of one over steps that over the steps so far.</summary>
internal sealed class StreamingReference
{
    private readonly NetworkModel _whole;
    private readonly TensorProgram _program;
    private readonly Dictionary<int, ReferenceRun> _runs = [];

    public StreamingReference(NetworkDeclaration declaration, int seed)
    {
        (NetworkModel? whole, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Inference, TestContext.Current.CancellationToken);
        Assert.Null(error);
        (NetworkModel? streaming, error) = NetworkBuilder.Build(declaration, NetworkMode.Streaming, TestContext.Current.CancellationToken);
        Assert.Null(error);
        _whole = whole!;
        Streaming = streaming!;

        // Without the losses.
        _program = ProgramRewriter.RemoveDead(NetworkPrograms.Infer(_whole));
        Step = NetworkPrograms.Step(Streaming);
        var random = new Random(seed);
        float Draw(double bound) => (float)(bound * ((2 * random.NextDouble()) - 1));
        Parameters = _whole.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => Filled((int)parameter.Shape.Length, () => Draw(parameter.IsMatrix ? 1.5 / Math.Sqrt(parameter.Shape.Last) : 1)));
        States = _whole.States.ToDictionary(
            state => state.Name, state => Filled((int)state.Shape.Length, () => state.Element == ElementKind.Count ? random.Next(100) : state.Name.EndsWith("var", StringComparison.Ordinal) ? 1 + Draw(0.5) : Draw(1)));
        Steps = Streaming.Inputs.Zip(_whole.Inputs).Max(pair => (int)(pair.Second.Shape.Length / pair.Second.Shape[0].Maximum / pair.First.Shape.Length));
        Inputs = _whole.Inputs.ToDictionary(
            input => input.Name, input => Filled((int)(input.Shape.Length / input.Shape[0].Maximum), () => input.Element == ElementKind.Integer ? random.Next(input.Bound) : Draw(1)));
    }

    /// <summary>The network in streaming mode.</summary>
    public NetworkModel Streaming { get; }

    /// <summary>The program of a step.</summary>
    public TensorProgram Step { get; }

    /// <summary>Steps of the whole sequences.</summary>
    public int Steps { get; }

    /// <summary>Running statistics.</summary>
    public IReadOnlyDictionary<string, float[]> States { get; }

    /// <summary>In logical order.</summary>
    public IReadOnlyDictionary<string, float[]> Parameters { get; }

    /// <summary>One sequence of each; whole numbers for one of integers.</summary>
    public IReadOnlyDictionary<string, float[]> Inputs { get; }

    /// <summary>What a step of an input takes; of an input without steps all of it.</summary>
    public float[] InputAt(string name, int step)
    {
        int length = (int)Streaming.Inputs.Single(input => input.Name == name).Shape.Length;
        return length == Inputs[name].Length ? Inputs[name] : Inputs[name].AsSpan(step * length, length).ToArray();
    }

    /// <summary>A call of the step's program, without what is carried.</summary>
    public ReferenceCall Call(int step, bool isAfterPasses)
    {
        ReferenceCall call = Given();
        var kernels = new StoredKernels(Streaming, Step.Values);
        foreach (string parameter in isAfterPasses ? Parameters.Keys : [])
        {
            call.Sources[(SourceKind.Parameter, parameter)] = kernels.Of(parameter, Doubles(Parameters[parameter]));
        }

        foreach (string input in Inputs.Keys)
        {
            call.Sources[(SourceKind.Input, input)] = Doubles(InputAt(input, step));
        }

        return call;
    }

    /// <summary>What a step gives; null where that is of the steps so far and no call has fewer than all.</summary>
    public double[]? Expected(string output, int step)
    {
        Shape whole = _whole.Outputs.Single(candidate => candidate.Name == output).Shape;
        Shape streamed = Streaming.Outputs.Single(candidate => candidate.Name == output).Shape;
        bool isOfSteps = !whole.Extents.Skip(1).SequenceEqual(streamed.Extents.Skip(1));
        if (!isOfSteps && _whole.Lengths.Count == 0 && step < Steps - 1)
        {
            return null;
        }

        double[] values = Whole(isOfSteps ? Steps : step + 1).Result(ResultKind.Output, output);
        int length = values.Length / Steps;
        return isOfSteps ? values.AsSpan(step * length, length).ToArray() : values;
    }

    // The program of the whole sequence, of which so many steps count.
    private ReferenceRun Whole(int steps)
    {
        if (!_runs.TryGetValue(steps, out ReferenceRun? run))
        {
            ReferenceCall call = Given();
            foreach ((string input, float[] values) in Inputs)
            {
                call.Sources[(SourceKind.Input, input)] = Doubles(values);
            }

            foreach (TensorModel lengths in _whole.Lengths)
            {
                call.Sources[(SourceKind.Lengths, lengths.Name)] = [steps];
            }

            _runs.Add(steps, run = Interpreter.Run(_program, call));
        }

        return run;
    }

    private ReferenceCall Given()
    {
        var call = new ReferenceCall { Rows = 1 };
        foreach ((string parameter, float[] values) in Parameters)
        {
            call.Sources[(SourceKind.Parameter, parameter)] = Doubles(values);
        }

        foreach ((string state, float[] values) in States)
        {
            call.Sources[(SourceKind.State, state)] = Doubles(values);
        }

        return call;
    }

    private static double[] Doubles(float[] values) => [.. values.Select(value => (double)value)];

    private static float[] Filled(int length, Func<float> draw)
    {
        var result = new float[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = draw();
        }

        return result;
    }
}
