using System;
using System.Collections.Generic;
using System.IO;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>The 65 characters of tiny shakespeare, in the order of their codes: a character's token is its place. Networks are compiled for as many.</summary>
internal static class Alphabet
{
    /// <summary>Number of characters.</summary>
    public const int Count = 65;

    /// <summary>The characters.</summary>
    public const string Characters = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The tokens of a text. Line ends are those of Unix, or of Windows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="InvalidDataException">A character is none of the alphabet.</exception>
    public static int[] Encode(string text, string source)
    {
        var tokens = new List<int>(text.Length);
        int line = 1;
        foreach (char character in text)
        {
            if (character == '\r')
            {
                continue;
            }

            int token = Characters.IndexOf(character, StringComparison.Ordinal);
            if (token < 0)
            {
                throw new InvalidDataException($"{source}, line {line}: '{character}' (U+{(int)character:X4}) is none of the {Count} characters that the networks know: {Characters[1..]}, space and line end.");
            }

            tokens.Add(token);
            line += character == '\n' ? 1 : 0;
        }

        return [.. tokens];
    }

    /// <summary>The character of a token.</summary>
    /// <param name="token">0 to <see cref="Count"/> - 1.</param>
    public static char Decode(int token) => Characters[token];
}
