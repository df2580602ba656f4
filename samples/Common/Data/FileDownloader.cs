using System;
using System.Collections.Generic;
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

    /// <summary>Fetches one file, with <c>.gz</c> after its name, from the first source that has the right content.</summary>
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
            string address = source + file.Name + ".gz";
            string temporary = Path.Combine(folder, $"{file.Name}.{Guid.NewGuid():N}.part");
            try
            {
                Directory.CreateDirectory(folder);
                await FetchAsync(address, temporary, cancellation).ConfigureAwait(false);
                await CheckAsync(temporary, file, cancellation).ConfigureAwait(false);
                File.Move(temporary, Path.Combine(folder, file.Name + ".gz"), overwrite: true);
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

    private static async Task CheckAsync(string path, KnownFile file, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(path);
        await using var content = new GZipStream(stream, CompressionMode.Decompress);
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
