using System.Collections.Generic;

namespace NetCompiler.Samples.Data;

/// <summary>A public data set of several files, kept in one folder of its name.</summary>
/// <param name="Name">The folder's name: <c>fashion-mnist</c>.</param>
/// <param name="Page">Where a person reads about it and finds the files.</param>
/// <param name="Sources">Addresses of folders that hold the files, ending in <c>/</c>; tried in order.</param>
/// <param name="Files">The files.</param>
public sealed record KnownDataset(string Name, string Page, IReadOnlyList<string> Sources, IReadOnlyList<KnownFile> Files)
{
    /// <summary>The name of a tar file with gzip at the sources that holds the files, in whatever folder; null where each is there by itself, with <c>.gz</c> after its name.</summary>
    public string? Archive { get; init; }

    /// <summary>Whether the files are at the sources as they are, without gzip and <c>.gz</c> after their names.</summary>
    public bool IsPlain { get; init; }
}

/// <summary>A file of a data set, stored with gzip or plain.</summary>
/// <param name="Name">The name of the plain file; with <c>.gz</c> after it, of the compressed one.</param>
/// <param name="Length">Bytes of the plain content.</param>
/// <param name="Sha256">
/// SHA-256 of the plain content, in lower-case hexadecimal digits: the same content is accepted in any gzip wrapper.
/// </param>
public sealed record KnownFile(string Name, long Length, string Sha256);
