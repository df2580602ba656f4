using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler;
using NetCompiler.Core.Planning;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// One call of an emitted function in the most hostile memory that the contract allows: every span of its exact length, between margins
/// of poison, the caller's ones misaligned; workspace, prepared parameters, results and the padding of parameters filled with a number
/// that may not reach any result.
/// </summary>
internal sealed class FunctionCall(EmittedNetwork network, NetworkSamples samples)
{
    private static readonly float s_poison = BitConverter.UInt32BitsToSingle(0x7FC0_DEAD);

    /// <summary>First sample.</summary>
    public int Start { get; init; }

    /// <summary>Number of samples.</summary>
    public int Rows { get; init; } = samples.Rows;

    /// <summary>Who works in each phase, in this order; all of 0 to the count - 1. With several, phases alternate between this order and its reverse.</summary>
    public int[] Workers { get; init; } = [0];

    /// <summary>What the workspace holds at first.</summary>
    public float Garbage { get; init; } = s_poison;

    /// <summary>What lies between the parameters, and in those of their lanes that are padding.</summary>
    public float Padding { get; init; } = s_poison;

    /// <summary>Whether functions whose outputs are optional are asked for them.</summary>
    public bool WantsOutputs { get; init; } = true;

    /// <summary>Elements by which the caller's tensors miss a multiple of 64 bytes.</summary>
    public int Misalignment { get; init; } = 1;

    /// <summary>How often the function runs, in the same memory; the results are those of the last time.</summary>
    public int Times { get; init; } = 1;

    public FunctionResults Run(FunctionKind kind)
    {
        NetworkDescription description = network.Description;
        var guarded = new List<GuardedBuffer<float>>();
        GuardedBuffer<float> parameters = Stored(guarded, "parameters", samples.Parameters);
        GuardedBuffer<float> workspace = New(guarded, "workspace", kind == FunctionKind.Infer ? description.InferenceWorkspaceLength : description.TrainingWorkspaceLength, 0);
        workspace.Span.Fill(Garbage);
        GuardedBuffer<float> state = New(guarded, "state", description.StateLength, 0);
        FillState(state.Span);
        if (kind != FunctionKind.Train)
        {
            state.Keep();
        }

        GuardedBuffer<float> carried = New(guarded, "carried", description.CarriedLength, 0);
        FillCarried(carried.Span);
        bool carries = kind is FunctionKind.Train or FunctionKind.Evaluate;
        if (!carries)
        {
            carried.Keep();
        }

        GuardedBuffer<float>? prepared = null;
        if (kind is FunctionKind.Infer or FunctionKind.Evaluate)
        {
            prepared = New(guarded, "prepared", description.PreparedLength, 0);
            network.Prepare(parameters.Span, state.Span, prepared.Span);
            prepared.Keep();
        }

        GuardedBuffer<float>? direction = kind == FunctionKind.HessianVector ? Stored(guarded, "direction", samples.Directions) : null;
        var given = new List<(int Slot, GuardedBuffer<float> Buffer)>();
        var integers = new List<(int Slot, GuardedBuffer<int> Buffer)>();
        var bytes = new List<(int Slot, GuardedBuffer<byte> Buffer)>();
        for (int i = 0; i < description.Inputs.Count; i++)
        {
            TensorDescription input = description.Inputs[i];
            if (input.Type == ElementType.UInt8)
            {
                // Margins of 255, the farthest from what a kernel would make of nothing.
                var buffer = new GuardedBuffer<byte>(input.Name, Rows * input.Length, byte.MaxValue, Misalignment);
                samples.Inputs[i].AsSpan(Start * input.Length, Rows * input.Length).ToArray().Select(value => (byte)value).ToArray().CopyTo(buffer.Span);
                buffer.Keep();
                bytes.Add((input.Slot, buffer));
            }
            else if (input.Type == ElementType.Int32)
            {
                integers.Add((input.Slot, Given(input, samples.Integers[i])));
            }
            else
            {
                given.Add((input.Slot, Given(guarded, input, samples.Inputs[i])));
            }
        }

        for (int i = 0; i < description.Lengths.Count; i++)
        {
            integers.Add((description.Lengths[i].Slot, Given(description.Lengths[i], samples.Lengths[i])));
        }

        for (int i = 0; i < description.Targets.Count && kind is not (FunctionKind.Infer or FunctionKind.VectorJacobian); i++)
        {
            TensorDescription target = description.Targets[i];
            if (target.Type == ElementType.Int32)
            {
                integers.Add((target.Slot, Given(target, samples.Classes[i])));
            }
            else
            {
                given.Add((target.Slot, Given(guarded, target, samples.Targets[i])));
            }
        }

        for (int i = 0; i < description.Cotangents.Count && kind == FunctionKind.VectorJacobian; i++)
        {
            given.Add((description.Cotangents[i].Slot, Given(guarded, description.Cotangents[i], samples.Cotangents[i])));
        }

        bool hasOutputs = kind == FunctionKind.Infer || (kind is FunctionKind.Evaluate or FunctionKind.Train && WantsOutputs);
        bool hasInputGradients = kind is FunctionKind.InputGradient or FunctionKind.VectorJacobian;
        (int Slot, GuardedBuffer<float> Buffer)[] outputs = hasOutputs ? [.. description.Outputs.Select(output => Result(guarded, output))] : [];
        (int Slot, GuardedBuffer<float> Buffer)[] inputGradients = hasInputGradients ? [.. description.InputGradients.Select(gradient => Result(guarded, gradient))] : [];
        IPhasedCall? phased = kind == FunctionKind.Train ? network.Train : kind == FunctionKind.HessianVector ? network.HessianVector : null;
        int phases = kind == FunctionKind.Train ? description.TrainPhases : kind == FunctionKind.HessianVector ? description.HessianVectorPhases : 1;
        float loss = float.NaN;
        float objective = float.NaN;
        GradientRecorder recorder = default;
        for (int time = 0; time < Times; time++)
        {
            loss = float.NaN;
            objective = float.NaN;
            FillState(state.Span);
            FillCarried(carried.Span);
            recorder = new GradientRecorder(phased is null ? 0 : description.ParameterLength);
            for (int phase = 0; phase < phases; phase++)
            {
                IEnumerable<int> workers = phase % 2 == 0 ? Workers : Enumerable.Reverse(Workers);
                foreach (int worker in workers)
                {
                    var arguments = new StepArguments
                    {
                        Parameters = parameters.Span,
                        State = state.Span,
                        Carried = carried.Span,
                        Workspace = workspace.Span,
                        Rows = Rows,
                        FirstRow = Start,
                        Scale = 1f / samples.Rows,
                        Share = (float)Rows / samples.Rows,
                        Seed = samples.Seed,
                        Step = samples.Step,
                        Worker = worker,
                        Workers = Workers.Length,
                    };
                    if (prepared is not null)
                    {
                        arguments.Prepared = prepared.Span;
                    }

                    if (direction is not null)
                    {
                        arguments.Direction = direction.Span;
                    }

                    foreach ((int slot, GuardedBuffer<float> buffer) in given)
                    {
                        arguments[slot] = (ReadOnlySpan<float>)buffer.Span;
                    }

                    foreach ((int slot, GuardedBuffer<int> buffer) in integers)
                    {
                        arguments[slot] = (ReadOnlySpan<int>)buffer.Span;
                    }

                    foreach ((int slot, GuardedBuffer<byte> buffer) in bytes)
                    {
                        arguments[slot] = (ReadOnlySpan<byte>)buffer.Span;
                    }

                    foreach ((int slot, GuardedBuffer<float> buffer) in outputs.Concat(inputGradients))
                    {
                        arguments[slot] = buffer.Span;
                    }

                    if (phased is not null)
                    {
                        phased.Run(ref arguments, phase, ref recorder);
                    }
                    else
                    {
                        Whole(kind).Run(ref arguments);
                    }

                    if (worker == 0 && phase == phases - 1)
                    {
                        loss = arguments.Loss;
                        objective = arguments.Objective;
                    }
                }
            }
        }

        foreach (GuardedBuffer<float> buffer in guarded)
        {
            buffer.AssertIntact();
        }

        foreach ((_, GuardedBuffer<int> buffer) in integers)
        {
            buffer.AssertIntact();
        }

        foreach ((_, GuardedBuffer<byte> buffer) in bytes)
        {
            buffer.AssertIntact();
        }

        if (phased is not null)
        {
            int wrong = Array.FindIndex(recorder.Puts, puts => puts != 1);
            Assert.True(wrong < 0, wrong < 0 ? null : $"{kind} put element {wrong} of the gradient {recorder.Puts[wrong]} times; each vector is put once.");
        }

        return new FunctionResults
        {
            Outputs = [.. outputs.Select(output => output.Buffer.Span.ToArray())],
            Loss = loss,
            Objective = objective,
            Gradient = recorder.Gradient ?? [],
            InputGradients = [.. inputGradients.Select(gradient => gradient.Buffer.Span.ToArray())],
            State = kind == FunctionKind.Train ? state.Span.ToArray() : [],
            Carried = carries ? [.. samples.Carried.Select(carry => (carry.Place.Name, RowsOf(carry.Place, carried.Span)))] : [],
        };
    }

    private void FillState(Span<float> state)
    {
        state.Fill(Padding);
        foreach (ParameterDescription tensor in network.Description.States)
        {
            StoredState.Write(tensor, samples.States[tensor.Name], state);
        }
    }

    private void FillCarried(Span<float> carried)
    {
        carried.Fill(Padding);
        foreach ((ParameterPlacement place, float[] elements) in samples.Carried)
        {
            for (int row = 0; row < Rows; row++)
            {
                elements.AsSpan((Start + row) * place.Shape.Last, place.Shape.Last).CopyTo(carried.Slice(place.Offset + (row * StrideOf(place))));
            }
        }
    }

    private float[] RowsOf(ParameterPlacement place, ReadOnlySpan<float> carried)
    {
        var elements = new float[Rows * place.Shape.Last];
        for (int row = 0; row < Rows; row++)
        {
            carried.Slice(place.Offset + (row * StrideOf(place)), place.Shape.Last).CopyTo(elements.AsSpan(row * place.Shape.Last));
        }

        return elements;
    }

    private static int StrideOf(ParameterPlacement place) => ((RowLayout)place.Layout).Strides[0];

    private IWholeCall Whole(FunctionKind kind) => kind switch
    {
        FunctionKind.Infer => network.Infer,
        FunctionKind.Evaluate => network.Evaluate!,
        FunctionKind.InputGradient => network.InputGradient!,
        _ => network.VectorJacobian!,
    };

    private static GuardedBuffer<float> New(List<GuardedBuffer<float>> all, string name, int length, int misalignment)
    {
        var buffer = new GuardedBuffer<float>(name, length, s_poison, misalignment);
        all.Add(buffer);
        return buffer;
    }

    private GuardedBuffer<float> Stored(List<GuardedBuffer<float>> all, string name, IReadOnlyDictionary<string, float[]> logical)
    {
        GuardedBuffer<float> buffer = New(all, name, network.Description.ParameterLength, 0);
        buffer.Span.Fill(Padding);
        foreach (ParameterDescription parameter in network.Description.Parameters)
        {
            float[] elements = logical[parameter.Name];
            for (int i = 0; i < elements.Length; i++)
            {
                buffer.Span[parameter.IndexOf(i)] = elements[i];
            }
        }

        buffer.Keep();
        return buffer;
    }

    private GuardedBuffer<int> Given(TensorDescription tensor, int[] elements)
    {
        var buffer = new GuardedBuffer<int>(tensor.Name, Rows * tensor.Length, int.MinValue, Misalignment);
        elements.AsSpan(Start * tensor.Length, Rows * tensor.Length).CopyTo(buffer.Span);
        buffer.Keep();
        return buffer;
    }

    private GuardedBuffer<float> Given(List<GuardedBuffer<float>> all, TensorDescription tensor, float[] elements)
    {
        GuardedBuffer<float> buffer = New(all, tensor.Name, Rows * tensor.Length, Misalignment);
        elements.AsSpan(Start * tensor.Length, Rows * tensor.Length).CopyTo(buffer.Span);
        buffer.Keep();
        return buffer;
    }

    private (int Slot, GuardedBuffer<float> Buffer) Result(List<GuardedBuffer<float>> all, TensorDescription tensor) =>
        (tensor.Slot, New(all, tensor.Name, Rows * tensor.Length, Misalignment));
}
