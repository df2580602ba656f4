using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>What PyTorch's fixtures of layers have in common (tests/fixtures).</summary>
internal static class FixtureJson
{
    /// <summary>A list of cases of a file.</summary>
    public static JsonElement Open(string file, string list) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", file))).RootElement.GetProperty(list);

    /// <summary>The cases of several files, one after the other.</summary>
    public static JsonElement Join(string list, params string[] files) => JsonSerializer.SerializeToElement(files.SelectMany(file => Open(file, list).EnumerateArray()));

    /// <summary>The names of cases.</summary>
    public static IEnumerable<TheoryDataRow<string>> Names(JsonElement cases) => cases.EnumerateArray().Select(item => new TheoryDataRow<string>(item.GetProperty("name").GetString()!));

    /// <summary>The case of a name.</summary>
    public static JsonElement Case(JsonElement cases, string name) => cases.EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);

    /// <summary>The lines of a case.</summary>
    public static LineDeclaration[] Lines(JsonElement item) => [.. item.GetProperty("lines").EnumerateArray().Select(Line)];

    /// <summary>A line.</summary>
    public static LineDeclaration Line(JsonElement line) => Declare.Line(line.GetProperty("kind").GetString()!, [.. Arguments(line)]);

    /// <summary>The shape of a tensor as shapes are printed.</summary>
    public static string Shaped(JsonElement tensor) => "[" + string.Join(",", tensor.GetProperty("shape").EnumerateArray()) + "]";

    /// <summary>The elements of a tensor.</summary>
    public static double[] Values(JsonElement tensor) => [.. tensor.GetProperty("values").EnumerateArray().Select(Value)];

    /// <summary>An argument of a line.</summary>
    public static ArgumentValue Argument(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => ArgumentValue.Of(value.GetBoolean()),
        JsonValueKind.Array => ArgumentValue.Of(value.EnumerateArray().Select(Argument).ToEquatableArray()),
        JsonValueKind.String when value.GetString() == "Pad.Same" => ArgumentValue.Of(Pad.Same),
        JsonValueKind.String when value.GetString() == "inf" => ArgumentValue.Of(double.PositiveInfinity),
        JsonValueKind.String => ArgumentValue.Of(value.GetString()!),
        JsonValueKind.Number => value.TryGetInt64(out long integer) ? ArgumentValue.Of(integer) : ArgumentValue.Of(value.GetDouble()),
        _ => throw new InvalidOperationException($"The fixture has the argument {value}."),
    };

    // An input of tokens has an empty shape.
    private static IEnumerable<(string Name, ArgumentValue Value)> Arguments(JsonElement line)
    {
        JsonElement arguments = line.GetProperty("arguments");
        if (line.GetProperty("kind").GetString() == "Input" && !arguments.TryGetProperty("shape", out _))
        {
            yield return ("shape", ArgumentValue.Of(EquatableArray<ArgumentValue>.Empty));
        }

        foreach (JsonProperty argument in arguments.EnumerateObject())
        {
            yield return (argument.Name, Argument(argument.Value));
        }
    }

    // JSON has no infinity.
    private static double Value(JsonElement number) => number.ValueKind == JsonValueKind.Number ? number.GetDouble()
        : number.GetString() == "-inf" ? double.NegativeInfinity : throw new InvalidOperationException($"The fixture has the element {number}.");
}
