using System;
using Microsoft.CodeAnalysis.Text;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>Source text with the expected place of a diagnostic between <c>[|</c> and <c>|]</c>.</summary>
internal sealed record Marked(string Source, TextSpan Span)
{
    public static Marked Parse(string source)
    {
        int start = source.IndexOf("[|", StringComparison.Ordinal);
        int end = source.IndexOf("|]", StringComparison.Ordinal) - 2;
        if (start < 0 || end < start)
        {
            throw new ArgumentException("The source has no place between [| and |].", nameof(source));
        }

        return new Marked(source.Remove(end + 2, 2).Remove(start, 2), TextSpan.FromBounds(start, end));
    }
}
