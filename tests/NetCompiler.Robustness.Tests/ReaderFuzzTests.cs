using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Samples.Data;
using Xunit;

namespace NetCompiler.Robustness.Tests;

/// <summary>
/// Every reader of files on mutated files: it reads them or throws what its documentation says, with the file's name; it allocates no more than a small multiple of the file. What mutates is
/// drawn from seeds; <c>NETCOMPILER_READER_SEEDS</c> names others, as 1-1000000.
/// </summary>
public sealed partial class ReaderFuzzTests(ITestOutputHelper output)
{
    private const string SeedsVariable = "NETCOMPILER_READER_SEEDS";
    private const string SeedsOfSuite = "1-4000";

    // The most bytes that reading may allocate: so many for each of the file, and the network, the reader's buffers and its messages.
    private const int BytesPerByte = 40;
    private const int FixedBytes = 1 << 20;

    public static TheoryData<string> Readers => ["weights", "weights of Keras", "weights from a stream", "metadata", "images", "compressed images", "labels", "time series", "CIFAR images"];

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Mutated_files_are_read_or_refused_by_name(string reader)
    {
        Counts counts = await Task.Run(() => Run(reader)).WaitAsync(TimeSpan.FromMinutes(30));
        string text = $"{reader}: {counts.Read + counts.Refused} mutated files, {counts.Read} read, {counts.Refused} refused; at most {counts.Most:N0} bytes allocated for one, of a file of {counts.MostOf:N0}.";
        output.WriteLine(text);

        // What passes is silent otherwise, and these counts are to be read.
        TestContext.Current.SendDiagnosticMessage("{0}", text);
        Assert.True(counts.Problems.Count == 0, string.Join("\n", counts.Problems));
        Assert.True(counts.Refused > counts.Read / 20, "Mutations must break files.");
    }

    private static Counts Run(string reader)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("mutated");
        var existing = new Normalized(5);
        float[] before = Values(existing);
        (byte[] whole, Action<string> read) = Case(reader);
        File.WriteAllBytes(path, whole);
        read(path);
        var counts = new Counts();
        foreach (int seed in SeedsOfRun())
        {
            var random = new Random(seed);
            byte[] mutated = Mutate(reader, whole, random);
            File.WriteAllBytes(path, mutated);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
                counts.Read++;
            }
            catch (InvalidDataException exception) when (reader == "weights from a stream" || exception.Message.Contains(path, StringComparison.Ordinal))
            {
                counts.Refused++;
            }
            catch (Exception exception)
            {
                counts.Problems.Add($"seed {seed}: {exception}");
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (allocated > counts.Most)
            {
                (counts.Most, counts.MostOf) = (allocated, mutated.Length);
            }

            if (allocated > FixedBytes + ((long)BytesPerByte * mutated.Length))
            {
                counts.Problems.Add($"seed {seed}: {allocated} bytes were allocated to read {mutated.Length}");
            }

            if (counts.Problems.Count > 10)
            {
                break;
            }
        }

        if (!before.SequenceEqual(Values(existing)))
        {
            counts.Problems.Add("A network changed while files were read.");
        }

        return counts;
    }

    private static float[] Values(Normalized network) => [.. network.Parameters.SelectMany(parameter => parameter.ToArray())];

    private static (byte[] Whole, Action<string> Read) Case(string reader)
    {
        switch (reader)
        {
            case "weights":
                return (Weights(), path => Normalized.Load(path));
            case "weights from a stream":
                return (Weights(), path =>
                {
                    using var gzip = new Unseekable(File.ReadAllBytes(path));
                    Normalized.Load(gzip);
                });
            case "weights of Keras":
                return (KerasWeights(), path => NetworkFile.Load<Normalized>(path, WeightConvention.Keras));
            case "metadata":
                return (Weights(), path => NetworkFile.ReadMetadata(path));
            case "images":
                return (Images(), path => Idx.ReadImages(path));
            case "compressed images":
                return (Compress(Images()), path => Idx.ReadImages(path));
            case "labels":
                return ([0, 0, 8, 1, 0, 0, 0, 60, .. Enumerable.Range(0, 60).Select(i => (byte)(i % 10))], path => Idx.ReadLabels(path));
            case "time series":
                return (Encoding.UTF8.GetBytes(Series()), path => TimeSeriesFile.Read(path));
            default:
                byte[] images = new byte[3 * 3073];
                new Random(2).NextBytes(images);
                (images[0], images[3073], images[2 * 3073]) = (1, 2, 9);
                return (images, path => CifarImages.Read(path));
        }
    }

    private static byte[] Weights()
    {
        using var stream = new MemoryStream();
        NetworkFile.Save(new Normalized(1), stream, new NetworkMetadata
        {
            ClassNames = ["cat", "dög \U0001F415"],
            InputScale = 0.5f,
            InputOffset = -1,
            Properties = new Dictionary<string, string>(StringComparer.Ordinal) { ["note"] = "made by hand \" \\ é" },
        });
        return stream.ToArray();
    }

    private static byte[] KerasWeights()
    {
        (string Name, int[] Shape)[] tensors = [("0.kernel", [4, 6]), ("0.bias", [6]), ("1.gamma", [6]), ("1.beta", [6]), ("1.moving_mean", [6]), ("1.moving_variance", [6]), ("3.kernel", [6, 2]), ("3.bias", [2])];
        int end = 0;
        string entries = string.Join(",", tensors.Select(tensor =>
        {
            int begin = end;
            end += 4 * tensor.Shape.Aggregate(1, (a, b) => a * b);
            return $"\"{tensor.Name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(",", tensor.Shape)}],\"data_offsets\":[{begin},{end}]}}";
        }));
        return WithHeader("{" + entries + "}", new byte[end]);
    }

    private static byte[] Images()
    {
        byte[] pixels = new byte[5 * 8 * 7];
        new Random(3).NextBytes(pixels);
        return [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 8, 0, 0, 0, 7, .. pixels];
    }

    private static string Series() => "# words\n@problemName Words\n@timeStamps false\n@missing false\n@univariate false\n@classLabel true a b\n@data\n"
        + string.Join("\n", Enumerable.Range(0, 6).Select(i => $"1.5,-2,{i},0.25:3,1e-3,{-i},7:{(i % 2 == 0 ? "a" : "b")}")) + "\n";

    private static byte[] Compress(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    private static byte[] WithHeader(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    private static byte[] Mutate(string reader, byte[] whole, Random random)
    {
        bool isWeights = reader.StartsWith("weights", StringComparison.Ordinal) || reader == "metadata";
        if (isWeights && random.Next(2) == 0)
        {
            return MutateHeader(whole, random);
        }

        // What is compressed is mutated before as well, so that the checksum does not hide what comes behind it.
        if (reader == "compressed images" && random.Next(2) == 0)
        {
            return Compress(MutateBytes(Images(), random));
        }

        return MutateBytes(whole, random);
    }

    private static byte[] MutateBytes(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        for (int i = random.Next(1, 4); i > 0 && bytes.Length > 0; i--)
        {
            int at = random.Next(3) == 0 ? random.Next(Math.Min(bytes.Length, 24)) : random.Next(bytes.Length);
            int length = random.Next(1, Math.Min(65, bytes.Length - at + 1));
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes = bytes[..at];
                    break;
                case 2:
                    bytes = [.. bytes, .. new byte[random.Next(1, 100)]];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[(at + length)..]];
                    break;
                case 4:
                    bytes = [.. bytes[..at], .. bytes.AsSpan(at, length), .. bytes[at..]];
                    break;
                case 5:
                    random.NextBytes(bytes.AsSpan(at, length));
                    break;
                case 6:
                    bytes.AsSpan(at, length).Fill((byte)random.Next(2) == 0 ? (byte)0 : byte.MaxValue);
                    break;
                case 7 when bytes.Length >= 8:
                    // A length, as any of the formats keeps it.
                    long number = Numbers[random.Next(Numbers.Length)];
                    int place = Math.Min(4 * random.Next(5), bytes.Length - 8);
                    if (random.Next(2) == 0)
                    {
                        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(place), number);
                    }
                    else
                    {
                        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(place), unchecked((int)number));
                    }

                    break;
                default:
                    (bytes[at], bytes[^1]) = (bytes[^1], bytes[at]);
                    break;
            }
        }

        return bytes;
    }

    private static long[] Numbers { get; } = [0, 1, -1, 2, 7, 255, 65536, 99_999_999, 100_000_000, 100_000_001, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 40, long.MaxValue, long.MinValue];

    // The header as text: it stays what its length says, but for one time in eight.
    private static byte[] MutateHeader(byte[] whole, Random random)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(whole);
        string header = Encoding.UTF8.GetString(whole, 8, length).TrimEnd();
        byte[] data = whole[(8 + length)..];
        for (int i = random.Next(1, 3); i > 0; i--)
        {
            header = MutateText(header, random);
        }

        byte[] mutated = WithHeader(header, data);
        if (random.Next(8) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(mutated, Encoding.UTF8.GetByteCount(header) + random.Next(-20, 20));
        }

        return mutated;
    }

    private static string MutateText(string header, Random random)
    {
        MatchCollection numbers = Number().Matches(header);
        MatchCollection strings = Text().Matches(header);
        Match number = numbers[random.Next(numbers.Count)];
        Match text = strings[random.Next(strings.Count)];
        string Replace(Match place, string by) => header[..place.Index] + by + header[(place.Index + place.Length)..];
        switch (random.Next(10))
        {
            case 0:
                return Replace(number, Numbers[random.Next(Numbers.Length)].ToString(CultureInfo.InvariantCulture));
            case 1:
                return Replace(number, new[] { "1.5", "1e3", "1E400", "-0", "99999999999999999999999", "null", "\"4\"", "[4]", "{}", "true", "0x10" }[random.Next(11)]);
            case 2:
                return Replace(number, (long.Parse(number.Value, CultureInfo.InvariantCulture) + random.Next(-8, 9)).ToString(CultureInfo.InvariantCulture));
            case 3:
                return Replace(text, strings[random.Next(strings.Count)].Value);
            case 4:
                return Replace(text, new[] { "\"\"", "\"\\ud800\"", "\"\\u0000\"", "null", "7", "\"F16\"", "\"I64\"", "\"BOOL\"", "\"F99\"", "\"__metadata__\"", "\"" + new string('x', 2000) + "\"" }[random.Next(11)]);
            case 5:
                // Nested deeper than any reader goes.
                int depth = random.Next(2) == 0 ? 70 : 20_000;
                return Replace(number, new string('[', depth) + number.Value + new string(']', depth));
            case 6:
                // An entry twice, or one more.
                Match entry = Entry().Matches(header) is { Count: > 0 } entries ? entries[random.Next(entries.Count)] : number;
                return header.Insert(entry.Index, entry.Value + ",");
            case 7:
                Match gone = Entry().Matches(header) is { Count: > 0 } all ? all[random.Next(all.Count)] : number;
                return Replace(gone, "\"other\":{}").Replace(",\"other\":{}", string.Empty, StringComparison.Ordinal);
            case 8:
                return header.Insert(random.Next(header.Length), "{}[]\",:\\ \n\u0001é"[random.Next(12)].ToString());
            default:
                int at = random.Next(header.Length);
                return header.Remove(at, random.Next(1, Math.Min(12, header.Length - at + 1)));
        }
    }

    [GeneratedRegex("(?<=[\\[,])[0-9]+(?=[\\],])")]
    private static partial Regex Number();

    [GeneratedRegex("\"[A-Za-z0-9._]*\"")]
    private static partial Regex Text();

    [GeneratedRegex("\"[A-Za-z0-9._]+\":\\{\"dtype\"[^}]*\\}")]
    private static partial Regex Entry();

    private static IEnumerable<int> SeedsOfRun()
    {
        int[] range = [.. (Environment.GetEnvironmentVariable(SeedsVariable) ?? SeedsOfSuite).Split('-').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        return Enumerable.Range(range[0], range[^1] - range[0] + 1);
    }

    private sealed class Counts
    {
        public int Read { get; set; }

        public int Refused { get; set; }

        public long Most { get; set; }

        public int MostOf { get; set; }

        public List<string> Problems { get; } = [];
    }

    // As a network or a pipe: no length, no position, and a few bytes at a time.
    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 7)]);
    }
}
