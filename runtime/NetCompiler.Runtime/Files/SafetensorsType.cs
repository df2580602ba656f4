using System;
using System.Buffers.Binary;
using System.Numerics;

namespace NetCompiler;

/// <summary>The element types of safetensors that can be read as floats or doubles.</summary>
internal static class SafetensorsType
{
    /// <summary>Bytes of an element, or 0 for a type that the format does not have.</summary>
    public static int SizeOf(string type) => type switch
    {
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
        "U16" or "I16" or "F16" or "BF16" => 2,
        "U32" or "I32" or "F32" => 4,
        "U64" or "I64" or "F64" => 8,
        _ => 0,
    };

    /// <summary>Whether <see cref="Convert"/> knows the type.</summary>
    public static bool IsReal(string type) => type is "F32" or "F64" or "F16" or "BF16";

    /// <summary>Reads little-endian elements as floats or doubles. What is larger than a float becomes infinite, and what is finer is rounded to nearest; as doubles all are exact.</summary>
    /// <typeparam name="T">What the network computes in.</typeparam>
    /// <param name="type">A type that <see cref="IsReal"/>.</param>
    /// <param name="bytes">Whole elements.</param>
    /// <param name="values">Receives one value for each.</param>
    public static void Convert<T>(string type, ReadOnlySpan<byte> bytes, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (type)
        {
            case "F32":
                for (int index = 0; index < values.Length; index++)
                {
                    values[index] = T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * index)..]));
                }

                break;
            case "F64":
                for (int index = 0; index < values.Length; index++)
                {
                    values[index] = T.CreateTruncating(BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * index)..]));
                }

                break;
            case "F16":
                for (int index = 0; index < values.Length; index++)
                {
                    values[index] = T.CreateTruncating(BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * index)..]));
                }

                break;
            case "BF16":
                // The upper half of a float.
                for (int index = 0; index < values.Length; index++)
                {
                    values[index] = T.CreateTruncating(BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]) << 16));
                }

                break;
            default:
                throw new ArgumentException($"'{type}' is no type of real numbers.", nameof(type));
        }
    }
}
