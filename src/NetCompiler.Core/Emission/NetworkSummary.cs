using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NetCompiler.Core.Building;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Emission;

/// <summary>A row of the summary.</summary>
internal sealed record SummaryRow(string Name, string Shape, long Parameters, long MultiplyAdds);

/// <summary>The table of a network: what hovering over the class shows, and <c>Summary</c> prints.</summary>
internal sealed class NetworkSummary
{
    private NetworkSummary(NetworkModel model, RealType real, IReadOnlyList<SummaryRow> rows)
    {
        Real = real;
        Name = model.Name;
        Batch = model.Batch;
        Rows = rows;
    }

    public string Name { get; }

    public int Batch { get; }

    /// <summary>The type of its numbers.</summary>
    public RealType Real { get; }

    public IReadOnlyList<SummaryRow> Rows { get; }

    public long Parameters => Rows.Sum(row => row.Parameters);

    public long MultiplyAdds => Rows.Sum(row => row.MultiplyAdds);

    /// <summary>The table of a network in inference mode.</summary>
    public static NetworkSummary Of(NetworkModel inference, RealType real)
    {
        Dictionary<string, long> multiplyAdds = inference.Builder.Values.Where(value => value.Operation is ContractOperation or ConvolveOperation or ScanOperation)
            .GroupBy(value => value.Label).ToDictionary(group => group.Key, group => group.Sum(MultiplyAddsOf));
        Dictionary<string, long> lengths = inference.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Shape.Length);
        var rows = new List<SummaryRow>();
        foreach (PlacedLayer layer in inference.Layers)
        {
            string shape = string.Join("x", layer.Shape.Extents.Skip(layer.Shape.HasRows ? 1 : 0));
            long work = multiplyAdds.TryGetValue(layer.Name, out long found) ? found : 0;
            rows.Add(new SummaryRow(layer.Name, shape, layer.Parameters.Sum(name => lengths[name]), work));
        }

        return new NetworkSummary(inference, real, rows);
    }

    /// <summary>The table for a terminal.</summary>
    public string ToText()
    {
        string[][] cells =
        [
            ["layer", "output", "parameters", "multiply-adds"],
            .. Rows.Select(row => new[] { row.Name, row.Shape, Cell(row.Parameters), Cell(row.MultiplyAdds) }),
            ["total", string.Empty, Number(Parameters), Number(MultiplyAdds)],
        ];
        int[] widths = Enumerable.Range(0, 4).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        text.Append(Name).Append(", at most ").Append(Batch).Append(" samples a call").Append(Real.IsDouble ? ", in float64\n" : "\n");
        for (int i = 0; i < cells.Length; i++)
        {
            string[] row = cells[i];
            string line = row[0].PadRight(widths[0]) + "  " + row[1].PadRight(widths[1]) + "  " + row[2].PadLeft(widths[2]) + "  " + row[3].PadLeft(widths[3]);
            text.Append(line.TrimEnd()).Append('\n');
            if (i == 0 || i == cells.Length - 2)
            {
                text.Append('-', widths.Sum() + 6).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>A number with commas between thousands.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    // In a column, zeros would only hide the layers that have something.
    private static string Cell(long number) => number == 0 ? string.Empty : Number(number);

    private static long MultiplyAddsOf(TensorValue value)
    {
        if (value.Operation is ScanOperation scan)
        {
            return scan.Steps * scan.Body.Values.Where(inner => inner.Operation is ContractOperation).Sum(MultiplyAddsOf);
        }

        if (value.Operation is ConvolveOperation convolve)
        {
            // Each element of y, or of x where that is the result, meets the kernel once for each channel of its group; padding counts.
            Shape many = convolve.Form == ConvolveForm.Input ? value.Operands[0].Shape : value.Shape;
            Shape kernel = value.Operands[1].Shape;
            return many.Extents.Skip(1).Aggregate(kernel.Length / kernel[0].Maximum, (product, extent) => product * extent.Maximum);
        }

        var contract = (ContractOperation)value.Operation;
        Shape left = value.Operands[0].Shape;
        long inner = contract.LeftContracted.Aggregate(1L, (product, axis) => product * left[axis].Maximum);
        return value.Shape.Extents.Where(extent => extent.Kind != ExtentKind.Rows).Aggregate(inner, (product, extent) => product * extent.Maximum);
    }
}
