using System;
using System.Collections.Generic;
using System.Linq;

namespace NetCompiler.Core.Building;

/// <summary>What a user may have meant.</summary>
internal static class Nearest
{
    // Comparing takes the product of the lengths, and nobody slips in a name of hundreds of letters.
    private const int LongestName = 100;

    /// <summary>The name that is nearest to another by letters put in, left out, changed or exchanged with their neighbour; null where none is near. Case counts least.</summary>
    public static string? Name(string name, IEnumerable<string> known)
    {
        // One mistake in three letters is a slip of the hand, more is another word.
        int most = Math.Max(1, name.Length / 3);
        return known
            .Where(other => Math.Max(name.Length, other.Length) <= LongestName && Math.Abs(name.Length - other.Length) <= most)
            .Select(other => (Name: other, Distance: Distance(Fold(name), Fold(other))))
            .Where(candidate => candidate.Distance <= most)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => Distance(name, candidate.Name))
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    /// <summary>The largest divisor of a number below another one, and the smallest above it; those that there are.</summary>
    public static IEnumerable<int> Divisors(int number, int wanted)
    {
        IEnumerable<int> below = Enumerable.Range(1, Math.Max(0, Math.Min(wanted, number) - 1)).Reverse().Where(candidate => number % candidate == 0).Take(1);
        IEnumerable<int> above = Enumerable.Range(wanted + 1, Math.Max(0, number - wanted)).Where(candidate => number % candidate == 0).Take(1);
        return below.Concat(above);
    }

    /// <summary>The largest multiple of a number below another one, and the smallest above it; from the number on.</summary>
    public static IEnumerable<int> Multiples(int number, int wanted)
    {
        long below = (long)(wanted / number) * number;
        return new[] { below, below + number }.Where(multiple => multiple >= number && multiple <= int.MaxValue).Select(multiple => (int)multiple);
    }

    /// <summary>The largest number that divides both.</summary>
    public static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);

    private static string Fold(string name) => name.ToUpperInvariant();

    private static int Distance(string a, string b)
    {
        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                distance[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1,
                    distance[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];
    }
}
