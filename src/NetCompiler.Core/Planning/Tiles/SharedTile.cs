using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning.Tiles;

/// <summary>
/// A tile of a product as a method that several products call: counts and strides are arguments, and only what makes the text another one is in here.
/// Equal ones are one method.
/// </summary>
/// <param name="Shape">The product with what is an argument taken out: counts are 1, strides <see cref="Variable"/>.</param>
/// <param name="Tile">The tile.</param>
/// <param name="IsMasked">Whether the tile must be told how many lanes lie within the result.</param>
internal sealed record SharedTile(ContractKernel Shape, ContractTile Tile, bool IsMasked)
{
    /// <summary>A stride that is an argument.</summary>
    public const int Variable = int.MinValue;

    private static readonly Count s_one = new(1, false);

    /// <summary>The shared form of a product's tile.</summary>
    public static SharedTile Of(ContractKernel kernel, ContractTile tile)
    {
        bool severalRows = tile.Rows > 1;
        bool severalPanels = tile.Columns > kernel.Panel;

        // A narrower tile of several rows is part of a panel of any width, and gradients read activations in rows or panels: those take the step, which costs one
        // addition a k.
        bool takesStep = severalRows && (tile.Hardware.Lanes < Layout.Vector || kernel.Puts);
        ContractKernel shape = kernel with
        {
            Rows = s_one,
            Inner = s_one,
            Columns = 0,
            Panel = severalPanels ? kernel.Panel : tile.ColumnStep,
            LeftRowStride = !severalRows || kernel.LeftRowStride == 1 ? 1 : Variable,
            LeftStep = kernel.LeftStep == 1 ? 1 : Variable,
            RightPanelStride = severalPanels ? Variable : 0,
            RightStep = kernel.RightStep == kernel.Panel && !takesStep ? kernel.Panel : Variable,
            ResultPanelStride = !severalPanels ? 0 : kernel.ResultPanelStride == kernel.Panel ? kernel.Panel : Variable,
            ResultRowStride = severalRows ? Variable : 0,
            Extras = kernel.Extras.Select(extra => extra with { RowStride = severalRows && extra.Access is OperandAccess.Full or OperandAccess.RowScalar ? Variable : 0 }).ToEquatableArray(),
            Alternates = false,
            OuterRows = EquatableArray<RowLoop>.Empty,
            OuterInner = kernel.OuterInner.Select(_ => new InnerLoop(s_one, Variable, Variable)).ToEquatableArray(),
        };
        return new SharedTile(shape, tile, tile.IsMasked(kernel));
    }

    /// <summary>
    /// The product with two loops around the innermost one over k where it has one: a loop that runs once costs nothing, and kernels of one and of two
    /// axes then share tiles.
    /// </summary>
    public static ContractKernel Nested(ContractKernel kernel)
    {
        if (kernel.OuterInner.Count != 1)
        {
            return kernel;
        }

        InnerLoop only = kernel.OuterInner[0];
        var once = new InnerLoop(s_one, only.Count.Constant * only.LeftStride, only.Count.Constant * only.RightStride);
        return kernel with { OuterInner = EquatableArray.Of(once, only) };
    }
}
