using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;

namespace NetCompiler.Samples.Data;

/// <summary>
/// Fetches files of a data set. A file comes under a temporary name, is checked against its SHA-256 and only then renamed: whatever
/// bears the right name is whole and right, also after a broken connection or a killed process.
/// </summary>
/// <param name="client">Makes the requests.</param>
public sealed class FileDownloader(HttpClient client)
{
    /// <summary>A client that gives up soon where there is no network.</summary>
    public static HttpClient CreateClient()
    {
        return new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromMinutes(10) };
    }

    /// <summary>Fetches one file, with <c>.gz</c> after its name unless the set's files are plain, from the first source that has the right content.</summary>
    /// <param name="dataset">The data set that it belongs to.</param>
    /// <param name="file">The file.</param>
    /// <param name="folder">Where it goes; created where it does not exist.</param>
    /// <param name="cancellation">Ends the download and leaves nothing behind.</param>
    /// <exception cref="DownloadException">No source has it; the message says why of each.</exception>
    public async Task DownloadAsync(KnownDataset dataset, KnownFile file, string folder, CancellationToken cancellation)
    {
        var reasons = new List<string>();
        foreach (string source in dataset.Sources)
        {
            string name = dataset.IsPlain ? file.Name : file.Name + ".gz";
            string address = source + name;
            string temporary = Path.Combine(folder, $"{file.Name}.{Guid.NewGuid():N}.part");
            try
            {
                Directory.CreateDirectory(folder);
                await FetchAsync(address, temporary, cancellation).ConfigureAwait(false);
                await CheckFetchedAsync(temporary, dataset, file, cancellation).ConfigureAwait(false);
                File.Move(temporary, Path.Combine(folder, name), overwrite: true);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException
                || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                reasons.Add($"{address}: {exception.Message}");
            }
            finally
            {
                if (File.Exists(temporary))
                {
                    File.Delete(temporary);
                }
            }
        }

        throw new DownloadException("Downloading failed. " + string.Join(" ", reasons));
    }

    /// <summary>Fetches the archive of a data set from the first source that has it whole, and unpacks its files; each is checked like one that comes by itself.</summary>
    /// <param name="dataset">The data set, which has an archive.</param>
    /// <param name="folder">Where the files go; created where it does not exist.</param>
    /// <param name="cancellation">Ends the download and leaves nothing behind.</param>
    /// <exception cref="DownloadException">No source has it; the message says why of each.</exception>
    public async Task DownloadArchiveAsync(KnownDataset dataset, string folder, CancellationToken cancellation)
    {
        var reasons = new List<string>();
        foreach (string source in dataset.Sources)
        {
            string address = source + dataset.Archive;
            string temporary = Path.Combine(folder, $"{dataset.Archive}.{Guid.NewGuid():N}.part");
            try
            {
                Directory.CreateDirectory(folder);
                await FetchAsync(address, temporary, cancellation).ConfigureAwait(false);
                await UnpackAsync(dataset, temporary, folder, cancellation).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException
                || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                reasons.Add($"{address}: {exception.Message}");
            }
            finally
            {
                if (File.Exists(temporary))
                {
                    File.Delete(temporary);
                }
            }
        }

        throw new DownloadException("Downloading failed. " + string.Join(" ", reasons));
    }

    // A file gets its name when it is whole and right. Names in the archive are compared, never used as paths.
    private static async Task UnpackAsync(KnownDataset dataset, string archive, string folder, CancellationToken cancellation)
    {
        List<KnownFile> missing = [.. dataset.Files];
        await using FileStream stream = File.OpenRead(archive);
        await using var content = new GZipStream(stream, CompressionMode.Decompress);
        await using var tar = new TarReader(content);
        while (missing.Count > 0 && await tar.GetNextEntryAsync(copyData: false, cancellation).ConfigureAwait(false) is { } entry)
        {
            KnownFile? file = missing.Find(candidate => entry.Name == candidate.Name || entry.Name.EndsWith("/" + candidate.Name, StringComparison.Ordinal));
            if (file is null || entry.DataStream is null)
            {
                continue;
            }

            string temporary = Path.Combine(folder, $"{file.Name}.{Guid.NewGuid():N}.part");
            try
            {
                await using (FileStream unpacked = File.Create(temporary))
                {
                    await entry.DataStream.CopyToAsync(unpacked, cancellation).ConfigureAwait(false);
                }

                await using (FileStream unpacked = File.OpenRead(temporary))
                {
                    await CheckAsync(unpacked, file, cancellation).ConfigureAwait(false);
                }

                File.Move(temporary, Path.Combine(folder, file.Name), overwrite: true);
                missing.Remove(file);
            }
            finally
            {
                if (File.Exists(temporary))
                {
                    File.Delete(temporary);
                }
            }
        }

        if (missing.Count > 0)
        {
            throw new InvalidDataException($"The archive lacks {string.Join(", ", missing.ConvertAll(file => file.Name))}.");
        }
    }

    private static async Task CheckFetchedAsync(string path, KnownDataset dataset, KnownFile file, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(path);
        await using Stream content = dataset.IsPlain ? stream : new GZipStream(stream, CompressionMode.Decompress);
        await CheckAsync(content, file, cancellation).ConfigureAwait(false);
    }

    private static async Task CheckAsync(Stream content, KnownFile file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        long length = 0;
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation).ConfigureAwait(false)) != 0)
        {
            length += read;
            if (length > file.Length)
            {
                throw new InvalidDataException($"The content is longer than the {file.Length} bytes of {file.Name}.");
            }

            hash.AppendData(buffer, 0, read);
        }

        string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (actual != file.Sha256)
        {
            throw new InvalidDataException($"The SHA-256 of the content is {actual}; {file.Name} has {file.Sha256}.");
        }
    }

    private async Task FetchAsync(string address, string path, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        await using FileStream stream = File.Create(path);
        await response.Content.CopyToAsync(stream, cancellation).ConfigureAwait(false);
    }
}

/// <summary>A file could not be fetched from any of its sources.</summary>
public sealed class DownloadException : Exception
{
    /// <summary>Reports why of each source.</summary>
    public DownloadException(string message)
        : base(message)
    {
    }
}
