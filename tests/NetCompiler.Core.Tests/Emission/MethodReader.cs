using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>What the JIT has to do for a method.</summary>
/// <param name="Name">Types, from the outermost, and method.</param>
/// <param name="Bytes">Length of its IL.</param>
/// <param name="Instructions">Instructions in it.</param>
/// <param name="MultiplyAdds">Vector multiply-adds in it, those of inlined methods of the assembly included.</param>
/// <param name="LocalsAndInlinedCalls">Its locals and inlined calls of the assembly's methods, and theirs, and calls of the sink.</param>
internal sealed record MethodSize(string Name, int Bytes, int Instructions, int MultiplyAdds, int LocalsAndInlinedCalls);

/// <summary>Reads the IL of every method of an assembly.</summary>
internal static class MethodReader
{
    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IReadOnlyList<MethodSize> Read(byte[] image)
    {
        using var file = new PEReader(new System.IO.MemoryStream(image));
        MetadataReader metadata = file.GetMetadataReader();
        var known = new Dictionary<MethodDefinitionHandle, MethodSize>();
        return [.. metadata.MethodDefinitions.Where(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress != 0).Select(handle => Size(file, metadata, handle, known))];
    }

    private static MethodSize Size(PEReader file, MetadataReader metadata, MethodDefinitionHandle handle, Dictionary<MethodDefinitionHandle, MethodSize> known)
    {
        if (known.TryGetValue(handle, out MethodSize? size))
        {
            return size;
        }

        MethodDefinition method = metadata.GetMethodDefinition(handle);
        TypeDefinition type = metadata.GetTypeDefinition(method.GetDeclaringType());
        MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
        int locals = body.LocalSignature.IsNil ? 0 : LocalCount(metadata, body.LocalSignature);
        int multiplyAdds = 0;
        int instructions = 0;
        BlobReader il = body.GetILReader();
        while (il.RemainingBytes > 0)
        {
            instructions++;
            int first = il.ReadByte();
            OpCode code = s_codes[unchecked((short)(first == 0xFE ? 0xFE00 | il.ReadByte() : first))];
            if (code.OperandType == OperandType.InlineMethod)
            {
                EntityHandle target = MetadataTokens.EntityHandle(il.ReadInt32());
                (string name, MethodDefinitionHandle? own) = Target(metadata, target);
                multiplyAdds += name == "MultiplyAddEstimate" ? 1 : 0;
                locals += name == "Put" ? 1 : 0;
                if (own is { } called && metadata.GetMethodDefinition(called).ImplAttributes.HasFlag(MethodImplAttributes.AggressiveInlining))
                {
                    MethodSize inlined = Size(file, metadata, called, known);
                    multiplyAdds += inlined.MultiplyAdds;
                    locals += 1 + inlined.LocalsAndInlinedCalls;
                }
            }
            else if (code.OperandType == OperandType.InlineSwitch)
            {
                int targets = il.ReadInt32();
                il.Offset += 4 * targets;
            }
            else
            {
                il.Offset += OperandSize(code.OperandType);
            }
        }

        size = new MethodSize(
            TypeName(metadata, type) + "." + metadata.GetString(method.Name), body.GetILBytes()!.Length, instructions, multiplyAdds, locals);
        known.Add(handle, size);
        return size;
    }

    private static string TypeName(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? TypeName(metadata, metadata.GetTypeDefinition(outer)) + "." + name : name;
    }

    private static (string Name, MethodDefinitionHandle? Own) Target(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.MethodSpecification => Target(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method),
        HandleKind.MemberReference => (metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)handle).Name), null),
        HandleKind.MethodDefinition => (metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).Name), (MethodDefinitionHandle)handle),
        _ => throw new BadImageFormatException(handle.Kind.ToString()),
    };

    // ECMA-335 II.23.2.6: LOCAL_SIG, the count, the types.
    private static int LocalCount(MetadataReader metadata, StandaloneSignatureHandle handle)
    {
        BlobReader signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(handle).Signature);
        signature.ReadSignatureHeader();
        return signature.ReadCompressedInteger();
    }

    private static int OperandSize(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
