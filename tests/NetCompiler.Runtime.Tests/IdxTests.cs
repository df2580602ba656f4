using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>IDX files, good and bad.</summary>
public sealed class IdxTests
{
    private static readonly byte[] Images =
    [
        0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2,
        1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255,
    ];

    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 255];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GoodFilesAreRead(bool compressed)
    {
        using var folder = new TemporaryFolder();

        // The name says nothing: the first bytes do.
        IdxTensor images = Idx.ReadImages(folder.Write("images", compressed ? Compress(Images) : Images));
        Assert.Equal([2, 3, 2], images.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255], images.Values);
        Assert.Equal([7, 0, 255], Idx.ReadLabels(folder.Write("labels.gz", compressed ? Compress(Labels) : Labels)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryTruncationIsRefusedByName(bool compressed)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = compressed ? Compress(Images) : Images;

        // A gzip file ends with the code for "no more" and eight bytes of checksum and length: without them all data are still there.
        int trailer = compressed ? 10 : 0;
        for (int length = 0; length < whole.Length; length++)
        {
            string path = folder.Write("cut.idx", whole[..length]);
            try
            {
                IdxTensor images = Idx.Read(path);
                Assert.True(length >= whole.Length - trailer);
                Assert.Equal(Images[16..], images.Values);
            }
            catch (InvalidDataException exception)
            {
                Assert.Contains(path, exception.Message);
            }
        }
    }

    [Fact]
    public void EveryChangedByteIsReadOrRefusedByName()
    {
        using var folder = new TemporaryFolder();
        int refused = 0;
        foreach (byte[] whole in (byte[][])[Images, Compress(Images)])
        {
            for (int at = 0; at < whole.Length; at++)
            {
                foreach (byte change in (byte[])[1, 0x80, 0xFF])
                {
                    byte[] changed = [.. whole];
                    changed[at] ^= change;
                    string path = folder.Write("changed.idx", changed);
                    try
                    {
                        Idx.Read(path);
                    }
                    catch (InvalidDataException exception)
                    {
                        Assert.Contains(path, exception.Message);
                        refused++;
                    }
                }
            }
        }

        // All 16 bytes of the plain header matter.
        Assert.True(refused >= 48);
    }

    [Theory]
    [InlineData("no IDX file", new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 5 })]
    [InlineData("type 0x0D", new byte[] { 0, 0, 13, 1, 0, 0, 0, 1, 5 })]
    [InlineData("no dimensions", new byte[] { 0, 0, 8, 0 })]
    [InlineData("extent 0", new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 })]
    [InlineData("extent 4294967295", new byte[] { 0, 0, 8, 1, 255, 255, 255, 255, 1 })]
    [InlineData("more than the file can hold", new byte[] { 0, 0, 8, 1, 127, 255, 255, 255, 1 })]
    [InlineData("more than the file can hold", new byte[] { 0, 0, 8, 4, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0 })]
    [InlineData("goes on after the 1 bytes", new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 5, 5 })]
    [InlineData("ends after 1 of 2 bytes", new byte[] { 0, 0, 8, 1, 0, 0, 0, 2, 5 })]
    [InlineData("ends within its header", new byte[] { 0, 0, 8, 2, 0, 0, 0, 1 })]
    public void BadFilesAreRefusedWithTheReason(string reason, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.idx", bytes);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Idx.Read(path)).Message);
    }

    [Fact]
    public void AnAbsurdSizeInACompressedFileIsRefusedBeforeItIsAllocated()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bomb.gz", Compress([0, 0, 8, 3, 0, 0, 0x70, 0, 0, 0, 0x70, 0, 0, 0, 1, 0, 9]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than the file can hold", Assert.Throws<InvalidDataException>(() => Idx.ReadImages(path)).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void ImagesAreNoLabelsAndAbsentFilesAreAbsent()
    {
        using var folder = new TemporaryFolder();
        string images = folder.Write("images", Images);
        string labels = folder.Write("labels", Labels);
        Assert.Contains("3 dimensions, and labels have 1", Assert.Throws<InvalidDataException>(() => Idx.ReadLabels(images)).Message);
        Assert.Contains("1 dimensions, and images have 3", Assert.Throws<InvalidDataException>(() => Idx.ReadImages(labels)).Message);
        Assert.Throws<FileNotFoundException>(() => Idx.Read(folder.PathOf("absent")));
    }

    [Fact]
    public void TheRealFilesAreRead()
    {
        IdxTensor images = Idx.ReadImages(TestData.Require("fashion-mnist", "t10k-images-idx3-ubyte.gz"));
        int[] labels = Idx.ReadLabels(TestData.Require("fashion-mnist", "t10k-labels-idx1-ubyte.gz"));
        Assert.Equal([10_000, 28, 28], images.Shape);

        // The set has a thousand of each class.
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(1000, labels.Count(item => item == label)));
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }
}
