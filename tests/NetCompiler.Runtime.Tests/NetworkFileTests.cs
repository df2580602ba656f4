using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Weights files: round trips, PyTorch's files, bad files, embedded files.</summary>
public sealed class NetworkFileTests
{
    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "fixtures", "state_dict.safetensors");

    [Fact]
    public void WhatIsSavedIsLoaded()
    {
        using var folder = new TemporaryFolder();
        var network = new SmallNetwork<Batch4>(6);
        network.Parameters["0.bias"][3] = float.NegativeInfinity;
        network.Parameters["0.bias"][4] = 1e-42f;
        string path = folder.PathOf("net.safetensors");
        NetworkFile.Save(network, path);
        NetworkFile.Save(network, path);
        Assert.Equal(["net.safetensors"], folder.Files);
        Assert.Equal(Call.Parameters(network), Call.Parameters(NetworkFile.Load<SmallNetwork<Batch4>>(path)));

        // Another compiled batch is another class, and the same weights.
        Assert.Equal(Call.Parameters(network), Call.Parameters(NetworkFile.Load<SmallNetwork<Batch64>>(path)));
        using FileStream stream = File.OpenRead(path);
        Assert.Equal(Call.Parameters(network), Call.Parameters(NetworkFile.Load<SmallNetwork<Batch4>>(stream)));
    }

    [Fact]
    public void StateIsSavedToo()
    {
        var network = new StatefulNetwork();
        network.Parameters["0.running_mean"][0] = 12;
        using var stream = new MemoryStream();
        NetworkFile.Save(network, stream);
        stream.Position = 0;
        StatefulNetwork loaded = NetworkFile.Load<StatefulNetwork>(stream);
        Assert.Equal(12, loaded.Parameters["0.running_mean"][0]);
        Assert.Equal(24, loaded.Memory.Prepared<StatefulNetwork>()[0]);
    }

    [Fact]
    public void TheFileIsTheFormatToTheByte()
    {
        using var stream = new MemoryStream();
        var network = new LinearRegression<Batch4>();
        network.Parameters["0.weight"].CopyFrom([1, 2, 3]);
        network.Parameters["0.bias"].CopyFrom([4]);
        NetworkFile.Save(network, stream);
        byte[] bytes = stream.ToArray();
        int length = (int)BitConverter.ToInt64(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(8 + length + 16, bytes.Length);
        JsonElement header = JsonDocument.Parse(bytes.AsMemory(8, length)).RootElement;
        Assert.Equal("""{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]}""", header.GetProperty("0.weight").GetRawText());
        Assert.Equal("""{"dtype":"F32","shape":[1],"data_offsets":[12,16]}""", header.GetProperty("0.bias").GetRawText());
        Assert.Equal("""{"format":"pt"}""", header.GetProperty("__metadata__").GetRawText());
        Assert.Equal([1f, 2, 3, 4], Enumerable.Range(0, 4).Select(index => BitConverter.ToSingle(bytes, 8 + length + (4 * index))));
    }

    [Fact]
    public void AStateDictOfPyTorchComputesWhatPyTorchDoes()
    {
        // In F32, F64, F16 and BF16, and in another order; see tests/fixtures/make_safetensors.py.
        JsonElement expected = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Fixture, ".json"))).RootElement;
        SmallNetwork<Batch4> network = NetworkFile.Load<SmallNetwork<Batch4>>(Fixture);
        float[] inputs = [.. expected.GetProperty("inputs").EnumerateArray().Select(number => number.GetSingle())];
        float[] outputs = new float[12];
        StepArguments arguments = default;
        arguments[0] = inputs.AsSpan();
        arguments[2] = outputs.AsSpan();
        arguments.Parameters = network.Memory.Parameters;
        arguments.Prepared = network.Memory.Prepared<SmallNetwork<Batch4>>();
        arguments.Workspace = network.Memory.InferenceWorkspace;
        arguments.Rows = 4;
        SmallNetwork<Batch4>.Infer(ref arguments);
        Assert.All(expected.GetProperty("outputs").EnumerateArray().Select(number => number.GetSingle()).Zip(outputs), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal("made by hand", NetworkFile.ReadMetadata(Fixture).Properties["note"]);
    }

    [Fact]
    public void HalvesAreReadExactly()
    {
        // 1.5, -2, the smallest subnormal, infinity.
        byte[] halves = [0x00, 0x3E, 0x00, 0xC0, 0x01, 0x00, 0x00, 0x7C];
        Assert.Equal([1.5f, -2, 5.9604645e-8f, float.PositiveInfinity], Read("F16", halves));

        // The upper halves of 1.5, -2, 2^-133 and infinity.
        byte[] brains = [0xC0, 0x3F, 0x00, 0xC0, 0x01, 0x00, 0x80, 0x7F];
        Assert.Equal([1.5f, -2, 9.18355e-41f, float.PositiveInfinity], Read("BF16", brains));

        static float[] Read(string type, byte[] data)
        {
            string header = $"{{{SafetensorsText.Entry("0.weight", [1, 3], 0, 6, type)},{SafetensorsText.Entry("0.bias", [1], 6, 8, type)}}}";
            return Call.Parameters(NetworkFile.Load<LinearRegression<Batch4>>(new MemoryStream(SafetensorsText.File(header, data))));
        }
    }

    [Fact]
    public void CountersOfPyTorchsNormalisationsAreLeftAlone()
    {
        byte[] file = SafetensorsText.File(
            $"{{{SafetensorsText.Entry("0.num_batches_tracked", [], 0, 8, "I64")},{SafetensorsText.Entry("0.weight", [1], 8)},{SafetensorsText.Entry("0.running_mean", [1], 12)}}}",
            [9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]);
        StatefulNetwork network = NetworkFile.Load<StatefulNetwork>(new MemoryStream(file));
        Assert.Equal((1, 2), (network.Parameters["0.weight"][0], network.Parameters["0.running_mean"][0]));
    }

    [Fact]
    public void EveryMissingExtraAndMisshapedTensorIsNamedAtOnce()
    {
        byte[] file = SafetensorsText.File(
            $"{{{SafetensorsText.Entry("0.weight", [5, 20], 0)},{SafetensorsText.Entry("2.bias", [3], 400, 424, "I64")},"
            + $"{SafetensorsText.Entry("1.weight", [2], 424)},{SafetensorsText.Entry("2.weight", [3, 20], 432)}}}",
            672);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<SmallNetwork<Batch4>>(new MemoryStream(file)));
        Assert.Equal(
            """
            The tensors of 'MemoryStream' are not those of network 'Tests.SmallNetwork':
              wrong shape: '0.weight' is [5, 20] in the file and [20, 5] in the network
              missing: '0.bias' [20]
              wrong type: '2.bias' is I64 in the file; F32, F64, F16 and BF16 can be read
              not in the network: '1.weight' [2]
            """,
            exception.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EveryTruncationAndExtensionIsRefused(bool seekable)
    {
        byte[] whole = SafetensorsText.LinearRegression();
        Assert.Equal([1, 2, 3, 4], Load(whole));
        for (int length = 0; length < whole.Length; length++)
        {
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Load(whole[..length]));
            Assert.StartsWith("Cannot read '", exception.Message);
        }

        Assert.Throws<InvalidDataException>(() => Load([.. whole, 0]));

        float[] Load(byte[] bytes)
        {
            using Stream stream = seekable ? new MemoryStream(bytes) : new Trickle(bytes);
            return Call.Parameters(NetworkFile.Load<LinearRegression<Batch4>>(stream));
        }
    }

    [Fact]
    public void EveryChangedByteIsReadOrRefused()
    {
        byte[] whole = SafetensorsText.LinearRegression();
        int header = whole.Length - 16;
        int refused = 0;
        for (int at = 0; at < whole.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = [.. whole];
                changed[at] = (byte)value;
                try
                {
                    NetworkFile.Load<LinearRegression<Batch4>>(new MemoryStream(changed));
                }
                catch (InvalidDataException exception)
                {
                    Assert.Contains("'MemoryStream'", exception.Message);
                    Assert.True(at < header);
                    refused++;
                }
            }
        }

        // Nearly every byte of the header has one right value; a few can be white space or another digit.
        Assert.True(refused > 250 * header);
    }

    public static IEnumerable<TheoryDataRow<string, byte[]>> BadFiles()
    {
        string weight = SafetensorsText.Entry("0.weight", [1, 3], 0);
        string bias = SafetensorsText.Entry("0.bias", [1], 12);
        yield return new("its header would have 4294967295 bytes", [255, 255, 255, 255, 0, 0, 0, 0, 0, 0]);
        yield return new("its header would have 18446744073709551615 bytes", [255, 255, 255, 255, 255, 255, 255, 255, 0, 0]);
        yield return new("ends within its header, after 2 of 90000000 bytes", [.. BitConverter.GetBytes(90_000_000L), 0, 0]);
        yield return new("not UTF-8", [2, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]);
        yield return new("'0.bias', from byte 8, overlaps '0.weight'", SafetensorsText.File($"{{{weight},{SafetensorsText.Entry("0.bias", [1], 8)}}}", 16));
        yield return new("'0.bias', from byte 16, leaves a gap after '0.weight'", SafetensorsText.File($"{{{weight},{SafetensorsText.Entry("0.bias", [1], 16)}}}", 20));
        yield return new("leaves a gap after the header", SafetensorsText.File($"{{{bias}}}", 16));
        yield return new("its tensors take 16 bytes, and 12 follow", SafetensorsText.File($"{{{weight},{bias}}}", 12));
        yield return new("its tensors take 16 bytes, and 20 follow", SafetensorsText.File($"{{{weight},{bias}}}", 20));
        yield return new("lists '0.weight' twice", SafetensorsText.File($"{{{weight},{weight}}}", 12));
        yield return new("does not fit its place from byte 0 to byte 8", SafetensorsText.File($"{{{SafetensorsText.Entry("0.weight", [1, 3], 0, 8)}}}", 8));
        yield return new("does not fit its place from byte 12 to byte 0", SafetensorsText.File($"{{{SafetensorsText.Entry("0.weight", [1, 3], 12, 0)}}}", 8));
        yield return new(
            "does not fit its place",
            SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4611686018427387904,16],\"data_offsets\":[0,0]}}", 0));
        yield return new("unknown type 'F33'", SafetensorsText.File($"{{{SafetensorsText.Entry("0.weight", [1, 3], 0, 12, "F33")}}}", 12));
        yield return new("not a whole number", SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,0]}}", 0));
        yield return new("not a whole number", SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,0]}}", 0));
        yield return new("not a whole number", SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,0]}}", 0));
        yield return new("needs a dtype", SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[]}}", 0));
        yield return new("needs a dtype", SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0]}}", 0));
        yield return new("repeated entry 'dtype'", SafetensorsText.File("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0));
        yield return new("has a Number", SafetensorsText.File("{\"a\":7}", 0));
        yield return new("not the JSON", SafetensorsText.File("{\"a\":", 0));
        yield return new("not the JSON", SafetensorsText.File("{} x", 0));
        yield return new("not the JSON", SafetensorsText.File("{\"\\uD800\":7}", 0));
        yield return new("has a StartArray", SafetensorsText.File("[]", 0));
        yield return new("__metadata__ has a Number", SafetensorsText.File("{\"__metadata__\":{\"a\":1}}", 0));
        yield return new("has 'a' twice", SafetensorsText.File("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0));
    }

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void BadFilesAreRefusedWithTheReasonAndTheirName(string reason, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.safetensors", bytes);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<LinearRegression<Batch4>>(path));
        Assert.Contains(reason, exception.Message);
        Assert.Contains(path, exception.Message);
    }

    [Fact]
    public void AnEmptyFileOfTensorsMissesAll()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => NetworkFile.Load<LinearRegression<Batch4>>(new MemoryStream(SafetensorsText.File("{}", 0))));
        Assert.Contains("missing: '0.weight' [1, 3]", exception.Message);
        Assert.Contains("missing: '0.bias' [1]", exception.Message);
    }

    [Fact]
    public void MetadataTravel()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("net.safetensors");
        var metadata = new NetworkMetadata
        {
            ClassNames = ["T-shirt/top", "Straße", "\"quoted\"", string.Empty],
            InputScale = 1f / 255,
            InputOffset = -0.1f,
            Properties = new Dictionary<string, string> { ["author"] = "me", ["line\nbreak"] = "日本" },
        };
        NetworkFile.Save(new LinearRegression<Batch4>(), path, metadata);
        foreach (NetworkMetadata read in (NetworkMetadata[])[NetworkFile.ReadMetadata(path), NetworkFile.ReadMetadata(new MemoryStream(File.ReadAllBytes(path)))])
        {
            Assert.Equal(metadata.ClassNames, read.ClassNames);
            Assert.Equal(1f / 255, read.InputScale);
            Assert.Equal(-0.1f, read.InputOffset);
            Assert.Equal(metadata.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal), read.Properties);
        }

        NetworkFile.Save(new LinearRegression<Batch4>(), path);
        NetworkMetadata empty = NetworkFile.ReadMetadata(path);
        Assert.Empty(empty.ClassNames);
        Assert.Empty(empty.Properties);
        Assert.Null(empty.InputScale);
        Assert.Null(empty.InputOffset);
    }

    [Theory]
    [InlineData("netcompiler.class_names", "{}")]
    [InlineData("netcompiler.class_names", "[1]")]
    [InlineData("netcompiler.class_names", "[null]")]
    [InlineData("netcompiler.class_names", "[")]
    [InlineData("netcompiler.class_names", "")]
    [InlineData("netcompiler.input_scale", "one")]
    public void MetadataThatMeanNothingAreRefusedByName(string key, string value)
    {
        byte[] file = SafetensorsText.File(JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, string>> { ["__metadata__"] = new() { [key] = value } }), 0);
        Assert.Contains($"its metadata '{key}'", Assert.Throws<InvalidDataException>(() => NetworkFile.ReadMetadata(new MemoryStream(file))).Message);
    }

    [Fact]
    public void ReservedNamesOfMetadataAreRefusedAndNothingIsWritten()
    {
        using var folder = new TemporaryFolder();
        foreach (string key in (string[])["format", "netcompiler.x"])
        {
            var metadata = new NetworkMetadata { Properties = new Dictionary<string, string> { [key] = "x" } };
            Assert.Contains($"'{key}'", Assert.Throws<ArgumentException>(() => NetworkFile.Save(new LinearRegression<Batch4>(), folder.PathOf("net"), metadata)).Message);
        }

        Assert.Empty(folder.Files);
    }

    [Fact]
    public void AFailedSaveLeavesTheOldFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("net.safetensors", [1, 2, 3]);
        IOException exception = Assert.Throws<IOException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write(new byte[100]);
            stream.Flush();
            Assert.Equal(2, folder.Files.Length);
            throw new IOException("the disk is full");
        }));
        Assert.Equal($"Cannot write '{path}': the disk is full. What was there is as it was.", exception.Message);
        Assert.Equal(["net.safetensors"], folder.Files);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void ANameThatCannotBeAFileLeavesNothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("taken"));
        Assert.ThrowsAny<Exception>(() => NetworkFile.Save(new LinearRegression<Batch4>(), folder.PathOf("taken")));
        Assert.Equal(["taken"], folder.Files);
        Assert.Throws<DirectoryNotFoundException>(() => NetworkFile.Save(new LinearRegression<Batch4>(), Path.Combine(folder.PathOf("absent"), "net")));
        Assert.Throws<FileNotFoundException>(() => NetworkFile.Load<LinearRegression<Batch4>>(folder.PathOf("absent")));
    }

    [Fact]
    public void EmbeddedFilesAreFoundByTheEndOfTheirName()
    {
        System.Reflection.Assembly assembly = typeof(NetworkFileTests).Assembly;
        float[] expected = Call.Parameters(NetworkFile.Load<SmallNetwork<Batch4>>(Fixture));
        Assert.Equal(expected, Call.Parameters(NetworkFile.LoadEmbedded<SmallNetwork<Batch4>>(assembly, "SmallNetwork.safetensors")));
        Assert.Equal(expected, Call.Parameters(NetworkFile.LoadEmbedded<SmallNetwork<Batch4>>(assembly, "NetCompiler.Runtime.Tests.Weights.SmallNetwork.safetensors")));
        Assert.Equal("made by hand", NetworkFile.ReadEmbeddedMetadata(assembly, "SmallNetwork.safetensors").Properties["note"]);

        FileNotFoundException absent = Assert.Throws<FileNotFoundException>(() => NetworkFile.LoadEmbedded<SmallNetwork<Batch4>>(assembly, "Network.safetensors"));
        Assert.Contains("no embedded resource 'Network.safetensors'", absent.Message);
        Assert.Contains("'NetCompiler.Runtime.Tests.Weights.SmallNetwork.safetensors'", absent.Message);
        Assert.Contains("<EmbeddedResource Include=\"Network.safetensors\" />", absent.Message);
        FileNotFoundException several = Assert.Throws<FileNotFoundException>(() => NetworkFile.LoadEmbedded<SmallNetwork<Batch4>>(assembly, "Twice.safetensors"));
        Assert.Contains("'first.Twice.safetensors', 'second.Twice.safetensors'", several.Message);
    }

    /// <summary>A stream of unknown length that gives few bytes at a time, as a network connection does.</summary>
    private sealed class Trickle(byte[] bytes) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = Math.Min(Math.Min(count, 3), bytes.Length - _position);
            bytes.AsSpan(_position, read).CopyTo(buffer.AsSpan(offset));
            _position += read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
