using System.IO;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>What the command line asks for.</summary>
/// <param name="Dataset"><c>plays</c> or <c>tinyshakespeare</c>.</param>
/// <param name="DataFolder">A folder with one folder for each data set, or null.</param>
/// <param name="Model"><c>gru</c>, <c>lstm</c> or <c>transformer</c>.</param>
/// <param name="Epochs">Passes over the training text, at least 1.</param>
/// <param name="Seed">Of the initial weights, the order of the windows, the dropout and the text that is written.</param>
/// <param name="Workers">Threads that share each training step, at least 1; the result is the same to the bit.</param>
/// <param name="Weights">Weights to write with, instead of training; or null.</param>
/// <param name="Output">Where the weights go.</param>
/// <param name="Length">Characters to write, 0 or more.</param>
/// <param name="Temperature">0 or more.</param>
/// <param name="TopK">How many of the most likely characters are drawn from, at least 1; 0 for all.</param>
/// <param name="Prompt">What the network reads before it writes.</param>
internal sealed record ShakespeareOptions(
    string Dataset,
    DirectoryInfo? DataFolder,
    string Model,
    int Epochs,
    int Seed,
    int Workers,
    FileInfo? Weights,
    FileInfo Output,
    int Length,
    double Temperature,
    int TopK,
    string Prompt);
