using System;
using System.Collections.Generic;
using NetCompiler;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>What one call of an emitted function gave.</summary>
internal sealed class FunctionResults
{
    /// <summary>Outputs; none where the function or the call has none.</summary>
    public float[][] Outputs { get; init; } = [];

    public float Loss { get; init; }

    public float Objective { get; init; }

    /// <summary>In the layout of the parameters; empty where the function puts none.</summary>
    public float[] Gradient { get; init; } = [];

    public float[][] InputGradients { get; init; } = [];

    /// <summary>State after the call, in its stored layout; empty where the function changes none.</summary>
    public float[] State { get; init; } = [];

    /// <summary>What the call leaves to the next one, row by row; none where the function leaves nothing.</summary>
    public (string Name, float[] Elements)[] Carried { get; init; } = [];

    /// <summary>Every number that means something, by the name of its tensor and in logical order.</summary>
    public IEnumerable<(string Name, float[] Elements)> Tensors(NetworkDescription description)
    {
        for (int i = 0; i < Outputs.Length; i++)
        {
            yield return ("output " + description.Outputs[i].Name, Outputs[i]);
        }

        yield return ("loss", [Loss]);
        yield return ("objective", [Objective]);
        if (Gradient.Length > 0)
        {
            foreach (ParameterDescription parameter in description.Parameters)
            {
                var elements = new float[parameter.Length];
                for (int i = 0; i < elements.Length; i++)
                {
                    elements[i] = Gradient[parameter.IndexOf(i)];
                }

                yield return ("gradient " + parameter.Name, elements);
            }
        }

        foreach (ParameterDescription state in State.Length > 0 ? description.States : [])
        {
            yield return ("state " + state.Name, StoredState.Read(state, State));
        }

        foreach ((string name, float[] elements) in Carried)
        {
            yield return ("carry " + name, elements);
        }

        for (int i = 0; i < InputGradients.Length; i++)
        {
            yield return ("input gradient " + description.InputGradients[i].Name, InputGradients[i]);
        }
    }
}
