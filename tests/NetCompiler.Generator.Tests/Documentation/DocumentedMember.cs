using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetCompiler.Generator.Tests.Documentation;

/// <summary>The documentation of one public member of the runtime library, as the compiler wrote it beside the assembly.</summary>
internal sealed partial class DocumentedMember(string id, XElement text)
{
    private static readonly Lazy<IReadOnlyDictionary<string, DocumentedMember>> s_all = new(() =>
        XDocument.Load(Path.ChangeExtension(typeof(NetworkAttribute).Assembly.Location, ".xml")).Root!.Element("members")!.Elements("member")
            .Select(member => new DocumentedMember(member.Attribute("name")!.Value, member))
            .ToDictionary(member => member.Id, StringComparer.Ordinal));

    /// <summary>All members, by their documentation identifiers.</summary>
    public static IReadOnlyDictionary<string, DocumentedMember> All => s_all.Value;

    /// <summary><c>T:NetCompiler.ReLUAttribute</c>.</summary>
    public string Id { get; } = id;

    /// <summary>What a user writes: <c>ReLU</c> of the attribute, <c>Init.XavierUniform</c> of the value of an enumeration.</summary>
    public string Name => Id.StartsWith("F:", StringComparison.Ordinal) ? string.Join('.', Id.Split('.')[^2..]) : ShortName(Id);

    /// <summary>The documentation of a type.</summary>
    public static DocumentedMember? Of(Type type) => All.GetValueOrDefault("T:" + type.FullName!.Replace('+', '.'));

    /// <summary>The documentation of a property where it is declared.</summary>
    public static DocumentedMember? Of(PropertyInfo property) => All.GetValueOrDefault("P:" + property.DeclaringType!.FullName!.Split('[')[0].Replace('+', '.') + "." + property.Name);

    /// <summary>An element of it as Markdown; null where there is none.</summary>
    public string? Text(string element) => text.Element(element) is { } found ? Markdown(found) : null;

    /// <summary>An element of it as it stands, spaces joined; null where there is none.</summary>
    public string? Plain(string element) => text.Element(element) is { } found ? Joined(found.Value) : null;

    /// <summary>What it says of a parameter.</summary>
    public string? Parameter(string name) =>
        text.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")!.Value == name) is { } found ? Markdown(found) : null;

    private string Markdown(XElement element)
    {
        var result = new StringBuilder();
        Write(element, result);
        return Joined(result.ToString());
    }

    private void Write(XElement element, StringBuilder result)
    {
        foreach (XNode node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    result.Append(Escaped(plain.Value));
                    break;
                case XElement { Name.LocalName: "see" or "seealso" } see:
                    result.Append('`').Append(see.Attribute("langword")?.Value ?? Reference(see.Attribute("cref")!.Value)).Append('`');
                    break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } reference:
                    result.Append('`').Append(reference.Attribute("name")!.Value).Append('`');
                    break;
                case XElement { Name.LocalName: "c" } code:
                    result.Append('`').Append(code.Value).Append('`');
                    break;
                case XElement inner:
                    result.Append(' ');
                    Write(inner, result);
                    result.Append(' ');
                    break;
            }
        }
    }

    // Members of other types with the name of their type: Init.Zeros, Network.L2.
    private string Reference(string id)
    {
        string path = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        int dot = path.LastIndexOf('.');
        bool isOwn = path[..dot] == typeof(LayerAttribute).FullName || Id[2..].StartsWith(path[..dot], StringComparison.Ordinal);
        return id.StartsWith("T:", StringComparison.Ordinal) || isOwn ? ShortName(id) : ShortName("T:" + path[..dot]) + "." + path[(dot + 1)..];
    }

    // In a table a bar would end the cell, and a star or an underscore could begin emphasis.
    private static string Escaped(string plain) => plain.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Joined(string value) => Spaces().Replace(value, " ").Trim();

    private static string ShortName(string id)
    {
        string name = id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('(')[0];
        name = name[(name.LastIndexOf('.') + 1)..].Split('`')[0];
        return id.StartsWith("T:", StringComparison.Ordinal) && name.Length > 9 && name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^9] : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
