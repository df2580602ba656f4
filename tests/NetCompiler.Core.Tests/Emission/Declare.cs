using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Declarations by hand, for tests that need one particular network.</summary>
internal static class Declare
{
    /// <summary>A network <c>Emitted.NAME</c> with <c>[Network(options)]</c>.</summary>
    public static NetworkDeclaration Network(string name, (string Name, ArgumentValue Value)[] options, params LineDeclaration[] lines) =>
        Network(new TypeDeclaration("Emitted", EquatableArray<string>.Empty, name, "class", "public", false, "Emitted." + name), options, lines);

    public static NetworkDeclaration Network(TypeDeclaration type, (string Name, ArgumentValue Value)[] options, params LineDeclaration[] lines) => new(
        type,
        Arguments(options),
        lines.Select((line, i) => line with { Location = new AttributeLocation(type.MetadataName, i) }).ToEquatableArray(),
        EquatableArray<BlockDeclaration>.Empty,
        EquatableArray<FunctionDeclaration>.Empty,
        EquatableArray<string>.Empty,
        false);

    public static LineDeclaration Line(string kind, params (string Name, ArgumentValue Value)[] arguments) =>
        new(kind, Arguments(arguments), null, new AttributeLocation(string.Empty, 0));

    public static LineDeclaration Input(params int[] shape) =>
        Line("Input", ("shape", ArgumentValue.Of(shape.Select(extent => ArgumentValue.Of((long)extent)).ToEquatableArray())));

    /// <summary>A sequence input of vectors.</summary>
    public static LineDeclaration Sequence(int features, int steps, params (string Name, ArgumentValue Value)[] more) =>
        Line("Input", [("shape", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of((long)features)))), ("Steps", ArgumentValue.Of((long)steps)), .. more]);

    public static LineDeclaration Linear(int outputs) => Line("Linear", ("outputs", ArgumentValue.Of((long)outputs)));

    private static EquatableArray<ArgumentDeclaration> Arguments(IEnumerable<(string Name, ArgumentValue Value)> arguments) =>
        arguments.Select(argument => new ArgumentDeclaration(argument.Name, argument.Value)).ToEquatableArray();
}
