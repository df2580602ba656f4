using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>What a network is called with: parameters and directions in logical order, and the tensors of a whole batch. Drawn from a seed.</summary>
internal sealed class NetworkSamples
{
    /// <param name="model">The network.</param>
    /// <param name="carries">What its batches leave to each other.</param>
    /// <param name="rows">Samples in the batch.</param>
    /// <param name="seed">Of all that is drawn.</param>
    /// <param name="isDouble">Whether the network is of doubles; else all numbers are floats.</param>
    public NetworkSamples(NetworkModel model, IReadOnlyList<CarryModel> carries, int rows, int seed, bool isDouble = false)
    {
        Rows = rows;
        Seed = ((ulong)seed * 0x9E3779B97F4A7C15) + 1;
        Step = 3 + ((long)seed << 31);
        var random = new Random(seed);
        double Rounded(double number) => isDouble ? number : (float)number;
        double Draw(double bound) => Rounded(bound * ((2 * random.NextDouble()) - 1));

        // Weights as large as initialisation makes them, so that pre-activations stay where derivatives are not flat.
        Parameters = model.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => Filled((int)parameter.Shape.Length, () => Draw(parameter.IsMatrix ? 1.5 / Math.Sqrt(parameter.Shape.Last) : 1)));
        Directions = model.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => Filled((int)parameter.Shape.Length, () => Draw(parameter.IsMatrix ? 1.5 / Math.Sqrt(parameter.Shape.Last) : 1)));
        States = model.States.ToDictionary(
            state => state.Name,
            state => Filled((int)state.Shape.Length, () => state.Element == ElementKind.Count ? random.Next(100) : state.Name.EndsWith("var", StringComparison.Ordinal) || state.Name.EndsWith("std", StringComparison.Ordinal) ? Rounded(1 + Draw(0.5)) : Draw(1)));
        Inputs = [.. model.Inputs.Select(input => input.Element == ElementKind.Integer ? [] : Filled(rows * Length(input), () => input.Element == ElementKind.Byte ? random.Next(256) : Draw(1)))];
        Integers = [.. model.Inputs.Select(input => input.Element == ElementKind.Integer ? Filled(rows * Length(input), () => random.Next(input.Bound)) : [])];
        Lengths = [.. model.Lengths.Select(lengths => Filled(rows, () => random.Next(1, lengths.Bound)))];
        for (int i = 0; i < model.Inputs.Count; i++)
        {
            SpoilPadding(model.Inputs[i], Inputs[i]);
        }

        Carried = [.. ParameterPlacements.Place(carries).Select(place => (place, Filled(rows * place.Shape.Last, () => Draw(1))))];
        Cotangents = [.. model.Outputs.Select(output => Filled(rows * Length(output), () => Draw(1)))];
        Targets = [.. model.Targets.Select((target, i) => target.Element == ElementKind.Integer ? [] : Filled(rows * Length(target), () => Draw(1)))];
        Classes = [.. model.Targets.Select((target, i) => target.Element == ElementKind.Integer ? Filled(rows * Length(target), () => random.Next(model.Losses.First(loss => loss.Target == i).Classes)) : [])];
    }

    /// <summary>Samples in the whole batch.</summary>
    public int Rows { get; }

    public ulong Seed { get; }

    public long Step { get; }

    public IReadOnlyDictionary<string, double[]> Parameters { get; }

    public IReadOnlyDictionary<string, double[]> Directions { get; }

    /// <summary>As they are before a call; counts as whole numbers.</summary>
    public IReadOnlyDictionary<string, double[]> States { get; }

    /// <summary>By input; whole numbers for one of bytes.</summary>
    public double[][] Inputs { get; }

    /// <summary>By input; empty for one that is not of integers.</summary>
    public int[][] Integers { get; }

    /// <summary>How many steps of each row count, by sequence.</summary>
    public int[][] Lengths { get; }

    /// <summary>What the batch before has left, row by row, and where it lies.</summary>
    public IReadOnlyList<(ParameterPlacement Place, double[] Elements)> Carried { get; }

    public double[][] Cotangents { get; }

    /// <summary>By target; empty for a class index.</summary>
    public double[][] Targets { get; }

    /// <summary>By target; empty for real numbers.</summary>
    public int[][] Classes { get; }

    /// <summary>Elements in one sample.</summary>
    public static int Length(TensorModel tensor) => (int)(tensor.Shape.Length / tensor.Shape[0].Maximum);

    // What does not count is no number: it may reach nothing.
    private void SpoilPadding(TensorModel input, double[] elements)
    {
        if (input.Lengths < 0 || input.Element != ElementKind.Real)
        {
            return;
        }

        int sample = Length(input);
        int step = sample / input.Shape[1].Maximum;
        for (int row = 0; row < Rows; row++)
        {
            int counting = Lengths[input.Lengths][row] * step;
            elements.AsSpan((row * sample) + counting, sample - counting).Fill(double.NaN);
        }
    }

    private static T[] Filled<T>(int length, Func<T> draw)
    {
        var result = new T[length];
        for (int i = 0; i < length; i++)
        {
            result[i] = draw();
        }

        return result;
    }
}
