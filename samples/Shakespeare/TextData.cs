using System;
using System.IO;
using System.IO.Compression;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Data;
using NetCompiler.Samples.Data;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>A text as windows to train on and, from its last tenth, to validate.</summary>
/// <param name="Train">Windows of the first nine tenths.</param>
/// <param name="Validation">Windows of the rest, each character once.</param>
/// <param name="TrainCharacters">Characters of the first nine tenths.</param>
/// <param name="ValidationCharacters">Characters of the rest.</param>
/// <param name="FrequencyLoss">
/// The loss on the validation text of telling each character by how often it stands in the training text, in nats: what a network reaches that has learnt nothing of order.
/// </param>
internal sealed record TextData(Dataset Train, Dataset Validation, int TrainCharacters, int ValidationCharacters, double FrequencyLoss)
{
    /// <summary>The name of the text that comes with the program.</summary>
    public const string Plays = "plays";

    private const string Resource = "plays.txt";

    /// <summary>The plays that come with the program, written for it.</summary>
    public static string ReadPlays()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"The program lacks its resource {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Finds tiny shakespeare, or downloads it.</summary>
    /// <param name="folder">A folder with one folder for each set, or null.</param>
    /// <param name="report">Receives a sentence for each download.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="DatasetNotFoundException">It is not here, and could not be had.</exception>
    public static async Task<string> FindAsync(DirectoryInfo? folder, Action<string> report, CancellationToken cancellation)
    {
        using System.Net.Http.HttpClient client = FileDownloader.CreateClient();
        LocatedDataset located = await DatasetLocator.ForUser(folder?.FullName, client).LocateAsync(KnownDatasets.TinyShakespeare, report, cancellation);
        string path = located.Paths[KnownDatasets.TinyShakespeareText];
        await using FileStream file = File.OpenRead(path);
        await using Stream content = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(cancellation);
    }

    /// <summary>Cuts a text in two and both into windows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <param name="steps">Characters of a window.</param>
    /// <exception cref="InvalidDataException">The text has other characters than the alphabet's, or a tenth of it is shorter than a window.</exception>
    public static TextData Of(string text, string source, int steps)
    {
        int[] tokens = Alphabet.Encode(text, source);
        int split = (int)(tokens.Length * 9L / 10);
        if (tokens.Length - split <= steps)
        {
            throw new InvalidDataException($"{source} has {tokens.Length} characters, and its last tenth is for validation: more than {10 * steps} are needed.");
        }

        int[] train = tokens[..split];
        int[] validation = tokens[split..];
        return new TextData(
            Sequences.NextTokens(train, steps, Math.Max(1, steps / 2)),
            Sequences.NextTokens(validation, steps, steps),
            train.Length,
            validation.Length,
            LossByFrequency(train, validation));
    }

    private static double LossByFrequency(int[] train, int[] validation)
    {
        // One is added to each count, so that a character that training has not seen is not impossible.
        double[] counts = new double[Alphabet.Count];
        Array.Fill(counts, 1);
        foreach (int token in train)
        {
            counts[token]++;
        }

        double loss = 0;
        foreach (int token in validation)
        {
            loss -= Math.Log(counts[token] / (train.Length + Alphabet.Count));
        }

        return loss / validation.Length;
    }
}
