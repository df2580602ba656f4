using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>What one call of an emitted function gave.</summary>
internal sealed class FunctionResults
{
    /// <summary>Outputs; none where the function or the call has none.</summary>
    public double[][] Outputs { get; init; } = [];

    public double Loss { get; init; }

    public double Objective { get; init; }

    /// <summary>In the layout of the parameters; empty where the function puts none.</summary>
    public double[] Gradient { get; init; } = [];

    public double[][] InputGradients { get; init; } = [];

    /// <summary>State tensors after the call, in logical order; none where the function changes none.</summary>
    public (string Name, double[] Elements)[] States { get; init; } = [];

    /// <summary>What the call leaves to the next one, row by row; none where the function leaves nothing.</summary>
    public (string Name, double[] Elements)[] Carried { get; init; } = [];

    /// <summary>Every number that means something, by the name of its tensor and in logical order.</summary>
    public IEnumerable<(string Name, double[] Elements)> Tensors(NetworkDescription description)
    {
        for (int i = 0; i < Outputs.Length; i++)
        {
            yield return ("output " + description.Outputs[i].Name, Outputs[i]);
        }

        yield return ("loss", [Loss]);
        yield return ("objective", [Objective]);
        if (Gradient.Length > 0)
        {
            foreach (ParameterDescription parameter in description.Parameters.Where(parameter => !parameter.IsFrozen))
            {
                var elements = new double[parameter.Length];
                for (int i = 0; i < elements.Length; i++)
                {
                    elements[i] = Gradient[parameter.IndexOf(i)];
                }

                yield return ("gradient " + parameter.Name, elements);
            }
        }

        foreach ((string name, double[] elements) in States)
        {
            yield return ("state " + name, elements);
        }

        foreach ((string name, double[] elements) in Carried)
        {
            yield return ("carry " + name, elements);
        }

        for (int i = 0; i < InputGradients.Length; i++)
        {
            yield return ("input gradient " + description.InputGradients[i].Name, InputGradients[i]);
        }
    }
}
