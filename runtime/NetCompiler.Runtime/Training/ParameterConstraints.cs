using System;
using System.Collections.Generic;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>What holds for the parameters of a network after each training step, whoever takes it.</summary>
internal sealed class ParameterConstraints
{
    private readonly MaxNormConstraint[] _norms;

    /// <summary>Finds the constraints of a network; frozen parameters have none, as they do not change.</summary>
    public ParameterConstraints(NetworkMemory memory)
    {
        var norms = new List<MaxNormConstraint>();
        foreach (ParameterDescription parameter in memory.Description.Parameters)
        {
            for (int group = 0; parameter.MaxNorm > 0 && group < parameter.MaxNormGroups && !memory.IsFrozen(parameter); group++)
            {
                norms.Add(new MaxNormConstraint(parameter, group));
            }
        }

        _norms = [.. norms];
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _norms.Length == 0;

    /// <summary>Applies a worker's share.</summary>
    public void Apply<T>(Span<T> parameters, int worker, int workers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (MaxNormConstraint norm in _norms)
        {
            norm.Apply(parameters, worker, workers);
        }
    }
}
