using System.IO;

namespace NetCompiler.Samples.GuitarAmp;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">How long the guitar plays for training.</param>
/// <param name="Epochs">Passes over what it played.</param>
/// <param name="Seed">Seed of everything that is random.</param>
/// <param name="Workers">Threads that share each training step.</param>
/// <param name="Output">Where weights and sound go.</param>
internal sealed record GuitarAmpOptions(double Seconds, int Epochs, int Seed, int Workers, DirectoryInfo Output);
