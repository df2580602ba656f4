using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NetCompiler.Benchmarks.Output;

/// <summary>Writes results as the tables of RESULTS.md.</summary>
internal static class MarkdownTables
{
    /// <summary>A row for each network and task, a column for each system in microseconds; kernels in tables of their own.</summary>
    public static string Write(IReadOnlyList<ResultRow> rows)
    {
        var text = new StringBuilder();
        List<ResultRow> whole = [.. rows.Where(row => !row.Task.Contains(':'))];
        if (whole.Any(row => row.Net == "machine"))
        {
            WriteLimits(text, whole);
        }
        else if (whole.Any(row => row.Gflops > 0))
        {
            WriteComparison(text, whole);
        }
        else if (whole.Count > 0)
        {
            WriteTimes(text, whole);
        }

        foreach (IGrouping<(string Net, string), ResultRow> kernels in rows.Where(row => row.Task.Contains(':')).GroupBy(row => (row.Net, row.Task.Split(':')[0])))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{kernels.Key.Net}, {kernels.Key.Item2}:\n\n| function | kernel | layers | µs | GFLOP/s | of peak |\n|---|---|---|---:|---:|---:|\n");
            foreach (ResultRow row in kernels)
            {
                string[] parts = row.Task.Split(':', 4);
                text.Append(CultureInfo.InvariantCulture, $"| {parts[1]} | {parts[2]} | {(parts.Length > 3 ? parts[3] : string.Empty)} | {Microseconds(row)} | {(row.Gflops > 0 ? row.Gflops.ToString("0.0", CultureInfo.InvariantCulture) : string.Empty)} | {Percent(row.FractionOfLimit)} |\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Tables of what the program wrote: rows, and after an empty line a table of another form.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static string Read(IReadOnlyList<string> lines)
    {
        string[] rows = [.. lines.TakeWhile(line => line.Length > 0)];
        string[] others = [.. lines.Skip(rows.Length + 1).Where(line => line.Length > 0)];
        return rows is [ResultRow.Header, ..]
            ? Write([.. rows.Skip(1).Select(ResultRow.Parse)]) + (others.Length > 0 ? "\n" + WriteLines(others) : string.Empty)
            : throw new FormatException("The first line is not the header of results.");
    }

    /// <summary>A table of tab-separated lines, the first of which is the header.</summary>
    public static string WriteLines(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            string[] cells = lines[i].Split('\t');
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
            if (i == 0)
            {
                text.Append('|').Append(string.Concat(cells.Select((_, column) => column == 0 ? "---|" : "---:|"))).Append('\n');
            }
        }

        return text.ToString();
    }

    private static void WriteComparison(StringBuilder text, List<ResultRow> rows)
    {
        string[] systems = [.. rows.Select(row => row.System).Distinct()];
        text.Append("| net | task |").Append(string.Concat(systems.Select(system => " " + system + " µs |"))).Append(systems.Length > 1 ? " best peer / ours |" : string.Empty).Append(" GFLOP/s | of limit |\n");
        text.Append("|---|---|").Append(string.Concat(Enumerable.Repeat("---:|", systems.Length + (systems.Length > 1 ? 3 : 2)))).Append('\n');
        foreach (IGrouping<(string Net, string Task), ResultRow> group in rows.GroupBy(row => (row.Net, row.Task)))
        {
            ResultRow ours = group.First();
            IEnumerable<string> cells = systems.Select(system => group.FirstOrDefault(row => row.System == system) is { } row ? Microseconds(row) : "-");
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Net} | {group.Key.Task} | {string.Join(" | ", cells)} |");
            if (systems.Length > 1)
            {
                double peer = group.Skip(1).Select(row => row.Time.Median).DefaultIfEmpty(double.NaN).Min();
                text.Append(CultureInfo.InvariantCulture, $" {(double.IsNaN(peer) ? "-" : (peer / ours.Time.Median).ToString("0.00", CultureInfo.InvariantCulture))} |");
            }

            text.Append(CultureInfo.InvariantCulture, $" {ours.Gflops:0.0} | {Percent(ours.FractionOfLimit)} |\n");
        }
    }

    private static void WriteLimits(StringBuilder text, List<ResultRow> rows)
    {
        text.Append("| limit | GFLOP/s |\n|---|---:|\n");
        foreach (ResultRow row in rows)
        {
            // The name of a read holds its bandwidth.
            text.Append(CultureInfo.InvariantCulture, $"| {row.Task.Replace('_', ' ')} | {(row.Gflops > 0 ? row.Gflops.ToString("0.0", CultureInfo.InvariantCulture) : string.Empty)} |\n");
        }
    }

    private static void WriteTimes(StringBuilder text, List<ResultRow> rows)
    {
        text.Append("| net | task | median ms | least ms | largest ms |\n|---|---|---:|---:|---:|\n");
        foreach (ResultRow row in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Net} | {row.Task} | {row.Time.Median / 1e6:0.00} | {row.Time.Minimum / 1e6:0.00} | {row.Time.Maximum / 1e6:0.00} |\n");
        }
    }

    private static string Microseconds(ResultRow row)
    {
        double value = row.Time.Median / 1000;
        return value.ToString(value < 0.1 ? "0.0000" : value < 10 ? "0.000" : value < 100 ? "0.00" : "0.0", CultureInfo.InvariantCulture);
    }

    private static string Percent(double fraction) => fraction == 0 ? string.Empty : (100 * fraction).ToString("0", CultureInfo.InvariantCulture) + " %";
}
