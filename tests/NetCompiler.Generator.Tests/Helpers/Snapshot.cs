using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>
/// Compares text with a file beside the test, by Verify's convention: <c>Class.Method.verified.cs</c> is the expectation, and on a
/// mismatch <c>Class.Method.received.cs</c> is written beside it, to be looked at and renamed.
/// </summary>
internal static class Snapshot
{
    /// <summary>The directory of the test project.</summary>
    public static string ProjectDirectory { get; } = typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "ProjectDirectory").Value!;

    /// <summary>Fails unless the text is that of the verified file.</summary>
    public static void Verify(string text, Type test, string? part = null, string extension = "cs", [CallerMemberName] string method = "") =>
        VerifyIn(ProjectDirectory, text, test.Name + "." + method + (part is null ? "" : "#" + part), extension);

    /// <summary>The same in another directory, for the tests of this helper.</summary>
    public static void VerifyIn(string directory, string text, string name, string extension)
    {
        string stem = Path.Combine(directory, name);
        string verified = stem + ".verified." + extension;
        string received = stem + ".received." + extension;
        string? expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : null;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.Fail(expected is null
            ? $"There is no {Path.GetFileName(verified)} yet. If {Path.GetFileName(received)} is right, rename it."
            : $"{Path.GetFileName(received)} differs from {Path.GetFileName(verified)} at {Difference(expected, text)}. If it is right, rename it.");
    }

    private static string Difference(string expected, string actual)
    {
        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        int line = left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1}:\n  verified: {left.ElementAtOrDefault(line) ?? "(end)"}\n  received: {right.ElementAtOrDefault(line) ?? "(end)"}";
    }
}
