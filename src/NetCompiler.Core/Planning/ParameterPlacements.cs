using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Planning;

/// <summary>Where parameters and state lie: weights in panels of their outputs, all else row-major with padded rows; each begins at a vector.</summary>
internal static class ParameterPlacements
{
    /// <param name="parameters">All of them, in order.</param>
    /// <param name="kernels">Those that convolutions read, which are stored as matrices.</param>
    public static IReadOnlyList<ParameterPlacement> Place(IEnumerable<ParameterModel> parameters, ICollection<string> kernels)
    {
        var placements = new List<ParameterPlacement>();
        int offset = 0;
        foreach (ParameterModel parameter in parameters)
        {
            Shape shape = kernels.Contains(parameter.Name) ? Passes.ChannelsLast.MatrixOf(parameter.Shape) : parameter.Shape;
            bool isMatrix = kernels.Contains(parameter.Name) || (parameter.IsMatrix && shape.Rank == 2);
            Layout layout = isMatrix ? PanelLayout.Of(shape, 0) : RowLayout.Padded(shape);
            int length = PlanTensor.Create(parameter.Name, shape, ElementKind.Real, layout, BufferKind.Parameters).StoredLength;
            placements.Add(new ParameterPlacement(parameter.Name, shape, layout, offset, length));
            offset = Limits.Require((long)offset + length, $"the parameters");
        }

        return placements;
    }

    /// <param name="states">All of them, in order. A count takes the place of two floats.</param>
    public static IReadOnlyList<ParameterPlacement> Place(IEnumerable<StateModel> states) =>
        Place(states.Select(state => (state.Name, state.Shape, state.Element, RowLayout.Padded(state.Shape))), BufferKind.State);

    /// <param name="carries">All that streaming steps, or batches, leave to each other, in order.</param>
    public static IReadOnlyList<ParameterPlacement> Place(IEnumerable<CarryModel> carries) =>
        Place(carries.Select(carry => (carry.Name, carry.Shape, ElementKind.Real, RowLayout.AlwaysPadded(carry.Shape))), BufferKind.Carried);

    private static IReadOnlyList<ParameterPlacement> Place(IEnumerable<(string Name, Shape Shape, ElementKind Element, RowLayout Layout)> tensors, BufferKind buffer)
    {
        var placements = new List<ParameterPlacement>();
        int offset = 0;
        foreach ((string name, Shape shape, ElementKind element, RowLayout layout) in tensors)
        {
            int length = PlanTensor.Create(name, shape, element, layout, buffer).StoredLength;
            placements.Add(new ParameterPlacement(name, shape, layout, offset, length));
            offset = Limits.Require((long)offset + length, $"{(buffer == BufferKind.State ? "the state" : "what calls leave to each other")}");
        }

        return placements;
    }

    /// <summary>The length of the buffer that placements lie in.</summary>
    public static int LengthOf(IReadOnlyList<ParameterPlacement> placements) =>
        placements.Count == 0 ? 0 : placements[placements.Count - 1].Offset + placements[placements.Count - 1].StoredLength;
}
