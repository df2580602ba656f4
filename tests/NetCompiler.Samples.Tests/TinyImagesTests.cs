using System;
using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Data;
using NetCompiler.Samples.Data;
using NetCompiler.Samples.Drawing;
using NetCompiler.Samples.TinyImages;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Samples.Tests;

public sealed class TinyImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_options_the_network_is_trained_on_drawn_shapes()
    {
        TinyImagesOptions options = await ParseAsync();

        Assert.Equal(("shapes", 10, true, 1), (options.Dataset, options.Epochs, options.Augment, options.Seed));
        Assert.Null(options.DataFolder);
        Assert.InRange(options.Workers, 1, 2);
        Assert.Equal(("shapes-resnet8.safetensors", "shapes-mistakes.html"), (options.Output.Name, options.Page.Name));
    }

    [Fact]
    public async Task Every_option_is_read()
    {
        TinyImagesOptions options = await ParseAsync(
            "--dataset", "cifar-10", "--data", "folder", "--epochs", "3", "--seed", "7", "--workers", "1", "--no-augmentation", "--output", "a.safetensors", "--page", "b.html");

        Assert.Equal(("cifar-10", 3, false, 7, 1), (options.Dataset, options.Epochs, options.Augment, options.Seed, options.Workers));
        Assert.Equal(("folder", "a.safetensors", "b.html"), (options.DataFolder?.Name, options.Output.Name, options.Page.Name));
        Assert.Equal(25, (await ParseAsync("--dataset", "cifar-10-subset")).Epochs);
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs is at least 1.")]
    [InlineData("--workers", "0", "--workers is at least 1.")]
    [InlineData("--seed", "-1", "--seed is at least 0.")]
    [InlineData("--dataset", "imagenet", "imagenet")]
    public void A_value_that_is_none_is_refused_with_a_message(string option, string value, string expected)
    {
        ParseResult result = TinyImagesCommand.Create((_, _) => Task.FromResult(0)).Parse([option, value]);

        Assert.Contains(expected, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_has_the_layers_of_MLPerf_Tiny()
    {
        // Kernels of 3x3 with 3, 16, 16, 16, 32, 32 and 64 inputs, shortcuts of 1x1, two numbers a channel for each of nine normalisations, and 10 (64 + 1).
        int kernels = 9 * ((3 * 16) + (16 * 16) + (16 * 16) + (16 * 32) + (32 * 32) + (32 * 64) + (64 * 64)) + (16 * 32) + (32 * 64);
        Assert.Equal(kernels + (2 * ((3 * 16) + (3 * 32) + (3 * 64))) + 650, TinyResNet.Description.ParameterCount);
        Assert.Equal(ElementType.UInt8, TinyResNet.Description.Inputs[0].Type);
    }

    [Fact]
    public async Task A_whole_run_learns_and_writes_weights_and_page()
    {
        Dataset test = Colours(200, seed: 2);
        var data = new ImageSet(Colours(640, seed: 1), test.Take(50), test, DrawnShapes.ClassNames);
        TinyImagesOptions options = await ParseAsync("--epochs", "6", "--workers", "1", "--output", _folder.At("weights.safetensors"), "--page", _folder.At("page.html"));
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        double accuracy = Experiment.Run(data, options, output, TestContext.Current.CancellationToken);

        // Guessing reaches a tenth.
        Assert.True(accuracy > 0.4, $"{100 * accuracy:F1} % of 200 images are right.");
        string page = await File.ReadAllTextAsync(options.Page.FullName, TestContext.Current.CancellationToken);
        Assert.DoesNotMatch("(src|href)=\"(?!data:)", page);
        int mistakes = 200 - (int)Math.Round(200 * accuracy);
        Assert.Equal(Math.Min(Experiment.PageMistakes, mistakes), Regex.Count(page, "<figure>"));
        Assert.Contains("test accuracy: " + (100 * accuracy).ToString("F2", CultureInfo.InvariantCulture), output.ToString(), StringComparison.Ordinal);
        TinyResNet loaded = TinyResNet.Load(options.Output.FullName);
        Assert.Equal(accuracy, new Trainer<TinyResNet>(loaded).Evaluate(data.Test).Accuracy!.Value, 1e-6);
    }

    [Fact]
    public void Shapes_are_balanced_and_depend_on_seed_and_split_alone()
    {
        DrawnShapes shapes = DrawnShapes.Draw(0, 40, seed: 3);

        Assert.All(shapes.Labels.GroupBy(label => label), group => Assert.Equal(4, group.Count()));
        Assert.Equal(shapes.Pixels, DrawnShapes.Draw(0, 40, seed: 3).Pixels);
        Assert.NotEqual(shapes.Pixels, DrawnShapes.Draw(0, 40, seed: 4).Pixels);
        Assert.NotEqual(shapes.Pixels, DrawnShapes.Draw(2, 40, seed: 3).Pixels);
    }

    [Fact]
    public void CIFAR_files_are_read_plain_and_compressed_one_behind_the_other()
    {
        byte[] first = Record(3, 10);
        byte[] second = [.. Record(0, 20), .. Record(9, 30)];
        File.WriteAllBytes(_folder.At("a.bin"), first);
        using (var gzip = new GZipStream(File.Create(_folder.At("b.bin.gz")), CompressionMode.Compress))
        {
            gzip.Write(second);
        }

        CifarImages images = CifarImages.Read(_folder.At("a.bin"), _folder.At("b.bin.gz"));

        Assert.Equal([3, 0, 9], images.Labels);
        Assert.Equal([.. first[1..], .. second[1..3073], .. second[3074..]], images.Pixels);
    }

    [Theory]
    [InlineData(3072, 0, "are not a whole number of records of 3073")]
    [InlineData(0, 0, "are not a whole number of records of 3073")]
    [InlineData(3073, 10, "record 0 has the class 10")]
    public void Files_that_are_none_of_CIFAR_are_refused(int length, byte label, string expected)
    {
        byte[] content = new byte[length];
        content.AsSpan(0, Math.Min(1, length)).Fill(label);
        File.WriteAllBytes(_folder.At("a.bin"), content);

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => CifarImages.Read(_folder.At("a.bin")));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("a.bin", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_a_PNG_with_the_pixels_in_rows()
    {
        // Two pixels beside each other: (1, 3, 5) and (2, 4, 6).
        byte[] png = Png.FromPlanes([1, 2, 3, 4, 5, 6], 2, 1);

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal("IHDR"u8.ToArray(), png[12..16]);
        Assert.Equal((2, 1), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));

        // zlib.crc32(b'IHDR' + struct.pack('>IIBBBBB', 2, 1, 8, 2, 0, 0, 0)) and the well-known one of an empty IEND.
        Assert.Equal(0x7B40E8DDu, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(29)));
        Assert.Equal(0xAE426082u, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(png.Length - 4)));
        int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        using var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal([0, 1, 3, 5, 2, 4, 6], rows.ToArray());
        Assert.Throws<ArgumentException>(() => Png.FromPlanes([1, 2, 3], 2, 1));
    }

    [Fact]
    public void Names_on_the_page_are_text()
    {
        var confusion = new ConfusionMatrix(["a<b", "c&d"]);
        confusion.Add(predicted: 1, label: 0);
        string page = MistakePage.Write("<x>", 3, TimeSpan.FromSeconds(5), confusion, [new Mistake(7, new byte[3072], 0, 1, 0.875, 0.125)]);

        Assert.Contains("alt=\"a&lt;b, taken for c&amp;d\"", page, StringComparison.Ordinal);
        Assert.Contains("87.5 %", page, StringComparison.Ordinal);
        Assert.Contains("12.5 %", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<x>", page, StringComparison.Ordinal);
    }

    // Ten colours, with so much noise that some images are hard to tell: less to learn than the shapes are.
    private static Dataset Colours(int count, int seed)
    {
        var random = new Random(seed);
        byte[] pixels = new byte[count * 3072];
        int[] labels = new int[count];
        for (int image = 0; image < count; image++)
        {
            labels[image] = image % 10;
            for (int i = 0; i < 3072; i++)
            {
                int level = (labels[image] * ((i / 1024 * 2) + 1) % 10 * 20) + 20;
                pixels[(image * 3072) + i] = (byte)(level + random.Next(-20, 21));
            }
        }

        return Dataset.Of(pixels, labels);
    }

    private static byte[] Record(byte label, byte first) => [label, .. Enumerable.Range(0, 3072).Select(i => (byte)(first + i))];

    private static async Task<TinyImagesOptions> ParseAsync(params string[] arguments)
    {
        TinyImagesOptions? options = null;
        RootCommand command = TinyImagesCommand.Create((parsed, _) =>
        {
            options = parsed;
            return Task.FromResult(0);
        });
        Assert.Equal(0, await command.Parse(arguments).InvokeAsync(cancellationToken: CancellationToken.None));
        return options ?? throw new InvalidDataException("The command did not run.");
    }
}
