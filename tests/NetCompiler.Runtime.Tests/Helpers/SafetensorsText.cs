using System;
using System.Buffers.Binary;
using System.Linq;
using System.Text;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>Makes safetensors files of a header's text and data, right or wrong.</summary>
internal static class SafetensorsText
{
    /// <summary>A file of a header and as many zero bytes of data.</summary>
    public static byte[] File(string header, int data) => File(header, new byte[data]);

    /// <summary>A file of a header and data.</summary>
    public static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    /// <summary>The entry of a tensor of floats.</summary>
    public static string Entry(string name, int[] shape, int begin, int? end = null, string type = "F32") =>
        $"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{begin},{end ?? begin + (4 * shape.Aggregate(1, (a, b) => a * b))}]}}";

    /// <summary>A right file for the linear regression of the tests: w = (1, 2, 3), b = 4.</summary>
    public static byte[] LinearRegression()
    {
        byte[] data = new byte[16];
        for (int index = 0; index < 4; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * index), index + 1);
        }

        return File($"{{{Entry("0.weight", [1, 3], 0)},{Entry("0.bias", [1], 12)}}}", data);
    }
}
