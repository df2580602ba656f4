using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;

namespace NetCompiler.Generator.Tests.Documentation;

/// <summary>docs/layers.md, made of the docstrings of the runtime library, of its types, and of what the compiler makes of their examples.</summary>
internal static class LayersPage
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>Where each kind of entry stands, in this order, and what a reader must know before it.</summary>
    public static IReadOnlyList<(string Group, string Introduction)> Groups { get; } =
    [
        ("graph", "Where values come from and go. Sources, references and outputs count as no layer: they get no number."),
        ("dense layers", "Layers with a matrix."),
        ("activations", "Elementwise, but for those over an axis. Each counts as a layer of `torch.nn.Sequential`."),
        ("arithmetic", "Between values of the network, by name."),
        ("shapes", "Views of the elements, which cost nothing, or a copy at most."),
        ("noise", "Random in training, nothing in inference. Draws depend on seed, step, sample and element alone, not on workers or layouts."),
        ("normalisations", "Each by statistics of the batch, of a sample, or of the data."),
        ("convolutions", "Channels come first, as in PyTorch; kernels store them as they need them."),
        ("pools", "Windows over positions."),
        ("borders and sizes", "More or fewer positions."),
        ("tokens and attention", "Integers become vectors, and steps look at each other."),
        ("recurrent layers", "Over the steps of a sequence, `[Input(16, Steps = 128)]`."),
        ("over steps and axes", "Reductions of an axis."),
        ("losses", "They come last, may be several, and each may name its `Value`, `Target` and `Weight`. Shapes are those of one sample."),
        ("regularisers", "Terms of the objective J that are no part of the loss L."),
        ("initialisers", "How parameters begin, drawn by seed, name and index: layouts and other layers change no draw."),
        ("optimizers", "Given to a `Trainer` or to `TrainStep`. g is the gradient of the objective J, w a parameter, η the learning rate."),
        ("schedules", "How the learning rate goes."),
        ("metrics", "What predictions are worth, beside the loss."),
    ];

    /// <summary>Everything that has a place on the page, by group and name.</summary>
    public static IReadOnlyList<DocumentedMember> Entries { get; } =
    [
        // A primary constructor has the documentation of its type once more.
        .. DocumentedMember.All.Values.Where(member => member.Plain("group") is not null && !member.Id.Contains("#ctor", StringComparison.Ordinal)).OrderBy(member => member.Name, StringComparer.OrdinalIgnoreCase).ThenBy(member => member.Id, StringComparer.Ordinal),
    ];

    /// <summary>The examples of all entries.</summary>
    public static IReadOnlyList<string> Samples { get; } = [.. Entries.Select(entry => entry.Plain("sample")).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Prints the page.</summary>
    public static string Print(IReadOnlyDictionary<string, CompiledSample> samples)
    {
        var page = new StringBuilder();
        page.Append("# Layers, losses, initialisers, optimizers, schedules and metrics\n\n");
        page.Append("<!-- Printed by LayersPageTests from docstrings and compiled examples. Change those, not this file. -->\n\n");
        page.Append("Shapes are those of one sample; the rows of a batch come before them. Each example is a network that the compiler compiled: the shapes and the names of parameters behind it are its own. Coming from another library: ");
        page.Append("[PyTorch](coming-from-pytorch.md), [Keras](coming-from-keras.md).\n\n");
        IReadOnlyDictionary<string, string> common = Common();
        foreach ((string group, _) in Groups.Where(group => Of(group.Group).Any()))
        {
            IEnumerable<string> names = Of(group).Select(entry => $"[{entry.Name}](#{Anchor(entry)})");
            page.Append("- **").Append(Capital(group)).Append("**: ").AppendJoin(", ", names).Append('\n');
        }

        page.Append("\n## Common arguments\n\n| argument | meaning |\n|---|---|\n| `Name` | ").Append(DocumentedMember.All["P:NetCompiler.LayerAttribute.Name"].Text("summary")).Append(" |\n");
        foreach ((string argument, string meaning) in common.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            page.Append("| `").Append(argument).Append("` | ").Append(meaning).Append(" |\n");
        }

        foreach ((string group, string introduction) in Groups.Where(group => Of(group.Group).Any()))
        {
            page.Append("\n## ").Append(Capital(group)).Append("\n\n").Append(introduction).Append('\n');
            foreach (DocumentedMember entry in Of(group))
            {
                Print(page, entry, common, samples);
            }
        }

        return page.ToString();
    }

    /// <summary>The type of an entry; null for values of enumerations and for methods.</summary>
    public static Type? TypeOf(DocumentedMember entry) =>
        entry.Id.StartsWith("T:", StringComparison.Ordinal) ? typeof(NetworkAttribute).Assembly.GetType(entry.Id[2..], throwOnError: true) : null;

    /// <summary>What a user can set: parameters of the richest constructor, then properties that no parameter sets.</summary>
    public static IEnumerable<(string Name, Type Type, string? Meaning, PropertyInfo? Property)> Arguments(DocumentedMember entry)
    {
        if (TypeOf(entry) is not { } type)
        {
            yield break;
        }

        ParameterInfo[] parameters = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).FirstOrDefault()?.GetParameters() ?? [];
        foreach (ParameterInfo parameter in parameters)
        {
            yield return (parameter.Name!, parameter.ParameterType, entry.Parameter(parameter.Name!) ?? Meaning(type, parameter.Name!), null);
        }

        IEnumerable<PropertyInfo> properties = type.GetProperties(Declared)
            .Where(property => property.SetMethod is { IsPublic: true } && property.DeclaringType != typeof(LayerAttribute))
            .Where(property => !parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(property => property.MetadataToken);
        foreach (PropertyInfo property in properties)
        {
            yield return (property.Name, property.PropertyType, DocumentedMember.Of(property)?.Text("summary"), property);
        }
    }

    // A primary constructor's parameter may be documented on its property alone.
    private static string? Meaning(Type type, string parameter) =>
        type.GetProperty(parameter, Declared | BindingFlags.IgnoreCase) is { } property ? DocumentedMember.Of(property)?.Text("summary") : null;

    // What several entries say in the same words stands once.
    private static Dictionary<string, string> Common() => Entries
        .SelectMany(entry => Arguments(entry).Where(argument => argument.Property is not null && argument.Meaning is not null))
        .GroupBy(argument => (argument.Name, argument.Meaning))
        .Where(same => same.Count() >= 3)
        .GroupBy(same => same.Key.Name, StringComparer.Ordinal)
        .ToDictionary(ways => ways.Key, ways => ways.OrderByDescending(way => way.Count()).First().Key.Meaning!, StringComparer.Ordinal);

    private static void Print(StringBuilder page, DocumentedMember entry, IReadOnlyDictionary<string, string> common, IReadOnlyDictionary<string, CompiledSample> samples)
    {
        page.Append("\n### ").Append(entry.Name).Append("\n\n").Append(entry.Text("summary")).Append("\n\n");
        if (entry.Plain("formula") is { } formula)
        {
            page.Append("```text\n").Append(formula).Append("\n```\n\n");
        }

        page.Append("| | |\n|---|---|\n");
        Row(page, "shape", entry.Text("shape"));
        Row(page, "parameters and state", entry.Text("stores"));
        Row(page, "PyTorch", Code(entry.Plain("pytorch")));
        Row(page, "Keras", Code(entry.Plain("keras")));
        if (entry.Plain("sample") is { } sample)
        {
            CompiledSample compiled = samples[sample];
            Row(page, "example", "`" + sample + "`");
            Row(page, "compiles to", string.Join("; ", Parts(compiled)));
        }

        (string Name, Type Type, string? Meaning, PropertyInfo? Property)[] arguments = [.. Arguments(entry)];
        string[] shared = [.. arguments.Where(argument => common.GetValueOrDefault(argument.Name) == argument.Meaning && argument.Property is not null).Select(argument => argument.Name)];
        (string Name, Type Type, string? Meaning, PropertyInfo? Property)[] own = [.. arguments.Where(argument => !shared.Contains(argument.Name) || argument.Property is null)];
        if (own.Length > 0)
        {
            page.Append("\n| argument | type | meaning |\n|---|---|---|\n");
            foreach ((string name, Type type, string? meaning, _) in own)
            {
                page.Append("| `").Append(name).Append("` | `").Append(Spelled(type)).Append("` | ").Append(meaning).Append(" |\n");
            }
        }

        if (shared.Length > 0)
        {
            page.Append("\nCommon arguments: ").AppendJoin(", ", shared.Select(name => "`" + name + "`")).Append(".\n");
        }
    }

    private static IEnumerable<string> Parts(CompiledSample sample)
    {
        yield return "output " + string.Join(", ", sample.Outputs.Select(output => output.Name == "output" ? output.Shape : $"`{output.Name}` {output.Shape}"));
        if (sample.Targets.Count > 0)
        {
            yield return "target " + string.Join(", ", sample.Targets.Select(target => target.Shape));
        }

        if (sample.Parameters.Count > 0)
        {
            yield return "parameters " + string.Join(", ", sample.Parameters.Select(parameter => $"`{parameter.Name}` {parameter.Shape}"));
        }

        if (sample.States.Count > 0)
        {
            yield return "state " + string.Join(", ", sample.States.Select(state => $"`{state.Name}` {state.Shape}"));
        }
    }

    private static void Row(StringBuilder page, string head, string? text)
    {
        if (text is not null)
        {
            page.Append("| ").Append(head).Append(" | ").Append(text).Append(" |\n");
        }
    }

    private static string? Code(string? text) => text?.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    private static IEnumerable<DocumentedMember> Of(string group) => Entries.Where(entry => entry.Plain("group") == group);

    // As renderers make anchors of headings, which number equal ones.
    private static string Anchor(DocumentedMember entry)
    {
        DocumentedMember[] same = [.. Groups.SelectMany(group => Of(group.Group)).Where(other => string.Equals(other.Name, entry.Name, StringComparison.OrdinalIgnoreCase))];
        int index = Array.IndexOf(same, entry);
        return entry.Name.ToLowerInvariant().Replace(".", "", StringComparison.Ordinal) + (index == 0 ? "" : "-" + index.ToString(CultureInfo.InvariantCulture));
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Spelled(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Spelled(inner) + "?";
        }

        if (type.IsArray)
        {
            return Spelled(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericType)
        {
            return type.Name.Split('`')[0] + "<" + string.Join(", ", type.GetGenericArguments().Select(Spelled)) + ">";
        }

        return type == typeof(int) ? "int" : type == typeof(double) ? "double" : type == typeof(float) ? "float" : type == typeof(long) ? "long" : type == typeof(bool) ? "bool" : type == typeof(string) ? "string" : type.Name;
    }
}
