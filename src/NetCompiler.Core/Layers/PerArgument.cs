using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>What has a number of its own, as a line's argument Per says: each element of a sample, each channel, or all. Of a sequence a sample is one step.</summary>
/// <param name="Stored">The shape of the numbers in files.</param>
/// <param name="Aligned">The shape in which they are broadcast over the value.</param>
/// <param name="Repeats">How many elements of a sample side by side have the same number.</param>
internal sealed record PerArgument(Shape Stored, Shape Aligned, int Repeats)
{
    public static PerArgument Of(LayerContext context, TensorValue value)
    {
        int first = (value.Shape.HasRows ? 1 : 0) + (context.Time(value) is null ? 0 : 1);
        Extent[] sample = [.. value.Shape.Extents.Skip(first)];
        string per = context.Arguments.Text("Per") ?? "Element";
        int all = sample.Aggregate(1, (product, extent) => product * extent.Maximum);
        Shape whole = Shape.Of(sample);
        return per switch
        {
            "Element" => new PerArgument(whole, whole, 1),
            "Channel" => new PerArgument(Shape.Of(sample[0]), Shape.Of([sample[0], .. sample.Skip(1).Select(_ => (Extent)1)]), all / sample[0].Maximum),
            "Tensor" => new PerArgument(Shape.Of(1), Shape.Of(1), all),
            _ => throw context.Fail(ErrorCodes.InvalidArgument, $"Per = Per.{per} is not known to this version of the generator. Update the NetCompiler package, so that its attributes and its generator belong together."),
        };
    }
}
