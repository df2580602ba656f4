using NetCompiler.Core.Common;

namespace NetCompiler.Core.Declarations;

/// <summary>What a class says: its place in the user's code and its attributes, in source order, in the user's words.</summary>
/// <param name="Type">Where the class stands, so that a second part of it can be written.</param>
/// <param name="Options">The arguments of <c>[Network]</c>.</param>
/// <param name="Lines">Every other attribute of ours on the class, in source order.</param>
/// <param name="Blocks">Every block that is placed, directly or within another block; ordered by name, each once.</param>
/// <param name="Functions">The methods that <c>[Map]</c> attributes name, here and in the blocks; ordered by owner and name.</param>
/// <param name="UserMembers">Names of the members that the user's own parts of the class declare, sorted; generated members must not meet them.</param>
/// <param name="HasSummary">Whether the user documents the class; if so, no second summary is written.</param>
internal sealed record NetworkDeclaration(
    TypeDeclaration Type,
    EquatableArray<ArgumentDeclaration> Options,
    EquatableArray<LineDeclaration> Lines,
    EquatableArray<BlockDeclaration> Blocks,
    EquatableArray<FunctionDeclaration> Functions,
    EquatableArray<string> UserMembers,
    bool HasSummary);

/// <summary>Where a class stands.</summary>
/// <param name="Namespace">The full namespace, or empty for the global one.</param>
/// <param name="Containers">Headers of the containing types from the outermost in, such as <c>partial class Outer</c> or <c>partial record struct Pair</c>.</param>
/// <param name="Name">The class's own name, an <c>@</c> before it where it is a keyword.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Accessibility"><c>public</c>, <c>internal</c>, <c>private protected</c> and so on.</param>
/// <param name="IsSealed">Whether the user's part says <c>sealed</c>.</param>
/// <param name="MetadataName">The full metadata name, <c>Space.Outer+Inner</c>: unique in the compilation, the base of hint names and the owner in <see cref="AttributeLocation"/>.</param>
internal sealed record TypeDeclaration(
    string Namespace,
    EquatableArray<string> Containers,
    string Name,
    string Keyword,
    string Accessibility,
    bool IsSealed,
    string MetadataName);

/// <summary>One attribute: a line of a network or of a block.</summary>
/// <param name="Kind">The attribute class's name without the suffix and without arity: <c>Linear</c>, <c>Use</c>.</param>
/// <param name="Arguments">Constructor arguments by parameter name, defaults included, and then the named arguments that were given.</param>
/// <param name="TypeArgument">Metadata name of the type argument (<c>Use&lt;T&gt;</c>), or null.</param>
/// <param name="Location">Which attribute this is.</param>
internal sealed record LineDeclaration(
    string Kind,
    EquatableArray<ArgumentDeclaration> Arguments,
    string? TypeArgument,
    AttributeLocation Location);

/// <summary>An attribute's place without a syntax tree: the generator's shell turns it into a real location.</summary>
/// <param name="Owner">Metadata name of the class that carries the attribute.</param>
/// <param name="Index">Its index in the class symbol's attribute list (attributes that are not ours count), or -1 for the class itself.</param>
internal sealed record AttributeLocation(string Owner, int Index);

/// <summary>A reusable piece: a class marked <c>[Block]</c>.</summary>
/// <param name="Name">Metadata name of the class.</param>
/// <param name="Lines">Its lines, in source order.</param>
internal sealed record BlockDeclaration(string Name, EquatableArray<LineDeclaration> Lines);
