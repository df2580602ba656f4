using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scans;

namespace NetCompiler.Core.Differentiation;

/// <summary>Forward mode through a scan: a scan in the same direction, whose body is forward mode through the body. Its stacked results have the names of those whose tangents they are.</summary>
internal static class ScanTangent
{
    /// <summary>Adds the tangent of a scan.</summary>
    /// <param name="builder">Receives it.</param>
    /// <param name="scan">The scan.</param>
    /// <param name="given">The tangents of its operands, null for zero.</param>
    public static TensorValue Add(ProgramBuilder builder, TensorValue scan, IReadOnlyList<TensorValue?> given)
    {
        var image = new ScanImage(builder, scan);
        ScanOperation operation = image.Operation;
        var tangents = new Dictionary<TensorValue, TensorValue>();
        for (int i = 0; i < given.Count; i++)
        {
            TensorValue source = operation.Sources[i];
            SourceOperation primal = ScanOperation.SourceOf(source);
            if (source.Element == ElementKind.Real && (given[i] is not null || primal.Kind == SourceKind.Carry))
            {
                tangents.Add(image[source], image.Source(primal.Kind, NameOf(operation, primal.Source), primal.Shape, given[i] ?? builder.Constant(0, primal.Shape)));
            }
        }

        ProgramResult[] results = operation.Body.Results.Where(result => result.Value.Element == ElementKind.Real).ToArray();
        IReadOnlyDictionary<TensorValue, TensorValue> of = ForwardMode.Differentiate(image.Copy, tangents, results.Select(result => image[result.Value]).Distinct().ToArray());
        var target = new ScanBuilder(builder, operation.Body.Name + " tangent", operation.Steps, operation.IsBackward);
        foreach (ProgramResult result in results)
        {
            TensorValue tangent = image.Import(target, of[image[result.Value]]);
            if (result.Kind == ResultKind.Carry)
            {
                target.Next(NameOf(operation, result.Name), tangent);
            }
            else
            {
                target.Stack(result.Name, tangent);
            }
        }

        return target.Finish();
    }

    /// <summary>The name of the tangent of a source, and so of the tangent of the carry that it is.</summary>
    public static string NameOf(ScanOperation scan, string source) => scan.FreeName("tangent of " + source);
}
