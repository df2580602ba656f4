using System;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Collections.Immutable;

namespace NetCompiler.Benchmarks.Generation;

/// <summary>What the C# compiler makes of generated text.</summary>
/// <param name="Total">Bytes of IL in all methods.</param>
/// <param name="Largest">Bytes of IL in the largest method.</param>
/// <param name="Methods">Methods with a body.</param>
internal sealed record EmittedSize(long Total, int Largest, int Methods)
{
    /// <summary>Measures an image.</summary>
    public static EmittedSize Of(byte[] image)
    {
        using var reader = new PEReader(ImmutableArray.Create(image));
        MetadataReader metadata = reader.GetMetadataReader();
        long total = 0;
        int largest = 0;
        int methods = 0;
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            int address = metadata.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address != 0)
            {
                int length = reader.GetMethodBody(address).GetILReader().Length;
                total += length;
                largest = Math.Max(largest, length);
                methods++;
            }
        }

        return new EmittedSize(total, largest, methods);
    }
}
