using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Text;
using NetCompiler.Training;

namespace NetCompiler.Samples.TinyImages;

/// <summary>The page of the most confident mistakes: one HTML file that needs no other, with the pictures in it. Light or dark, as the reader has it.</summary>
internal static class MistakePage
{
    private const string Style = """
        :root { color-scheme: light dark; --ground: #f6f7f9; --card: #ffffff; --text: #1c2330; --quiet: #5d6878; --line: #dfe3ea; --wrong: #c2342b; --right: #1d7f4e; --heat: 43, 98, 201; }
        @media (prefers-color-scheme: dark) { :root { --ground: #12151b; --card: #1b2029; --text: #e6eaf1; --quiet: #98a3b5; --line: #2c3441; --wrong: #ff7b6f; --right: #55cf92; --heat: 96, 150, 255; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
        main { max-width: 1160px; margin: 0 auto; padding: 40px 24px 64px; }
        h1 { margin: 0 0 4px; font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; }
        h2 { margin: 44px 0 6px; font-size: 20px; }
        p { margin: 0; color: var(--quiet); max-width: 70ch; }
        .facts { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0 0; padding: 0; list-style: none; }
        .facts li { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 16px; color: var(--quiet); }
        .facts b { display: block; font-size: 22px; color: var(--text); font-variant-numeric: tabular-nums; }
        .mistakes { display: grid; grid-template-columns: repeat(auto-fill, minmax(168px, 1fr)); gap: 16px; margin-top: 18px; }
        figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
        figure img { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated; }
        figcaption { padding: 10px 12px 12px; }
        .row { display: grid; grid-template-columns: 1fr auto; gap: 6px; font-size: 14px; font-weight: 600; }
        .row span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .wrong { color: var(--wrong); } .right { color: var(--right); margin-top: 6px; }
        .bar { height: 4px; border-radius: 2px; background: var(--line); margin-top: 2px; }
        .bar i { display: block; height: 100%; border-radius: 2px; background: currentColor; }
        .number { color: var(--quiet); font-size: 12px; margin-top: 8px; }
        .scroll { overflow-x: auto; margin-top: 18px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 12px; }
        table { border-collapse: separate; border-spacing: 2px; font-size: 13px; font-variant-numeric: tabular-nums; }
        th { font-weight: 600; color: var(--quiet); padding: 4px 8px; text-align: right; white-space: nowrap; }
        td { min-width: 46px; padding: 6px 8px; text-align: right; border-radius: 4px; }
        td.hit { font-weight: 700; color: var(--right); }
        footer { margin-top: 40px; color: var(--quiet); font-size: 13px; }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="dataset">What the images are called.</param>
    /// <param name="epochs">Passes over the training images.</param>
    /// <param name="duration">What they took.</param>
    /// <param name="confusion">The test.</param>
    /// <param name="mistakes">The mistakes to show, in this order.</param>
    public static string Write(string dataset, int epochs, TimeSpan duration, ConfusionMatrix confusion, IReadOnlyList<Mistake> mistakes)
    {
        string title = $"What the network confuses: {dataset}";
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<title>").Append(Text(title)).Append("</title>\n<style>\n").Append(Style).Append("\n</style>\n</head>\n<body>\n<main>\n");
        page.Append("<h1>").Append(Text(title)).Append("</h1>\n");
        page.Append("<p>Test images that a residual network of eight layers takes for something else, the most certain of its mistakes first.</p>\n");
        page.Append("<ul class=\"facts\">\n");
        Fact(page, Percent((double)confusion.Right / Math.Max(1, confusion.Total)), "of test images right");
        Fact(page, Number(confusion.Total - confusion.Right), $"mistakes in {Number(confusion.Total)} images");
        Fact(page, Number(epochs), $"epochs in {duration.TotalSeconds.ToString("N0", CultureInfo.InvariantCulture)} s");
        page.Append("</ul>\n");

        page.Append("<h2>The most confident mistakes</h2>\n<p>In red what the network says, in green what the picture is; beside each the network’s probability of it.</p>\n");
        page.Append("<div class=\"mistakes\">\n");
        foreach (Mistake mistake in mistakes)
        {
            Figure(page, mistake, confusion.ClassNames);
        }

        page.Append("</div>\n");
        Table(page, confusion);
        page.Append("<footer>Written by samples/TinyImages of NetCompiler. The pictures are in this file; it loads nothing.</footer>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Fact(StringBuilder page, string number, string what) => page.Append("<li><b>").Append(number).Append("</b>").Append(Text(what)).Append("</li>\n");

    private static void Figure(StringBuilder page, Mistake mistake, IReadOnlyList<string> classNames)
    {
        string predicted = Text(classNames[mistake.Predicted]);
        string actual = Text(classNames[mistake.Label]);
        string picture = Convert.ToBase64String(Png.FromPlanes(mistake.Pixels, Experiment.Size, Experiment.Size));
        page.Append("<figure>\n<img alt=\"").Append(actual).Append(", taken for ").Append(predicted).Append("\" src=\"data:image/png;base64,").Append(picture).Append("\">\n<figcaption>\n");
        Bar(page, "wrong", predicted, mistake.Probability);
        Bar(page, "right", actual, mistake.LabelProbability);
        page.Append("<div class=\"number\">test image ").Append(Number(mistake.Sample)).Append("</div>\n</figcaption>\n</figure>\n");
    }

    private static void Bar(StringBuilder page, string kind, string name, double probability) => page.Append(
        CultureInfo.InvariantCulture,
        $"<div class=\"{kind}\"><div class=\"row\"><span>{name}</span><span>{Percent(probability)}</span></div><div class=\"bar\"><i style=\"width: {100 * probability:F1}%\"></i></div></div>\n");

    // Cells of mistakes are the darker, the greater their share of a row.
    private static void Table(StringBuilder page, ConfusionMatrix confusion)
    {
        page.Append("<h2>All of the test</h2>\n<p>Rows are what images are, columns what they are taken for. The last column is the share of a row that is right.</p>\n<div class=\"scroll\"><table>\n<tr><th></th>");
        foreach (string name in confusion.ClassNames)
        {
            page.Append("<th scope=\"col\">").Append(Text(name)).Append("</th>");
        }

        page.Append("<th scope=\"col\">right</th></tr>\n");
        for (int actual = 0; actual < confusion.ClassNames.Count; actual++)
        {
            page.Append("<tr><th scope=\"row\">").Append(Text(confusion.ClassNames[actual])).Append("</th>");
            long images = Math.Max(1, confusion.Support(actual));
            for (int predicted = 0; predicted < confusion.ClassNames.Count; predicted++)
            {
                long count = confusion[actual, predicted];
                double heat = actual == predicted ? 0 : Math.Min(0.85, 4.0 * count / images);
                page.Append(actual == predicted ? "<td class=\"hit\">" : string.Create(CultureInfo.InvariantCulture, $"<td style=\"background: rgba(var(--heat), {heat:F2})\">"));
                page.Append(count == 0 ? string.Empty : Number(count)).Append("</td>");
            }

            page.Append("<td>").Append(Percent(confusion.Recall(actual))).Append("</td></tr>\n");
        }

        page.Append("</table></div>\n");
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:F1} %");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
