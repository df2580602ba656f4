using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>
/// A convolution of windows of 3 x 3, one position apart, in Winograd's form: tiles of the input and the weights are transformed, so that each element of a transformed
/// tile needs one product over channels, and what comes out is transformed back and closed by a map (Lavin and Gray, Fast Algorithms for Convolutional Neural
/// Networks, 2016; F(4 x 4, 3 x 3)). Operands: x at what the first window meets first, with zeros around it as far as tiles reach; transformed weights; y; scratch;
/// extras in memory.
/// </summary>
/// <param name="Product">The product for one element of the transformed tiles of a block: a row for each tile.</param>
/// <param name="WeightStep">From the weights of one element to those of the next.</param>
/// <param name="Height">Positions on the first axis.</param>
/// <param name="Width">Positions on the second axis.</param>
/// <param name="SourceStrides">Strides of rows and spatial axes of x.</param>
/// <param name="ResultStrides">Those of y.</param>
/// <param name="Epilogue">The closing map: operand 0 is the convolution, the others are the extras.</param>
/// <param name="Extras">What the closing map reads beside it.</param>
internal sealed record WinogradKernel(
    ContractKernel Product,
    int WeightStep,
    int Height,
    int Width,
    EquatableArray<int> SourceStrides,
    EquatableArray<int> ResultStrides,
    ScalarExpression Epilogue,
    EquatableArray<SlidingExtra> Extras) : Kernel
{
    /// <summary>Tiles that are done at a time.</summary>
    public int Block => Product.Rows.Constant;

    public int TilesAcross => WinogradTile.Count(Width);

    public int Tiles => WinogradTile.Count(Height) * TilesAcross;

    /// <summary>From one element of the transformed input to the next: a tile behind the other, and a vector, so that elements do not meet in the same set of the cache.</summary>
    public int InputStep => (Block * Product.LeftRowStride) + Layout.Vector;

    /// <summary>From one element of what the products give to the next.</summary>
    public int OutputStep => (Block * Product.ResultRowStride) + Layout.Vector;

    /// <summary>Floats that a worker needs to work with.</summary>
    public int Scratch => WinogradTile.Elements * (InputStep + OutputStep);
}

/// <summary>
/// Transforms weights of windows of 3 x 3 for <see cref="WinogradKernel"/>. Operands: the weights in panels, each with the window's elements outside and channels
/// inside; the transformed ones.
/// </summary>
/// <param name="Target">The layout of the transformed weights.</param>
internal sealed record WinogradWeightsKernel(WinogradLayout Target) : Kernel;

/// <summary>
/// The first half of a weight gradient of windows of 3 x 3, one position apart, in Winograd's form: for each of 36 elements the sum over all tiles of all rows of
/// what the input's tile is there, times what the result's gradient is. The elements are divided among workers. Operands: x at what the first window meets first, with zeros
/// around it as far as tiles reach; the result's gradient; the sums; scratch.
/// </summary>
/// <param name="Product">The product for one element: channels by columns, summed over the tiles of a block and added to what is there.</param>
/// <param name="SumStep">From the sums of one element to those of the next.</param>
/// <param name="Height">Positions on the first axis.</param>
/// <param name="Width">Positions on the second axis.</param>
/// <param name="SourceStrides">Strides of rows and spatial axes of x.</param>
/// <param name="PooledStrides">Those of the result's gradient.</param>
internal sealed record WinogradGradientKernel(
    ContractKernel Product,
    int SumStep,
    int Height,
    int Width,
    EquatableArray<int> SourceStrides,
    EquatableArray<int> PooledStrides) : Kernel
{
    /// <summary>Parts that the 36 elements are divided into, for as many workers: each needs memory of its own.</summary>
    public const int Parts = 4;

    /// <summary>Tiles that are done at a time.</summary>
    public const int Block = 16;

    public int TilesAcross => WinogradTile.Count(Width);

    public int Tiles => WinogradTile.Count(Height) * TilesAcross;

    /// <summary>From one element of the transformed input to the next.</summary>
    public int InputStep => (Block * Product.LeftStep) + Layout.Vector;

    /// <summary>From one element of the transformed gradient to the next.</summary>
    public int OutputStep => (Block * Product.RightStep) + Layout.Vector;

    /// <summary>Floats that a part needs to work with.</summary>
    public int Scratch => WinogradTile.Elements * (InputStep + OutputStep);
}

/// <summary>The second half: the weight gradient from the sums, closed by a map. Operands: the sums, the result (none where it is put), extras in memory.</summary>
/// <param name="Source">The layout of the sums: that of transformed weights.</param>
/// <param name="Epilogue">The closing map: operand 0 is the gradient, the others are the extras.</param>
/// <param name="Extras">What it reads beside, in the gradient's layout, or scalars.</param>
/// <param name="Puts">Whether the result goes to the gradient sink.</param>
internal sealed record WinogradSumsKernel(WinogradLayout Source, ScalarExpression Epilogue, EquatableArray<MapOperand> Extras, bool Puts) : Kernel;
