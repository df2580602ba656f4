using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace NetCompiler.Samples.Data;

/// <summary>
/// Finds the files of a data set: in the user's folder, else in that of the environment, else in the cache, else at the set's own
/// sources, from where they go into the cache. Each of the folders holds one folder for each set, called like the set.
/// </summary>
/// <param name="DataFolder">The folder that the user names, or null.</param>
/// <param name="EnvironmentFolder">The folder that the environment names, or null.</param>
/// <param name="CacheFolder">Where downloads are kept.</param>
/// <param name="Downloader">Fetches what is missing; null to stay offline.</param>
public sealed record DatasetLocator(string? DataFolder, string? EnvironmentFolder, string CacheFolder, FileDownloader? Downloader)
{
    /// <summary>The environment variable that names a folder with one folder for each data set.</summary>
    public const string EnvironmentVariable = "NETCOMPILER_DATA";

    /// <summary>A locator over this user's environment and cache.</summary>
    /// <param name="dataFolder">The folder that the user names, or null.</param>
    /// <param name="client">Fetches what is missing; null to stay offline.</param>
    public static DatasetLocator ForUser(string? dataFolder, HttpClient? client)
    {
        return new DatasetLocator(
            dataFolder,
            Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } folder ? folder : null,
            UserCacheFolder(),
            client is null ? null : new FileDownloader(client));
    }

    /// <summary>Finds a data set, and downloads it where it is nowhere on this machine.</summary>
    /// <param name="dataset">Which one.</param>
    /// <param name="report">Receives a sentence for each file that is downloaded, or null.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="DatasetNotFoundException">It is not here, and could not be had.</exception>
    public async Task<LocatedDataset> LocateAsync(KnownDataset dataset, Action<string>? report, CancellationToken cancellation)
    {
        foreach (string folder in Folders(dataset))
        {
            if (Find(dataset, folder) is LocatedDataset found)
            {
                return found;
            }
        }

        string cache = Path.Combine(CacheFolder, dataset.Name);
        if (Downloader is null)
        {
            throw new DatasetNotFoundException(Explain(dataset, "Downloading is switched off."), null);
        }

        if (dataset.Sources.Count == 0)
        {
            throw new DatasetNotFoundException(Explain(dataset, "There is nowhere to download it from."), null);
        }

        try
        {
            if (dataset.Archive is not null)
            {
                report?.Invoke($"Downloading {dataset.Archive} to {cache}");
                await Downloader.DownloadArchiveAsync(dataset, cache, cancellation).ConfigureAwait(false);
            }
            else
            {
                foreach (KnownFile file in dataset.Files.Where(file => PathOf(file, cache) is null))
                {
                    report?.Invoke($"Downloading {dataset.Name}/{file.Name}{(dataset.IsPlain ? string.Empty : ".gz")} to {cache}");
                    await Downloader.DownloadAsync(dataset, file, cache, cancellation).ConfigureAwait(false);
                }
            }
        }
        catch (DownloadException exception)
        {
            throw new DatasetNotFoundException(Explain(dataset, exception.Message), exception);
        }

        return Find(dataset, cache)
            ?? throw new DatasetNotFoundException(Explain(dataset, $"The files were downloaded to {cache}, but are no longer there."), null);
    }

    private static LocatedDataset? Find(KnownDataset dataset, string folder)
    {
        var paths = new Dictionary<string, string>();
        foreach (KnownFile file in dataset.Files)
        {
            if (PathOf(file, folder) is not string path)
            {
                return null;
            }

            paths.Add(file.Name, path);
        }

        return new LocatedDataset(dataset, folder, paths);
    }

    private static string? PathOf(KnownFile file, string folder)
    {
        string plain = Path.Combine(folder, file.Name);
        string compressed = plain + ".gz";
        return File.Exists(compressed) ? compressed : File.Exists(plain) ? plain : null;
    }

    // The platform's folder for what a program can fetch again.
    private static string UserCacheFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(home, ".cache");
        return Path.Combine(root, "netcompiler", "data");
    }

    private IEnumerable<string> Folders(KnownDataset dataset)
    {
        foreach (string? root in (string?[])[DataFolder, EnvironmentFolder, CacheFolder])
        {
            if (root is not null)
            {
                yield return Path.Combine(root, dataset.Name);
            }
        }
    }

    private string Explain(KnownDataset dataset, string reason)
    {
        var text = new StringBuilder();
        text.Append("The data set ").Append(dataset.Name).AppendLine(" is not on this machine. Looked for its files in");
        foreach (string folder in Folders(dataset))
        {
            string[] missing = [.. dataset.Files.Where(file => PathOf(file, folder) is null).Select(file => file.Name + ".gz")];
            text.Append("  ").Append(folder).Append(Directory.Exists(folder) ? ", which lacks " + string.Join(", ", missing) : ", which does not exist").AppendLine();
        }

        text.AppendLine(reason);
        text.Append("Put ").AppendJoin(", ", dataset.Files.Select(file => file.Name + ".gz")).Append(" (or the same files uncompressed) from ").Append(dataset.Page)
            .Append(" into a folder called ").Append(dataset.Name).Append(", and name the folder around it with --data DIR or in ").Append(EnvironmentVariable).Append('.');
        return text.ToString();
    }
}
