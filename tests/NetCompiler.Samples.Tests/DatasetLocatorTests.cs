using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;
using Xunit;

namespace NetCompiler.Samples.Tests;

public sealed class DatasetLocatorTests : IDisposable
{
    // SHA-256 of the ASCII texts "one" and "three", from sha256sum.
    private static readonly KnownDataset s_dataset = new(
        "set",
        "https://example.org/set",
        ["https://first.example.org/", "https://second.example.org/"],
        [
            new("a", 3, "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"),
            new("b", 5, "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f"),
        ]);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task The_users_folder_comes_first_then_the_environments_then_the_cache()
    {
        DatasetLocator locator = Locator(null);
        foreach (string place in (string[])["cache", "environment", "user"])
        {
            Write(place, "a.gz");
            Write(place, "b.gz");

            LocatedDataset located = await locator.LocateAsync(s_dataset, null, TestContext.Current.CancellationToken);

            Assert.Equal(_folder.At(place, "set"), located.Folder);
            Assert.Equal(_folder.At(place, "set", "b.gz"), located.Paths["b"]);
        }
    }

    [Fact]
    public async Task Files_without_compression_are_found_too()
    {
        Write("user", "a");
        Write("user", "b.gz");

        LocatedDataset located = await Locator(null).LocateAsync(s_dataset, null, TestContext.Current.CancellationToken);

        Assert.Equal(_folder.At("user", "set", "a"), located.Paths["a"]);
    }

    [Fact]
    public async Task A_folder_that_lacks_a_file_is_passed_over()
    {
        Write("user", "a.gz");
        Write("environment", "a.gz");
        Write("environment", "b.gz");

        LocatedDataset located = await Locator(null).LocateAsync(s_dataset, null, TestContext.Current.CancellationToken);

        Assert.Equal(_folder.At("environment", "set"), located.Folder);
    }

    [Theory]
    [InlineData("three", null)]
    [InlineData("other", "The SHA-256 of the content is")]
    [InlineData(null, "The archive lacks b.")]
    public async Task An_archive_is_unpacked_and_its_files_are_checked(string? second, string? problem)
    {
        using var memory = new MemoryStream();
        await using (var gzip = new GZipStream(memory, CompressionMode.Compress, leaveOpen: true))
        await using (var tar = new TarWriter(gzip))
        {
            foreach ((string name, string? content) in new[] { ("folder/a", "one"), ("../../escape", "x"), ("folder/b", second) })
            {
                if (content is not null)
                {
                    await tar.WriteEntryAsync(
                        new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content)) },
                        TestContext.Current.CancellationToken);
                }
            }
        }

        DatasetLocator locator = Locator(new Web { ["https://first.example.org/set.tar.gz"] = memory.ToArray() });
        KnownDataset dataset = s_dataset with { Archive = "set.tar.gz" };
        if (problem is not null)
        {
            DatasetNotFoundException exception = await Assert.ThrowsAsync<DatasetNotFoundException>(() => locator.LocateAsync(dataset, null, TestContext.Current.CancellationToken));
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Names("cache"), name => name != "a");
            return;
        }

        LocatedDataset located = await locator.LocateAsync(dataset, null, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], Names("cache"));
        Assert.Equal("three", await File.ReadAllTextAsync(located.Paths["b"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_nowhere_is_downloaded_checked_and_kept()
    {
        var web = new Web { ["https://first.example.org/a.gz"] = GZip("one"), ["https://first.example.org/b.gz"] = GZip("three") };
        DatasetLocator locator = Locator(web);
        var reports = new List<string>();

        LocatedDataset located = await locator.LocateAsync(s_dataset, reports.Add, TestContext.Current.CancellationToken);
        LocatedDataset again = await locator.LocateAsync(s_dataset, reports.Add, TestContext.Current.CancellationToken);

        Assert.Equal(_folder.At("cache", "set"), located.Folder);
        Assert.Equal(["a.gz", "b.gz"], Names("cache"));
        Assert.Equal(located.Folder, again.Folder);
        Assert.Equal(2, web.Requests.Count);
        Assert.Equal(2, reports.Count);
    }

    [Fact]
    public async Task Another_source_is_asked_where_one_fails_or_has_other_content()
    {
        var web = new Web
        {
            ["https://second.example.org/a.gz"] = GZip("one"),
            ["https://first.example.org/b.gz"] = GZip("THREE"),
            ["https://second.example.org/b.gz"] = GZip("three"),
        };

        LocatedDataset located = await Locator(web).LocateAsync(s_dataset, null, TestContext.Current.CancellationToken);

        using var content = new StreamReader(new GZipStream(File.OpenRead(located.Paths["b"]), CompressionMode.Decompress));
        Assert.Equal("three", await content.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("one", null)]
    [InlineData("ONE", "SHA-256")]
    public async Task Plain_files_are_downloaded_as_they_are_and_checked(string content, string? problem)
    {
        KnownDataset dataset = s_dataset with { Files = [s_dataset.Files[0]], IsPlain = true };
        var web = new Web { ["https://second.example.org/a"] = Encoding.ASCII.GetBytes(content) };

        if (problem is not null)
        {
            DatasetNotFoundException exception = await Assert.ThrowsAsync<DatasetNotFoundException>(() => Locator(web).LocateAsync(dataset, null, TestContext.Current.CancellationToken));
            Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
            Assert.Empty(Names("cache"));
            return;
        }

        var reports = new List<string>();
        LocatedDataset located = await Locator(web).LocateAsync(dataset, reports.Add, TestContext.Current.CancellationToken);
        Assert.Equal("one", await File.ReadAllTextAsync(located.Paths["a"], TestContext.Current.CancellationToken));
        Assert.StartsWith("Downloading set/a to ", Assert.Single(reports), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ONE", "SHA-256")]
    [InlineData("one and more", "longer than the 3 bytes")]
    public async Task Wrong_content_is_refused_and_leaves_nothing(string content, string reason)
    {
        var web = new Web { ["https://first.example.org/a.gz"] = GZip(content), ["https://second.example.org/a.gz"] = Encoding.ASCII.GetBytes("no gzip") };

        DatasetNotFoundException exception = await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => Locator(web).LocateAsync(s_dataset, null, TestContext.Current.CancellationToken));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Names("cache"));
    }

    [Fact]
    public async Task Offline_and_absent_says_where_to_put_which_files()
    {
        Write("user", "a.gz");

        DatasetNotFoundException exception = await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => Locator(null).LocateAsync(s_dataset, null, TestContext.Current.CancellationToken));

        Assert.Contains(_folder.At("user", "set") + ", which lacks b.gz", exception.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.At("environment", "set") + ", which does not exist", exception.Message, StringComparison.Ordinal);
        Assert.Contains("a.gz, b.gz", exception.Message, StringComparison.Ordinal);
        Assert.Contains("https://example.org/set", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--data DIR", exception.Message, StringComparison.Ordinal);
        Assert.Contains("NETCOMPILER_DATA", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hashes_are_those_of_the_real_files()
    {
        string? root = RealData.Find();
        if (root is null)
        {
            Assert.Skip("No real data: neither NETCOMPILER_DATA nor ../shared/data beside the repository.");
        }

        foreach (KnownDataset dataset in (KnownDataset[])[KnownDatasets.Mnist, KnownDatasets.FashionMnist, KnownDatasets.TinyShakespeare])
        {
            foreach (KnownFile file in dataset.Files)
            {
                string path = Path.Combine(root, dataset.Name, dataset.IsPlain ? file.Name : file.Name + ".gz");
                if (!File.Exists(path))
                {
                    Assert.Skip($"No {path}.");
                }

                await using Stream content = dataset.IsPlain ? File.OpenRead(path) : new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
                byte[] hash = await System.Security.Cryptography.SHA256.HashDataAsync(content, TestContext.Current.CancellationToken);
                Assert.Equal(file.Sha256, Convert.ToHexStringLower(hash));
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static byte[] GZip(string text)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.ASCII.GetBytes(text));
        }

        return stream.ToArray();
    }

    private DatasetLocator Locator(Web? web)
    {
        return new DatasetLocator(_folder.At("user"), _folder.At("environment"), _folder.At("cache"), web is null ? null : new FileDownloader(new HttpClient(web)));
    }

    private void Write(string place, string name)
    {
        Directory.CreateDirectory(_folder.At(place, "set"));
        File.WriteAllText(_folder.At(place, "set", name), "anything");
    }

    private string[] Names(string place) => [.. Directory.GetFiles(_folder.At(place, "set")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>Answers requests from memory; an address that it does not hold is 404.</summary>
    private sealed class Web : HttpMessageHandler
    {
        private readonly Dictionary<string, byte[]> _pages = [];

        public List<string> Requests { get; } = [];

        public byte[] this[string address]
        {
            set => _pages[address] = value;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string address = request.RequestUri!.AbsoluteUri;
            Requests.Add(address);
            return Task.FromResult(_pages.TryGetValue(address, out byte[]? page)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(page) }
                : new HttpResponseMessage(HttpStatusCode.NotFound));
        }
    }
}
