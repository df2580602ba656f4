using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>The kernels of a network, each once: equal ones are one method, whatever function calls them.</summary>
internal sealed class KernelTable(RealType real)
{
    private readonly Dictionary<Kernel, string> _names = [];
    private readonly List<(Kernel Kernel, string Name)> _kernels = [];

    /// <summary>The type of the network's numbers.</summary>
    public RealType Real { get; } = real;

    /// <summary>The helpers that the network needs, so far.</summary>
    public HelperSet Helpers { get; } = new(real);

    /// <summary>The method's name, given on first sight.</summary>
    public string NameOf(KernelCall call)
    {
        if (!_names.TryGetValue(call.Kernel, out string? name))
        {
            name = Stem(call.Kernel) + "_" + Literal.Int(_kernels.Count);
            _names.Add(call.Kernel, name);
            _kernels.Add((call.Kernel, name));
        }

        return name;
    }

    /// <summary>Writes all methods and the helpers that they need.</summary>
    public void Write(CodeWriter code)
    {
        var tiles = new Dictionary<SharedTile, string>();
        var drivers = new Dictionary<string, string>(StringComparer.Ordinal);
        var sliding = new Dictionary<string, string>(StringComparer.Ordinal);
        var closing = new ClosingMaps(code, Helpers);
        var products = new ContractEmitter(code, Helpers, closing, tiles, drivers);
        foreach ((Kernel kernel, string name) in _kernels)
        {
            switch (kernel)
            {
                case ContractKernel contract:
                    products.Write(name, contract, Describe(contract));
                    break;
                case MapKernel map:
                    new MapEmitter(code, Helpers).Write(name, map, "Maps rows of vectors: " + string.Join(", ", map.Statements.Take(6).Select(statement => statement.Expression)) + ".");
                    break;
                case RowKernel rows:
                    new RowEmitter(code, Helpers).Write(name, rows, Describe(rows));
                    break;
                case ColumnKernel column:
                    new ColumnEmitter(code, Helpers).Write(name, column, "Combines rows into one: " + string.Join(", ", column.Results.Select(result => result.Kind.ToString().ToLowerInvariant() + " of " + result.Expression)) + ".");
                    break;
                case FlatKernel flat:
                    new FlatEmitter(code, Helpers).Write(name, flat, "Computes " + flat.Expression + " for elements as they lie in memory.");
                    break;
                case FlatReduceKernel reduce:
                    new FlatEmitter(code, Helpers).Write(name, reduce, "Combines " + reduce.Expression + " over a matrix in panels.");
                    break;
                case DepthwiseKernel depthwise:
                    new DepthwiseEmitter(code, Helpers, closing, sliding).Write(name, depthwise, $"Each of {Literal.Int(depthwise.Channels)} channels by its own kernel of {string.Join(" x ", depthwise.Axes.Select(axis => Literal.Int(axis.Window)))}, closed by {ClosingMaps.Describe(depthwise.Epilogue)}.");
                    break;
                case DepthwiseGradientKernel gradient:
                    new DepthwiseGradientEmitter(code, Helpers, sliding).Write(name, gradient, $"Kernels of {Literal.Int(gradient.Channels)} channels: what each met, weighed with the result's gradient.");
                    break;
                case RoutedWeightKernel routed:
                    new RoutedEmitter(code, Helpers).Write(name, routed, $"Kernels of {Literal.Int(routed.Outputs)} outputs: what the maxima's positions met, weighed with their gradients.");
                    break;
                case RoutedInputKernel routed:
                    new RoutedEmitter(code, Helpers).Write(name, routed, $"The input's gradient from the maxima of {Literal.Int(routed.Outputs)} outputs: kernels, weighed with the maxima's gradients.");
                    break;
                case WinogradKernel winograd:
                    new WinogradEmitter(code, Helpers, products, sliding).Write(name, winograd, $"Windows of 3 x 3 over {Literal.Int(winograd.Product.Inner.Constant)} channels, to {Literal.Int(winograd.Product.Columns)}, in tiles of 4 x 4 positions (Winograd): {winograd.Epilogue}.");
                    break;
                case WinogradGradientKernel gradient:
                    new WinogradGradientEmitter(code, Helpers, products, sliding).Write(name, gradient, $"Weights of windows of 3 x 3 over {Literal.Int(gradient.Product.Rows.Constant)} channels, to {Literal.Int(gradient.Product.Columns)}: sums of what transformed tiles met, weighed with the result's gradient (Winograd).");
                    break;
                case WinogradSumsKernel sums:
                    new WinogradGradientEmitter(code, Helpers, products, sliding).Write(name, sums, $"Weights of windows of 3 x 3 over {Literal.Int(sums.Source.Channels)} channels from sums of transformed tiles (Winograd): {sums.Epilogue}.");
                    break;
                case WinogradWeightsKernel weights:
                    new WinogradWeightsEmitter(code, Helpers, sliding).Write(name, weights, $"Transforms weights of windows of 3 x 3 over {Literal.Int(weights.Target.Channels)} channels (Winograd).");
                    break;
                case PoolKernel pool:
                    new PoolEmitter(code, Helpers).Write(name, pool, $"{pool.Kind} of windows of {string.Join(" x ", pool.Axes.Select(axis => Literal.Int(axis.Window)))} over {Literal.Int(pool.Channels)} channels.");
                    break;
                case GatherKernel gather:
                    new GatherEmitter(code, Helpers).Write(name, gather, $"Copies rows of {Literal.Int(gather.Width)} elements of a table, by integers.");
                    break;
                case ScatterAddKernel scatter:
                    new GatherEmitter(code, Helpers).Write(name, scatter, $"Adds to {Literal.Int(scatter.Rows)} rows of {Literal.Int(scatter.Width)} elements what integers assign to them.");
                    break;
                case CountKernel:
                    new MoveEmitter(code, Helpers).WriteCount(name, "Adds one to a 64-bit count.");
                    break;
                case ResampleKernel resample:
                    new ResampleEmitter(code, Helpers).Write(name, resample, $"Makes {resample.Matrix.Rows.Count} of {resample.Matrix.Columns} elements along an axis, by a constant matrix.");
                    break;
                case TransposeKernel transpose:
                    new TransposeEmitter(code, Helpers).Write(name, transpose, $"Exchanges rows and columns of matrices of {Literal.Int(transpose.Rows)} x {Literal.Int(transpose.Columns)}.");
                    break;
                case MoveKernel move:
                    new MoveEmitter(code, Helpers).Write(name, move, (move.FillsZeros ? "Clears" : "Copies") + " elements.");
                    break;
                case FromBytesKernel bytes:
                    new FromBytesEmitter(code, Helpers).Write(name, bytes, "Copies bytes as scaled floats.");
                    break;
                case BorderKernel border:
                    new MoveEmitter(code, Helpers).Write(name, border, "Writes zeros around tensors.");
                    break;
                case RelayoutKernel relayout:
                    new MoveEmitter(code, Helpers).Write(name, relayout, "Copies a matrix into another layout.");
                    break;
                default:
                    throw new InvalidOperationException(kernel.GetType().Name);
            }
        }

        MathHelperText.Write(code, Helpers);
    }

    private static string Stem(Kernel kernel) => kernel switch
    {
        ContractKernel contract => (contract.Puts ? "PutContract" : "Contract") + Size(contract.TotalRows) + "x" + Size(contract.TotalInner) + "x" + Literal.Int(contract.Columns),
        MapKernel => "Map",
        RowKernel rows => "Rows" + Literal.Int(rows.Length),
        ColumnKernel column => column.Puts ? "PutColumns" : "Columns",
        FlatKernel flat => flat.Puts ? "PutFlat" : "Flat",
        FlatReduceKernel => "FlatReduce",
        DepthwiseKernel depthwise => "Depthwise" + string.Join("x", depthwise.Axes.Select(axis => Literal.Int(axis.Window))) + "Over" + Literal.Int(depthwise.Channels),
        DepthwiseGradientKernel gradient => "DepthwiseGradient" + string.Join("x", gradient.Axes.Select(axis => Literal.Int(axis.Window))) + "Over" + Literal.Int(gradient.Channels),
        RoutedWeightKernel routed => "RoutedWeight" + Literal.Int(routed.Outputs) + "x" + Literal.Int(routed.Elements),
        RoutedInputKernel routed => "RoutedInput" + string.Join("x", routed.Kernel.Select(loop => Literal.Int(loop.Count.Constant))) + "Over" + Literal.Int(routed.Channels),
        WinogradKernel winograd => "WinogradR" + Literal.Int(winograd.Height * winograd.Width) + "x" + Literal.Int(9 * winograd.Product.Inner.Constant) + "x" + Literal.Int(winograd.Product.Columns),
        WinogradGradientKernel gradient => "WinogradGradient" + Literal.Int(9 * gradient.Product.Rows.Constant) + "xR" + Literal.Int(gradient.Height * gradient.Width) + "x" + Literal.Int(gradient.Product.Columns),
        WinogradSumsKernel sums => (sums.Puts ? "Put" : string.Empty) + "TransformSums" + Literal.Int(sums.Source.Channels) + "x" + Literal.Int(sums.Source.Source.Lanes),
        WinogradWeightsKernel weights => "TransformWeights" + Literal.Int(weights.Target.Channels) + "x" + Literal.Int(weights.Target.Source.Lanes),
        PoolKernel pool => "Pool" + pool.Kind + string.Join("x", pool.Axes.Select(axis => Literal.Int(axis.Window))) + "Over" + Literal.Int(pool.Channels),
        GatherKernel gather => "Gather" + Literal.Int(gather.Width),
        ScatterAddKernel scatter => "ScatterAdd" + Literal.Int(scatter.Rows) + "x" + Literal.Int(scatter.Width),
        CountKernel => "Count",
        BorderKernel => "Border",
        ResampleKernel resample => "Resample" + Literal.Int(resample.Matrix.Columns) + "To" + Literal.Int(resample.Matrix.Rows.Count),
        TransposeKernel transpose => "Transpose" + Literal.Int(transpose.Rows) + "x" + Literal.Int(transpose.Columns),
        MoveKernel move => move.FillsZeros ? "Clear" : "Move",
        FromBytesKernel => "FromBytes",
        RelayoutKernel => "Relayout",
        _ => throw new InvalidOperationException(kernel.GetType().Name),
    };

    private static string Size(Count count) => (count.TimesRows ? "R" : string.Empty) + (count.TimesRows && count.Constant == 1 ? string.Empty : Literal.Int(count.Constant));

    private static string Describe(ContractKernel kernel) =>
        $"Closed by {ClosingMaps.Describe(kernel.Epilogue)}, #0 the product{(kernel.Start < 0 ? string.Empty : " plus #" + Literal.Int(kernel.Start + 1))}.";

    private static string Describe(RowKernel kernel)
    {
        string text = string.Join(", ", kernel.Statements.Take(6).Select(statement => statement.Kind == RowStatementKind.Map ? statement.Expression.ToString() : statement.Kind.ToString().ToLowerInvariant()));
        return $"Rows of {Literal.Int(kernel.Length)}: {text}{(kernel.Statements.Count > 6 ? ", ..." : string.Empty)}.";
    }
}
