using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;

namespace NetCompiler.Generator.Tests.Fuzzing;

/// <summary>Whether what was compiled computes what the interpreter says. Results that no float could hold are no disagreement.</summary>
internal static class Agreement
{
    // Perturbations may miss a kink, or the cancellation of a few elements.
    private const double Slack = 8;

    private const double Huge = 1e30;

    // What floats cannot tell from 0 in the middle of a computation: an exponential becomes 0 before its float does.
    private const double Tiny = 1e-30;

    /// <summary>Runs every function of a network and compares all its results.</summary>
    /// <param name="declaration">What the generator read.</param>
    /// <param name="type">The class that was compiled.</param>
    /// <param name="seed">Of parameters and samples.</param>
    /// <returns>What is wrong, or null; and how many functions were compared.</returns>
    public static (string? Problem, int Functions) Check(NetworkDeclaration declaration, Type type, int seed)
    {
        var network = new EmittedNetwork(type);
        NetworkModel model = NetworkBuilder.Build(declaration, NetworkMode.Inference, CancellationToken.None).Model!;
        IReadOnlyList<CarryModel> carries = network.Description.CarriedLength == 0 ? [] : NetworkBuilder.Build(declaration, NetworkMode.Training, CancellationToken.None).Model!.Carries;
        (FunctionKind Kind, bool Exists)[] functions =
        [
            (FunctionKind.Infer, true),
            (FunctionKind.Evaluate, network.Evaluate is not null),
            (FunctionKind.Train, network.Train is not null),
            (FunctionKind.HessianVector, network.HessianVector is not null),
            (FunctionKind.InputGradient, network.InputGradient is not null),
            (FunctionKind.VectorJacobian, network.VectorJacobian is not null),
        ];
        int rows = model.Batch == 1 || seed % 3 == 0 ? model.Batch : Math.Max(1, seed % model.Batch);
        int compared = 0;
        foreach ((FunctionKind kind, _) in functions.Where(function => function.Exists))
        {
            bool trains = kind is FunctionKind.Train or FunctionKind.HessianVector;
            int samples = trains ? Math.Max(rows, Math.Min(model.MinimumTrainingRows, model.Batch)) : rows;
            if (trains && samples < model.MinimumTrainingRows)
            {
                continue;
            }

            var drawn = new NetworkSamples(model, carries, samples, seed, network.Description.Element == ElementType.Float64);
            IReadOnlyDictionary<string, ReferenceTensor> reference = ReferenceResults.Run(declaration, kind, drawn, CancellationToken.None);
            FunctionResults results = new FunctionCall(network, drawn).Run(kind);
            compared++;
            if (Compare(reference, results, network.Description) is { } problem)
            {
                return ($"{kind} of {samples} rows: {problem}", compared);
            }
        }

        return (null, compared);
    }

    private static string? Compare(IReadOnlyDictionary<string, ReferenceTensor> reference, FunctionResults results, NetworkDescription description)
    {
        Dictionary<string, double[]> actual = results.Tensors(description).ToDictionary(tensor => tensor.Name, tensor => tensor.Elements);
        foreach ((string name, ReferenceTensor expected) in reference)
        {
            if (!actual.TryGetValue(name, out double[]? elements) || elements.Length != expected.Elements.Length)
            {
                return $"{name} is missing, or has another length";
            }

            // Where a part of a tensor is beyond floats, all that it is computed with may be.
            if (!double.IsFinite(expected.Tolerance) || expected.Largest > Huge)
            {
                continue;
            }

            for (int i = 0; i < elements.Length; i++)
            {
                double error = Math.Abs(elements[i] - expected.Elements[i]);
                if (!(error <= (Slack * expected.Tolerance) + Tiny) && !(double.IsNaN(elements[i]) && double.IsNaN(expected.Elements[i])))
                {
                    return FormattableString.Invariant($"element {i} of {elements.Length} of {name} is {elements[i]:R}, not {expected.Elements[i]:R}: off by {error:G3}, tolerance {expected.Tolerance:G3}, largest element {expected.Largest:G3}");
                }
            }
        }

        return null;
    }
}
