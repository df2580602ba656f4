using System.Collections.Generic;

namespace NetCompiler.Samples.Data;

/// <summary>A data set whose files are all on this machine.</summary>
/// <param name="Dataset">Which one.</param>
/// <param name="Folder">Where.</param>
/// <param name="Paths">By <see cref="KnownFile.Name"/>, the path of the file, plain or with <c>.gz</c>.</param>
public sealed record LocatedDataset(KnownDataset Dataset, string Folder, IReadOnlyDictionary<string, string> Paths);
