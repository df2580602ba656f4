using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using NetCompiler.Core;
using NetCompiler.Core.Common;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>Writes corrections into the properties of a diagnostic, where code fixes read them.</summary>
internal static class CorrectionProperties
{
    /// <summary>The property of a diagnostic that one correction of its own place mends.</summary>
    public static ImmutableDictionary<string, string?> OfOne(CorrectionKind kind, string argument, string text)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>();
        Add(properties, 0, kind, argument, text, place: -1);
        properties[CorrectionNames.Count] = "1";
        return properties.ToImmutable();
    }

    /// <summary>The properties of some corrections. A place that is not among the locations yet is added.</summary>
    public static ImmutableDictionary<string, string?> Of(EquatableArray<Correction> corrections, Location location, List<Location> additional, LocationFinder finder)
    {
        ImmutableDictionary<string, string?>.Builder properties = ImmutableDictionary.CreateBuilder<string, string?>();
        int count = 0;
        foreach (Correction correction in corrections)
        {
            if (finder.Find(correction.Place) is not { } place)
            {
                continue;
            }

            int index = place == location ? -1 : additional.IndexOf(place);
            if (place != location && index < 0)
            {
                index = additional.Count;
                additional.Add(place);
            }

            Add(properties, count, correction.Kind, correction.Argument, correction.Text, index);
            count++;
        }

        if (count > 0)
        {
            properties[CorrectionNames.Count] = Number(count);
        }

        return properties.ToImmutable();
    }

    private static void Add(ImmutableDictionary<string, string?>.Builder properties, int index, CorrectionKind kind, string argument, string text, int place)
    {
        properties[CorrectionNames.Of(index, CorrectionNames.Kind)] = kind.ToString();
        properties[CorrectionNames.Of(index, CorrectionNames.Argument)] = argument;
        properties[CorrectionNames.Of(index, CorrectionNames.Text)] = text;
        properties[CorrectionNames.Of(index, CorrectionNames.Place)] = Number(place);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
