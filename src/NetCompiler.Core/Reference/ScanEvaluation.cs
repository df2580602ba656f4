using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Reference;

/// <summary>Scans in double: the body, evaluated once a step.</summary>
internal static class ScanEvaluation
{
    /// <summary>All results of a scan, by the items that fetch them.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="operands">The elements of its operands.</param>
    /// <param name="call">The call that it belongs to.</param>
    public static IReadOnlyDictionary<ItemOperation, double[]> Run(ScanOperation scan, IReadOnlyList<double[]> operands, ReferenceCall call)
    {
        IReadOnlyList<TensorValue> sources = scan.Sources;
        var step = new ReferenceCall { Rows = call.Rows, FirstRow = call.FirstRow, Scale = call.Scale, Share = call.Share, Seed = call.Seed, Step = call.Step };
        var results = new Dictionary<ItemOperation, double[]>();
        for (int i = 0; i < sources.Count; i++)
        {
            SourceOperation source = ScanOperation.SourceOf(sources[i]);
            step.Sources[(source.Kind, source.Source)] = operands[i];
            if (source.Kind == SourceKind.Carry)
            {
                results[new ItemOperation(ResultKind.Carry, source.Source)] = operands[i];
            }
        }

        for (int at = 0; at < scan.Steps; at++)
        {
            int t = scan.IsBackward ? scan.Steps - 1 - at : at;
            step.Sources[(SourceKind.Step, "step")] = [t];
            for (int i = 0; i < sources.Count; i++)
            {
                SourceOperation source = ScanOperation.SourceOf(sources[i]);
                if (source.Kind == SourceKind.Element)
                {
                    step.Sources[(source.Kind, source.Source)] = Part(operands[i], scan.Steps, t, call.Rows);
                }
            }

            ReferenceRun run = Interpreter.Run(scan.Body, step);
            foreach (ProgramResult result in scan.Body.Results)
            {
                var item = new ItemOperation(result.Kind, result.Name);
                double[] value = run[result.Value];
                if (result.Kind == ResultKind.Carry)
                {
                    results[item] = value;
                    continue;
                }

                if (!results.TryGetValue(item, out double[]? all))
                {
                    results.Add(item, all = new double[value.Length * scan.Steps]);
                }

                int length = value.Length / call.Rows;
                for (int row = 0; row < call.Rows; row++)
                {
                    Array.Copy(value, row * length, all, ((row * scan.Steps) + t) * length, length);
                }
            }

            foreach (ProgramResult result in scan.Body.Results.Where(result => result.Kind == ResultKind.Carry))
            {
                step.Sources[(SourceKind.Carry, result.Name)] = results[new ItemOperation(ResultKind.Carry, result.Name)];
            }
        }

        return results;
    }

    private static double[] Part(double[] all, int steps, int t, int rows)
    {
        int length = all.Length / rows / steps;
        var part = new double[rows * length];
        for (int row = 0; row < rows; row++)
        {
            Array.Copy(all, ((row * steps) + t) * length, part, row * length, length);
        }

        return part;
    }
}
