using System.Collections.Generic;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Planning;

/// <summary>Where parameters lie: weights in panels of their outputs, all else row-major with padded rows; each begins at a vector.</summary>
internal static class ParameterPlacements
{
    public static IReadOnlyList<ParameterPlacement> Place(IEnumerable<ParameterModel> parameters)
    {
        var placements = new List<ParameterPlacement>();
        int offset = 0;
        foreach (ParameterModel parameter in parameters)
        {
            Layout layout = parameter.IsMatrix ? PanelLayout.Of(parameter.Shape, 0) : RowLayout.Padded(parameter.Shape);
            int length = PlanTensor.Create(parameter.Name, parameter.Shape, Tensors.ElementKind.Real, layout, BufferKind.Parameters).StoredLength;
            placements.Add(new ParameterPlacement(parameter.Name, parameter.Shape, layout, offset, length));
            offset = checked(offset + length);
        }

        return placements;
    }
}
