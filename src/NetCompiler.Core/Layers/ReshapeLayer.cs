using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>The same elements of a sample under other extents, row-major; torch.nn.Unflatten.</summary>
internal sealed class ReshapeLayer : ILayer
{
    public string Kind => "Reshape";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        context.RequireNoSequence(value, "Write [Flatten] for one vector of all its steps.");
        int[] extents = [.. context.Arguments.Integers("shape", -1)];
        string written = string.Join(", ", extents);
        if (extents.Length == 0 || extents.Contains(0) || extents.Count(extent => extent == -1) > 1)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"its shape is [{written}]. Write the extents of one sample, each at least 1; one of them may be -1 for what is left: [Reshape(4, -1)].");
        }

        IEnumerable<Extent> rows = value.Shape.Extents.Take(SampleAxis.First(value.Shape));
        long elements = value.Shape.Extents.Skip(SampleAxis.First(value.Shape)).Aggregate(1L, (product, extent) => product * extent.Maximum);
        long given = extents.Where(extent => extent != -1).Aggregate(1L, (product, extent) => product > elements ? product : product * extent);
        bool isOpen = extents.Contains(-1);
        if (isOpen ? elements % given != 0 : elements != given)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                FormattableString.Invariant($"its operand {value.Label} of shape [{context.Describe(value.Shape)}] has {elements} elements, and its shape [{written}] has {(isOpen ? "a multiple of " : string.Empty)}{(given > elements ? "more" : given.ToString(System.Globalization.CultureInfo.InvariantCulture))}. Reshape keeps all elements."));
        }

        context.Set(context.Program.Reshape(value, Shape.Of(rows.Concat(extents.Select(extent => (Extent)(extent == -1 ? (int)(elements / given) : extent))))));
    }
}
