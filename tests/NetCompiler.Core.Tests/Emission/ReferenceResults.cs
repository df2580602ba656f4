using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>A tensor in double, and how far a float may be from it.</summary>
internal sealed record ReferenceTensor(double[] Elements, double Tolerance)
{
    public double Largest { get; } = Elements.Length == 0 ? 0 : Elements.Max(Math.Abs);
}

/// <summary>What the interpreter makes of a function's program, before any pass.</summary>
internal static class ReferenceResults
{
    private const int PerturbedRuns = 2;

    // Perturbations are random and roundings need not be: some more than the largest stray that was seen, and some units in the last
    // place of the largest element for tensors of few elements, whose perturbations may happen to cancel.
    private const double Safety = 4;
    private const double Floor = 16 * 5.9604644775390625e-8;

    // The half unit in the last place of a double, in those of a float.
    private const double Doubling = 1.862645149230957e-9;

    /// <summary>Runs a function over the first rows of samples.</summary>
    /// <returns>Every result, named as <see cref="FunctionResults.Tensors"/> names it.</returns>
    public static IReadOnlyDictionary<string, ReferenceTensor> Run(NetworkDeclaration declaration, FunctionKind kind, NetworkSamples samples, CancellationToken cancellation)
    {
        NetworkMode mode = kind switch
        {
            FunctionKind.Train or FunctionKind.HessianVector => NetworkMode.Training,
            FunctionKind.Evaluate or FunctionKind.InputGradient => NetworkMode.Evaluation,
            _ => NetworkMode.Inference,
        };
        NetworkModel model = NetworkBuilder.Build(declaration, mode, cancellation).Model!;
        TensorProgram program = kind switch
        {
            FunctionKind.Infer => NetworkPrograms.Infer(model),
            FunctionKind.Evaluate => NetworkPrograms.Evaluate(model),
            FunctionKind.Train => NetworkPrograms.Train(model),
            FunctionKind.HessianVector => NetworkPrograms.HessianVector(model),
            FunctionKind.InputGradient => NetworkPrograms.InputGradient(model),
            _ => NetworkPrograms.VectorJacobian(model),
        };
        bool isDouble = IsDouble(declaration);
        ReferenceCall call = Call(model, samples, isDouble);
        ReferenceRun exact = Interpreter.Run(program, call);
        var perturbed = new PerturbedProgram(program, isDouble);
        ReferenceRun[] strayed = [.. Enumerable.Range(1, PerturbedRuns).Select(seed => perturbed.Run(call, seed))];
        var results = new Dictionary<string, ReferenceTensor>();
        foreach (ProgramResult result in program.Results)
        {
            double[] elements = exact.Result(result.Kind, result.Name);
            double stray = strayed.Max(run => run.Result(result.Kind, result.Name).Zip(elements, (a, b) => Math.Abs(a - b)).Max());
            results.Add(Name(result), new ReferenceTensor(elements, (Safety * stray) + ((isDouble ? Floor * Doubling : Floor) * elements.Max(Math.Abs))));
        }

        return results;
    }

    /// <summary>Whether a declaration asks for double precision.</summary>
    public static bool IsDouble(NetworkDeclaration declaration) => declaration.Options.Any(option => option.Name == "Precision" && option.Value.Text == "Double");

    private static string Name(ProgramResult result) => result.Kind switch
    {
        ResultKind.Output => "output " + result.Name,
        ResultKind.ParameterGradient => "gradient " + result.Name,
        ResultKind.InputGradient => "input gradient " + result.Name,
        ResultKind.State => "state " + result.Name,
        ResultKind.Carry => "carry " + result.Name,
        _ => result.Name,
    };

    private static ReferenceCall Call(NetworkModel model, NetworkSamples samples, bool isDouble)
    {
        var call = new ReferenceCall
        {
            Rows = samples.Rows,
            Scale = isDouble ? 1d / samples.Rows : 1f / samples.Rows,
            Share = 1,
            Seed = samples.Seed,
            Step = samples.Step,
        };
        foreach (ParameterModel parameter in model.Parameters)
        {
            call.Sources.Add((SourceKind.Parameter, parameter.Name), samples.Parameters[parameter.Name]);
            call.Sources.Add((SourceKind.Direction, parameter.Name), samples.Directions[parameter.Name]);
        }

        foreach (StateModel state in model.States)
        {
            call.Sources.Add((SourceKind.State, state.Name), samples.States[state.Name]);
        }

        foreach ((ParameterPlacement place, double[] elements) in samples.Carried)
        {
            call.Sources.Add((SourceKind.Carry, place.Name), elements);
        }

        for (int i = 0; i < model.Inputs.Count; i++)
        {
            call.Sources.Add((SourceKind.Input, model.Inputs[i].Name), model.Inputs[i].Element == ElementKind.Integer ? Doubles(samples.Integers[i]) : samples.Inputs[i]);
        }

        for (int i = 0; i < model.Lengths.Count; i++)
        {
            call.Sources.Add((SourceKind.Lengths, model.Lengths[i].Name), Doubles(samples.Lengths[i]));
        }

        for (int i = 0; i < model.Outputs.Count; i++)
        {
            call.Sources.Add((SourceKind.Cotangent, model.Outputs[i].Name), samples.Cotangents[i]);
        }

        for (int i = 0; i < model.Targets.Count; i++)
        {
            double[] elements = model.Targets[i].Element == ElementKind.Integer ? Doubles(samples.Classes[i]) : samples.Targets[i];
            call.Sources.Add((SourceKind.Target, model.Targets[i].Name), elements);
        }

        return call;
    }

    private static double[] Doubles(int[] values) => [.. values.Select(value => (double)value)];

}
