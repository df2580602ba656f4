using System;
using System.Collections.Generic;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>A part of a tensor.</summary>
/// <param name="Tensor">Which of the trained tensors.</param>
/// <param name="Group">Its group of parameters.</param>
/// <param name="Start">First element in the buffer, a multiple of 16.</param>
/// <param name="Length">Elements, a multiple of 16.</param>
internal readonly record struct TensorBlock(int Tensor, int Group, int Start, int Length);

/// <summary>
/// Euclidean norms of each tensor's parameters and of its step. Squares are added up in double, block by block and then the blocks, so that the bits do not depend on how many workers divide
/// them; padding is no parameter.
/// </summary>
internal sealed class TensorNorms
{
    private const int Block = 4096;

    private readonly ParameterLanes _lanes;
    private readonly double[] _parameters;
    private readonly double[] _steps;
    private readonly int[] _firsts;

    /// <summary>Cuts the trained tensors of a plan into blocks.</summary>
    public TensorNorms(ParameterPlan plan)
    {
        _lanes = new ParameterLanes(plan.Length, plan.Trained);
        var blocks = new List<TensorBlock>();
        _firsts = new int[plan.Trained.Count + 1];
        for (int tensor = 0; tensor < plan.Trained.Count; tensor++)
        {
            ParameterDescription parameter = plan.Trained[tensor];
            _firsts[tensor] = blocks.Count;
            for (int start = 0; start < parameter.StoredLength; start += Block)
            {
                blocks.Add(new TensorBlock(tensor, plan.GroupOf(parameter), parameter.Offset + start, Math.Min(Block, parameter.StoredLength - start)));
            }
        }

        _firsts[^1] = blocks.Count;
        Blocks = [.. blocks];
        _parameters = new double[Blocks.Length];
        _steps = new double[Blocks.Length];
    }

    /// <summary>The blocks of all tensors, in order.</summary>
    public TensorBlock[] Blocks { get; }

    /// <summary>Adds up a worker's share of the squares. All workers finish this before any asks for a ratio.</summary>
    public void AddUp<T>(ReadOnlySpan<T> parameters, ReadOnlySpan<T> steps, int worker, int workers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int end = Division.Start(Blocks.Length, worker + 1, workers);
        for (int block = Division.Start(Blocks.Length, worker, workers); block < end; block++)
        {
            TensorBlock part = Blocks[block];
            _parameters[block] = _lanes.Squares(parameters, part.Start, part.Start + part.Length);
            _steps[block] = _lanes.Squares(steps, part.Start, part.Start + part.Length);
        }
    }

    /// <summary>The norm of a tensor's parameters by the norm of its step; 1 where either is 0.</summary>
    public double Ratio(int tensor)
    {
        double parameters = 0;
        double steps = 0;
        for (int block = _firsts[tensor]; block < _firsts[tensor + 1]; block++)
        {
            parameters += _parameters[block];
            steps += _steps[block];
        }

        return parameters > 0 && steps > 0 ? Math.Sqrt(parameters / steps) : parameters * steps == 0 ? 1 : double.NaN;
    }
}
