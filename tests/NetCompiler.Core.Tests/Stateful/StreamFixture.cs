using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Emission;
using NetCompiler.Core.Tests.Layers;
using Xunit;
using static NetCompiler.Core.Tests.Layers.FixtureJson;

namespace NetCompiler.Core.Tests.Stateful;

/// <summary>A window of a stream: what a call takes, and what PyTorch makes of it.</summary>
/// <param name="Input">[rows, steps, features].</param>
/// <param name="Target">What the output is compared with.</param>
/// <param name="Lengths">How many steps of each row count.</param>
/// <param name="Loss">The loss at the first parameters, where it is known.</param>
/// <param name="Gradients">By parameter, with the state that the window begins with as a constant; empty where they are not known.</param>
internal sealed record StreamWindow(double[] Input, double[] Target, int[] Lengths, double? Loss, IReadOnlyDictionary<string, double[]> Gradients);

/// <summary>A stateful layer over windows, of tests/fixtures/make_recurrent.py.</summary>
internal sealed class StreamFixture
{
    public const double Rate = 0.1;

    private static readonly JsonElement s_streams = Open("recurrent.json", "streams");

    private StreamFixture(JsonElement item)
    {
        Name = item.GetProperty("name").GetString()!;
        Lines = FixtureJson.Lines(item);
        Parameters = item.GetProperty("parameters").EnumerateObject().ToDictionary(parameter => parameter.Name, parameter => Values(parameter.Value));
        JsonElement shape = item.GetProperty("windows")[0].GetProperty("input").GetProperty("shape");
        (Rows, Steps, Features) = (shape[0].GetInt32(), shape[1].GetInt32(), shape[2].GetInt32());
        Windows = [.. item.GetProperty("windows").EnumerateArray().Select(Window)];
        Losses = [.. item.GetProperty("losses").EnumerateArray().Select(loss => loss.GetDouble())];
    }

    public static IReadOnlyList<StreamFixture> All { get; } = [.. s_streams.EnumerateArray().Select(item => new StreamFixture(item))];

    public static IEnumerable<TheoryDataRow<string>> Names => All.Select(fixture => new TheoryDataRow<string>(fixture.Name));

    public string Name { get; }

    /// <summary>The lines behind the input.</summary>
    public IReadOnlyList<LineDeclaration> Lines { get; }

    public IReadOnlyDictionary<string, double[]> Parameters { get; }

    public int Rows { get; }

    /// <summary>Steps of a window.</summary>
    public int Steps { get; }

    public int Features { get; }

    public IReadOnlyList<StreamWindow> Windows { get; }

    /// <summary>Those whose losses and gradients are known.</summary>
    public IReadOnlyList<StreamWindow> Known => [.. Windows.Where(window => window.Loss is not null)];

    /// <summary>The loss of each window before its step of gradient descent.</summary>
    public IReadOnlyList<double> Losses { get; }

    public static StreamFixture Of(string name) => All.Single(fixture => fixture.Name == name);

    /// <summary>The network over windows of so many steps.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="steps">Steps of its input; null for those of a window.</param>
    /// <param name="isStateful">Whether its layer is.</param>
    /// <param name="options">Of <c>[Network]</c>, beside the batch.</param>
    public NetworkDeclaration Network(string name, int? steps = null, bool isStateful = true, params (string Name, ArgumentValue Value)[] options)
    {
        IEnumerable<LineDeclaration> lines = Lines.Select((line, i) => i > 0 || isStateful ? line : line with { Arguments = line.Arguments.Where(argument => argument.Name != "Stateful").ToEquatableArray() });
        return Declare.Network(name, [("Batch", ArgumentValue.Of(4L)), .. options], [Declare.Sequence(Features, steps ?? Steps), .. lines, Declare.Line("MeanSquaredError")]);
    }

    public NetworkModel Build(NetworkMode mode, int? steps = null)
    {
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(Network("Stream", steps), mode, TestContext.Current.CancellationToken);
        Assert.Null(error);
        return model!;
    }

    /// <summary>A call of a window, at the first parameters and without the state.</summary>
    public ReferenceCall Call(StreamWindow window)
    {
        ReferenceCall call = Call();
        call.Sources[(SourceKind.Input, "input")] = window.Input;
        call.Sources[(SourceKind.Target, "target")] = window.Target;
        call.Sources[(SourceKind.Lengths, "input")] = [.. window.Lengths.Select(length => (double)length)];
        return call;
    }

    /// <summary>A call of the known windows as one sequence.</summary>
    public ReferenceCall Whole()
    {
        ReferenceCall call = Call();
        call.Sources[(SourceKind.Input, "input")] = Joined(window => window.Input);
        call.Sources[(SourceKind.Target, "target")] = Joined(window => window.Target);
        call.Sources[(SourceKind.Lengths, "input")] = [.. Enumerable.Repeat((double)(Known.Count * Steps), Rows)];
        return call;
    }

    /// <summary>Something of the known windows as one sequence.</summary>
    public double[] Joined(Func<StreamWindow, double[]> of) => [.. Enumerable.Range(0, Rows).SelectMany(row => Known.Select(of).SelectMany(values => values.Skip(row * values.Length / Rows).Take(values.Length / Rows)))];

    private ReferenceCall Call()
    {
        var call = new ReferenceCall { Rows = Rows, Scale = 1.0 / Rows, Share = 1 };
        foreach ((string name, double[] values) in Parameters)
        {
            call.Sources[(SourceKind.Parameter, name)] = values;
        }

        return call;
    }

    private StreamWindow Window(JsonElement item) => new(
        Values(item.GetProperty("input")),
        Values(item.GetProperty("target")),
        item.TryGetProperty("lengths", out JsonElement lengths) ? [.. lengths.EnumerateArray().Select(length => length.GetInt32())] : [.. Enumerable.Repeat(Steps, Rows)],
        item.TryGetProperty("loss", out JsonElement loss) ? loss.GetDouble() : null,
        item.TryGetProperty("gradients", out JsonElement gradients) ? gradients.EnumerateObject().ToDictionary(gradient => gradient.Name, gradient => Values(gradient.Value)) : new Dictionary<string, double[]>());
}
