using NetCompiler.Core.Planning;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Emission;

/// <summary>What emitted code reads and writes of the runtime's buffers, which are of either type of numbers: the arguments of a step, and the memory of a network.</summary>
internal static class CallArguments
{
    /// <summary>A member of a step's arguments for networks of a type: a buffer, or a number.</summary>
    public static string Of(RealType real, string member) => "arguments." + Member(real, member);

    /// <summary>The name of a member, of whatever holds buffers, for networks of a type.</summary>
    public static string Member(RealType real, string member) => real.IsDouble ? "Double" + member : member;

    /// <summary>A tensor of the call.</summary>
    public static string Slot(RealType real, int slot, ElementKind element, bool isWritten) => $"arguments[{Literal.Int(slot)}]." + element switch
    {
        ElementKind.Integer => "AsInt32()",
        ElementKind.Byte => "AsByte()",
        _ => (isWritten ? "AsWritable" : "As") + (real.IsDouble ? "Double()" : "Single()"),
    };
}
