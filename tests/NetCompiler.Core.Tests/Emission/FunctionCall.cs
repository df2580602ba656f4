using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
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
    /// <summary>First sample.</summary>
    public int Start { get; init; }

    /// <summary>Number of samples.</summary>
    public int Rows { get; init; } = samples.Rows;

    /// <summary>Who works in each phase, in this order; all of 0 to the count - 1. With several, phases alternate between this order and its reverse.</summary>
    public int[] Workers { get; init; } = [0];

    /// <summary>What the workspace holds at first; null for poison.</summary>
    public double? Garbage { get; init; }

    /// <summary>What lies between the parameters, and in those of their lanes that are padding; null for poison.</summary>
    public double? Padding { get; init; }

    /// <summary>Whether functions whose outputs are optional are asked for them.</summary>
    public bool WantsOutputs { get; init; } = true;

    /// <summary>Elements by which the caller's tensors miss a multiple of 64 bytes.</summary>
    public int Misalignment { get; init; } = 1;

    /// <summary>How often the function runs, in the same memory; the results are those of the last time.</summary>
    public int Times { get; init; } = 1;

    public FunctionResults Run(FunctionKind kind) => network.Description.Element == ElementType.Float64 ? new Run<double>(network, samples, this, BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_DEAD)).Of(kind) : new Run<float>(network, samples, this, BitConverter.UInt32BitsToSingle(0x7FC0_DEAD)).Of(kind);
}

/// <summary>A call in memory of numbers of one type.</summary>
internal sealed class Run<T>(EmittedNetwork network, NetworkSamples samples, FunctionCall call, T poison)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int Start => call.Start;

    private int Rows => call.Rows;

    public FunctionResults Of(FunctionKind kind)
    {
        NetworkDescription description = network.Description;
        var guarded = new List<GuardedBuffer<T>>();
        GuardedBuffer<T> parameters = Stored(guarded, "parameters", samples.Parameters);
        GuardedBuffer<T> workspace = New(guarded, "workspace", kind == FunctionKind.Infer ? description.InferenceWorkspaceLength : description.TrainingWorkspaceLength, 0);
        workspace.Span.Fill(call.Garbage is { } garbage ? T.CreateTruncating(garbage) : poison);
        GuardedBuffer<T> state = New(guarded, "state", description.StateLength, 0);
        FillState(state.Span);
        if (kind != FunctionKind.Train)
        {
            state.Keep();
        }

        GuardedBuffer<T> carried = New(guarded, "carried", description.CarriedLength, 0);
        FillCarried(carried.Span);
        bool carries = kind is FunctionKind.Train or FunctionKind.Evaluate;
        if (!carries)
        {
            carried.Keep();
        }

        GuardedBuffer<T>? prepared = null;
        if (kind is FunctionKind.Infer or FunctionKind.Evaluate)
        {
            prepared = New(guarded, "prepared", description.PreparedLength, 0);
            Prepare(parameters.Span, state.Span, prepared.Span);
            prepared.Keep();
        }

        GuardedBuffer<T>? direction = kind == FunctionKind.HessianVector ? Stored(guarded, "direction", samples.Directions) : null;
        var given = new List<(int Slot, GuardedBuffer<T> Buffer)>();
        var integers = new List<(int Slot, GuardedBuffer<int> Buffer)>();
        var bytes = new List<(int Slot, GuardedBuffer<byte> Buffer)>();
        for (int i = 0; i < description.Inputs.Count; i++)
        {
            TensorDescription input = description.Inputs[i];
            if (input.Type == ElementType.UInt8)
            {
                // Margins of 255, the farthest from what a kernel would make of nothing.
                var buffer = new GuardedBuffer<byte>(input.Name, Rows * input.Length, byte.MaxValue, call.Misalignment);
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

        bool hasOutputs = kind == FunctionKind.Infer || (kind is FunctionKind.Evaluate or FunctionKind.Train && call.WantsOutputs);
        bool hasInputGradients = kind is FunctionKind.InputGradient or FunctionKind.VectorJacobian;
        (int Slot, GuardedBuffer<T> Buffer)[] outputs = hasOutputs ? [.. description.Outputs.Select(output => Result(guarded, output))] : [];
        (int Slot, GuardedBuffer<T> Buffer)[] inputGradients = hasInputGradients ? [.. description.InputGradients.Select(gradient => Result(guarded, gradient))] : [];
        IPhasedCall? phased = kind == FunctionKind.Train ? network.Train : kind == FunctionKind.HessianVector ? network.HessianVector : null;
        int phases = kind == FunctionKind.Train ? description.TrainPhases : kind == FunctionKind.HessianVector ? description.HessianVectorPhases : 1;
        double loss = double.NaN;
        double objective = double.NaN;
        GradientRecorder recorder = default;
        for (int time = 0; time < call.Times; time++)
        {
            loss = double.NaN;
            objective = double.NaN;
            FillState(state.Span);
            FillCarried(carried.Span);
            recorder = new GradientRecorder(phased is null ? 0 : description.ParameterLength);
            for (int phase = 0; phase < phases; phase++)
            {
                IEnumerable<int> workers = phase % 2 == 0 ? call.Workers : Enumerable.Reverse(call.Workers);
                foreach (int worker in workers)
                {
                    var arguments = new StepArguments
                    {
                        Rows = Rows,
                        FirstRow = Start,
                        Seed = samples.Seed,
                        Step = samples.Step,
                        Worker = worker,
                        Workers = call.Workers.Length,
                    };
                    Span<T> ready = prepared is null ? [] : prepared.Span;
                    Span<T> towards = direction is null ? [] : direction.Span;
                    SetBuffers(ref arguments, parameters.Span, state.Span, carried.Span, workspace.Span, ready, towards);

                    foreach ((int slot, GuardedBuffer<T> buffer) in given)
                    {
                        arguments[slot] = Slot(buffer.Span, isWritten: false);
                    }

                    foreach ((int slot, GuardedBuffer<int> buffer) in integers)
                    {
                        arguments[slot] = (ReadOnlySpan<int>)buffer.Span;
                    }

                    foreach ((int slot, GuardedBuffer<byte> buffer) in bytes)
                    {
                        arguments[slot] = (ReadOnlySpan<byte>)buffer.Span;
                    }

                    foreach ((int slot, GuardedBuffer<T> buffer) in outputs.Concat(inputGradients))
                    {
                        arguments[slot] = Slot(buffer.Span, isWritten: true);
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
                        loss = typeof(T) == typeof(double) ? arguments.DoubleLoss : arguments.Loss;
                        objective = typeof(T) == typeof(double) ? arguments.DoubleObjective : arguments.Objective;
                    }
                }
            }
        }

        foreach (GuardedBuffer<T> buffer in guarded)
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
            int[] expected = new int[description.ParameterLength];
            Array.Fill(expected, 1);
            foreach (ParameterDescription frozen in description.Parameters.Where(parameter => parameter.IsFrozen))
            {
                expected.AsSpan(frozen.Offset, frozen.StoredLength).Clear();
            }

            int wrong = Enumerable.Range(0, expected.Length).FirstOrDefault(at => recorder.Puts[at] != expected[at], -1);
            Assert.True(wrong < 0, wrong < 0 ? null : $"{kind} put element {wrong} of the gradient {recorder.Puts[wrong]} times; each vector is put once, and none of a frozen parameter.");
        }

        return new FunctionResults
        {
            Outputs = [.. outputs.Select(output => Doubles(output.Buffer.Span))],
            Loss = loss,
            Objective = objective,
            Gradient = recorder.Gradient ?? [],
            InputGradients = [.. inputGradients.Select(gradient => Doubles(gradient.Buffer.Span))],
            States = kind == FunctionKind.Train ? [.. description.States.Select(tensor => (tensor.Name, StoredState.Read<T>(tensor, state.Span)))] : [],
            Carried = carries ? [.. samples.Carried.Select(carry => (carry.Place.Name, RowsOf(carry.Place, carried.Span)))] : [],
        };
    }

    private T Padding => call.Padding is { } padding ? T.CreateTruncating(padding) : poison;

    private void Prepare(Span<T> parameters, Span<T> state, Span<T> prepared)
    {
        if (typeof(T) == typeof(double))
        {
            network.Prepare(As<double>(parameters), As<double>(state), As<double>(prepared));
        }
        else
        {
            network.Prepare(As<float>(parameters), As<float>(state), As<float>(prepared));
        }
    }

    private void SetBuffers(scoped ref StepArguments arguments, Span<T> parameters, Span<T> state, Span<T> carried, Span<T> workspace, Span<T> prepared, Span<T> direction)
    {
        if (typeof(T) == typeof(double))
        {
            arguments.DoubleParameters = As<double>(parameters);
            arguments.DoubleState = As<double>(state);
            arguments.DoubleCarried = As<double>(carried);
            arguments.DoubleWorkspace = As<double>(workspace);
            arguments.DoublePrepared = As<double>(prepared);
            arguments.DoubleDirection = As<double>(direction);
            arguments.DoubleScale = 1d / samples.Rows;
            arguments.DoubleShare = (double)Rows / samples.Rows;
            return;
        }

        arguments.Parameters = As<float>(parameters);
        arguments.State = As<float>(state);
        arguments.Carried = As<float>(carried);
        arguments.Workspace = As<float>(workspace);
        arguments.Prepared = As<float>(prepared);
        arguments.Direction = As<float>(direction);
        arguments.Scale = 1f / samples.Rows;
        arguments.Share = (float)Rows / samples.Rows;
    }

    private static Span<TNumber> As<TNumber>(Span<T> span)
        where TNumber : struct => MemoryMarshal.Cast<T, TNumber>(span);

    private static TensorSlot Slot(Span<T> span, bool isWritten) => typeof(T) == typeof(double)
        ? isWritten ? As<double>(span) : (ReadOnlySpan<double>)As<double>(span)
        : isWritten ? As<float>(span) : (ReadOnlySpan<float>)As<float>(span);

    private static double[] Doubles(ReadOnlySpan<T> span)
    {
        var doubles = new double[span.Length];
        for (int i = 0; i < doubles.Length; i++)
        {
            doubles[i] = double.CreateTruncating(span[i]);
        }

        return doubles;
    }

    private void FillState(Span<T> state)
    {
        state.Fill(Padding);
        foreach (ParameterDescription tensor in network.Description.States)
        {
            StoredState.Write(tensor, samples.States[tensor.Name], state);
        }
    }

    private void FillCarried(Span<T> carried)
    {
        carried.Fill(Padding);
        foreach ((ParameterPlacement place, double[] elements) in samples.Carried)
        {
            for (int row = 0; row < Rows; row++)
            {
                Copy(elements.AsSpan((Start + row) * place.Shape.Last, place.Shape.Last), carried.Slice(place.Offset + (row * StrideOf(place))));
            }
        }
    }

    private static void Copy(ReadOnlySpan<double> numbers, Span<T> target)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            target[i] = T.CreateTruncating(numbers[i]);
        }
    }

    private double[] RowsOf(ParameterPlacement place, ReadOnlySpan<T> carried)
    {
        var elements = new double[Rows * place.Shape.Last];
        for (int row = 0; row < Rows; row++)
        {
            Doubles(carried.Slice(place.Offset + (row * StrideOf(place)), place.Shape.Last)).CopyTo(elements.AsSpan(row * place.Shape.Last));
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

    private GuardedBuffer<T> New(List<GuardedBuffer<T>> all, string name, int length, int misalignment)
    {
        var buffer = new GuardedBuffer<T>(name, length, poison, misalignment);
        all.Add(buffer);
        return buffer;
    }

    private GuardedBuffer<T> Stored(List<GuardedBuffer<T>> all, string name, IReadOnlyDictionary<string, double[]> logical)
    {
        GuardedBuffer<T> buffer = New(all, name, network.Description.ParameterLength, 0);
        buffer.Span.Fill(Padding);
        foreach (ParameterDescription parameter in network.Description.Parameters)
        {
            double[] elements = logical[parameter.Name];
            for (int i = 0; i < elements.Length; i++)
            {
                buffer.Span[parameter.IndexOf(i)] = T.CreateTruncating(elements[i]);
            }
        }

        buffer.Keep();
        return buffer;
    }

    private GuardedBuffer<int> Given(TensorDescription tensor, int[] elements)
    {
        var buffer = new GuardedBuffer<int>(tensor.Name, Rows * tensor.Length, int.MinValue, call.Misalignment);
        elements.AsSpan(Start * tensor.Length, Rows * tensor.Length).CopyTo(buffer.Span);
        buffer.Keep();
        return buffer;
    }

    private GuardedBuffer<T> Given(List<GuardedBuffer<T>> all, TensorDescription tensor, double[] elements)
    {
        GuardedBuffer<T> buffer = New(all, tensor.Name, Rows * tensor.Length, call.Misalignment);
        Copy(elements.AsSpan(Start * tensor.Length, Rows * tensor.Length), buffer.Span);
        buffer.Keep();
        return buffer;
    }

    private (int Slot, GuardedBuffer<T> Buffer) Result(List<GuardedBuffer<T>> all, TensorDescription tensor) =>
        (tensor.Slot, New(all, tensor.Name, Rows * tensor.Length, call.Misalignment));
}
