using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using NetCompiler.Generator.Tests.Helpers;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Generator.Tests.Documentation;

/// <summary>docs/layers.md says what the code says: it is printed from docstrings, types and compiled examples.</summary>
public sealed partial class LayersPageTests
{
    // What has no example of its own: it is no line, or its example would be a whole network's.
    private static readonly string[] s_groupsOfLines =
    [
        "graph", "dense layers", "activations", "arithmetic", "shapes", "noise", "normalisations", "convolutions", "pools", "borders and sizes", "tokens and attention", "recurrent layers", "over steps and axes", "losses",
    ];

    [Fact]
    public void Page_is_what_the_code_says()
    {
        string text = LayersPage.Print(CompiledSample.Compile(LayersPage.Samples));
        string page = Path.Combine(Snapshot.ProjectDirectory, "..", "..", "docs", "layers.md");
        string received = Path.ChangeExtension(page, ".received.md");
        if (File.Exists(page) && File.ReadAllText(page).ReplaceLineEndings("\n") == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.Fail("docs/layers.md is not what the docstrings say. Read docs/layers.received.md, and rename it if it is right.");
    }

    [Fact]
    public void Everything_that_can_be_written_has_a_place()
    {
        Assembly runtime = typeof(NetworkAttribute).Assembly;
        IEnumerable<string> types = runtime.GetExportedTypes()
            .Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(LayerAttribute)) || type.IsSubclassOf(typeof(Optimizer))))
            .Select(type => "T:" + type.FullName);
        IEnumerable<string> initialisers = Enum.GetNames<Init>().Select(name => "F:NetCompiler.Init." + name);
        string[] missing = [.. types.Concat(initialisers).Except(LayersPage.Entries.Select(entry => entry.Id))];

        Assert.True(missing.Length == 0, "Without <group> in their docstring, so that docs/layers.md lacks them: " + string.Join(", ", missing));
    }

    [Fact]
    public void Entries_say_what_they_must()
    {
        var problems = new List<string>();
        foreach (DocumentedMember entry in LayersPage.Entries)
        {
            string group = entry.Plain("group")!;
            if (!LayersPage.Groups.Any(known => known.Group == group))
            {
                problems.Add($"{entry.Id}: there is no group '{group}'");
            }

            string[] wanted = s_groupsOfLines.Contains(group) ? ["summary", "formula", "shape", "pytorch", "keras", "sample"] : ["summary", "formula", "pytorch", "keras"];
            problems.AddRange(wanted.Where(element => string.IsNullOrWhiteSpace(entry.Plain(element))).Select(element => $"{entry.Id}: no <{element}>"));
            problems.AddRange(LayersPage.Arguments(entry).Where(argument => string.IsNullOrWhiteSpace(argument.Meaning)).Select(argument => $"{entry.Id}: nothing about '{argument.Name}'"));
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public void Examples_have_the_parameters_that_the_docstring_names()
    {
        IReadOnlyDictionary<string, CompiledSample> samples = CompiledSample.Compile(LayersPage.Samples);
        var problems = new List<string>();
        foreach (DocumentedMember entry in LayersPage.Entries.Where(entry => entry.Plain("sample") is not null && entry.Plain("group") is not ("graph" or "losses")))
        {
            string stores = entry.Plain("stores") ?? string.Empty;
            CompiledSample sample = samples[entry.Plain("sample")!];

            // Of the layer itself, the last one: what examples put before it is not its own.
            string? last = sample.Parameters.Concat(sample.States).Select(parameter => parameter.Name.Split('.')[0]).LastOrDefault();
            IEnumerable<string> own = sample.Parameters.Concat(sample.States).Where(parameter => parameter.Name.Contains('.', StringComparison.Ordinal) && parameter.Name.Split('.')[0] == last).Select(parameter => parameter.Name[(parameter.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
            if (stores.Length > 0)
            {
                Assert.NotEmpty(sample.Parameters.Concat(sample.States));
                problems.AddRange(own.Where(name => !Regex.IsMatch(stores, @"(^|[^\w.])" + Regex.Escape(name) + @"($|[^\w.])")).Select(name => $"{entry.Id}: its example has '{name}', which <stores> does not name"));
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    [Fact]
    public void Defaults_are_what_the_docstrings_say()
    {
        var problems = new List<string>();
        int compared = 0;
        foreach (DocumentedMember entry in LayersPage.Entries)
        {
            if (LayersPage.TypeOf(entry) is not { } type || !type.IsSubclassOf(typeof(Attribute)) || type.IsGenericTypeDefinition)
            {
                continue;
            }

            ConstructorInfo constructor = type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Length).First();
            object instance = constructor.Invoke([.. constructor.GetParameters().Select(Any)]);
            foreach ((string name, _, string? meaning, PropertyInfo? property) in LayersPage.Arguments(entry))
            {
                Match said = UnlessGiven().Match(meaning ?? string.Empty);
                if (property is null || !said.Success)
                {
                    continue;
                }

                compared++;
                string expected = said.Groups[1].Value;
                bool isEqual = property.GetValue(instance) switch
                {
                    bool flag => expected == (flag ? "true" : "false"),
                    int number => double.Parse(expected.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) == number,
                    double number => double.Parse(expected.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) == number,
                    _ => true,
                };
                if (!isEqual)
                {
                    problems.Add($"{type.Name}.{name}: '{expected} unless given', and it is {property.GetValue(instance)}");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
        Assert.True(compared > 50, $"Only {compared} docstrings say a default in the form that this test knows.");
    }

    private static object? Any(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? parameter.DefaultValue
        : parameter.ParameterType == typeof(int) ? 1
        : parameter.ParameterType == typeof(double) ? 1.0
        : parameter.ParameterType == typeof(bool) ? false
        : parameter.ParameterType == typeof(string) ? "a"
        : parameter.ParameterType == typeof(int[]) ? new[] { 1 }
        : parameter.ParameterType == typeof(double[]) ? new[] { 1.0 }
        : parameter.ParameterType == typeof(string[]) ? new[] { "a" }
        : parameter.ParameterType.IsEnum ? Enum.ToObject(parameter.ParameterType, 0)
        : throw new NotSupportedException($"{parameter.Member.DeclaringType!.Name}: a {parameter.ParameterType.Name} to construct it with");

    [GeneratedRegex(@"(?:^|[;,:(] )(true|false|-?[0-9][0-9,]*(?:\.[0-9]+)?(?:e-?[0-9]+)?) unless given")]
    private static partial Regex UnlessGiven();
}
