using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using NetCompiler.Samples.EmbeddedInference;

long began = Stopwatch.GetTimestamp();
DigitTiny network = DigitTiny.LoadEmbedded();
double loading = Stopwatch.GetElapsedTime(began).TotalMilliseconds;

Span<float> pixels = stackalloc float[Drawings.Size * Drawings.Size];
Span<float> probabilities = stackalloc float[10];
foreach ((int digit, string drawing) in Drawings.All)
{
    Drawings.Read(drawing, pixels);
    network.Forward(pixels, probabilities);
    int best = 0;
    for (int i = 1; i < probabilities.Length; i++)
    {
        best = probabilities[i] > probabilities[best] ? i : best;
    }

    Write($"drawn as {digit}, read as {best} ({100 * probabilities[best]:F1} %)");
}

// The system counts the start of a process in ticks, of 10 ms on Linux: this is no exact figure.
double running = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
long size = Environment.ProcessPath is string path ? new FileInfo(path).Length : 0;
string kind = RuntimeFeature.IsDynamicCodeCompiled ? "just-in-time compiled; this file only starts the runtime" : "compiled ahead of time";
Write($"executable: {size / 1e6:F2} MB ({kind})");
Write($"weights loaded in {loading:F2} ms; all done {running:F0} ms after the process began");

static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
