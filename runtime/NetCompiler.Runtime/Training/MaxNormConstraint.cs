using System;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>
/// Scales the weights of an output down to a greatest norm where theirs is greater: w ← w · c / (ε + ‖w‖) with ε = 1e-7, as <c>keras.constraints.MaxNorm</c> does with all outputs; those
/// within the norm keep their bits here. (Srebro and Shraibman 2005; Hinton et al. 2012.)
/// </summary>
internal sealed class MaxNormConstraint
{
    private const double Epsilon = 1e-7;
    private const int Lanes = 16;

    private readonly double _maximum;

    // Element (unit, i) is stored at _units[unit] + _others[i], as digits of a layout belong to one axis each.
    private readonly int[] _units;
    private readonly int[] _others;

    // Whether 16 units from a multiple of 16 on lie side by side.
    private readonly bool _sideBySide;

    /// <summary>Finds where the weights of each output of a group lie.</summary>
    /// <param name="parameter">[outputs, …], or [inputs, outputs of a group, …].</param>
    /// <param name="group">The group, from 0 on; of <see cref="ParameterDescription.MaxNormGroups"/>.</param>
    public MaxNormConstraint(ParameterDescription parameter, int group)
    {
        _maximum = parameter.MaxNorm;
        int axis = parameter.MaxNormAxis;
        int outputs = parameter.Shape[axis];
        int before = axis == 0 ? 1 : parameter.Shape[0] / parameter.MaxNormGroups;
        int behind = parameter.Shape.Skip(axis + 1).Aggregate(1, (product, extent) => product * extent);
        int first = group * before * outputs * behind;
        int start = parameter.IndexOf(first);
        _units = [.. Enumerable.Range(0, outputs).Select(unit => parameter.IndexOf(first + (unit * behind)))];
        _others = [.. Enumerable.Range(0, before * behind).Select(index => parameter.IndexOf(first + (index / behind * outputs * behind) + (index % behind)) - start)];
        _sideBySide = Enumerable.Range(0, outputs).All(unit => _units[unit] == _units[unit / Lanes * Lanes] + (unit % Lanes));
    }

    /// <summary>Applies a worker's share.</summary>
    public void Apply<T>(Span<T> parameters, int worker, int workers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = (_units.Length + Lanes - 1) / Lanes;
        int end = Division.Start(blocks, worker + 1, workers);
        for (int block = Division.Start(blocks, worker, workers); block < end; block++)
        {
            int first = block * Lanes;
            int count = Math.Min(Lanes, _units.Length - first);
            if (_sideBySide && count == Lanes)
            {
                ApplySideBySide(parameters, _units[first]);
            }
            else
            {
                for (int unit = first; unit < first + count; unit++)
                {
                    Apply(parameters, _units[unit]);
                }
            }
        }
    }

    private void Apply<T>(Span<T> parameters, int unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T squares = T.Zero;
        foreach (int other in _others)
        {
            T weight = parameters[unit + other];
            squares = T.MultiplyAddEstimate(weight, weight, squares);
        }

        T norm = T.Sqrt(squares);
        if (norm > T.CreateTruncating(_maximum))
        {
            T factor = T.CreateTruncating(_maximum) / (T.CreateTruncating(Epsilon) + norm);
            foreach (int other in _others)
            {
                parameters[unit + other] *= factor;
            }
        }
    }

    private void ApplySideBySide<T>(Span<T> parameters, int unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T start = ref MemoryMarshal.GetReference(parameters);
        var maximum = Vector512.Create(T.CreateTruncating(_maximum));
        for (int lane = 0; lane < Lanes; lane += Vector512<T>.Count)
        {
            Vector512<T> squares = Vector512<T>.Zero;
            foreach (int other in _others)
            {
                var weights = Vector512.LoadUnsafe(ref start, (nuint)(unit + lane + other));
                squares += weights * weights;
            }

            Vector512<T> norm = Vector512.Sqrt(squares);
            if (!Vector512.GreaterThanAny(norm, maximum))
            {
                continue;
            }

            Vector512<T> factor = Vector512.ConditionalSelect(
                Vector512.GreaterThan(norm, maximum),
                maximum / (Vector512.Create(T.CreateTruncating(Epsilon)) + norm),
                Vector512<T>.One);
            foreach (int other in _others)
            {
                nuint at = (nuint)(unit + lane + other);
                (Vector512.LoadUnsafe(ref start, at) * factor).StoreUnsafe(ref start, at);
            }
        }
    }
}
