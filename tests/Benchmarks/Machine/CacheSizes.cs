using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace NetCompiler.Benchmarks.Machine;

/// <summary>The sizes of the data caches of a core, from Linux's description of the processor.</summary>
internal static class CacheSizes
{
    // Sizes of many servers, for systems that do not tell.
    private static readonly (string Name, long Bytes)[] s_usual = [("L1", 32 << 10), ("L2", 1 << 20), ("L3", 16 << 20)];

    /// <summary>The data caches from the smallest to the largest.</summary>
    public static IReadOnlyList<(string Name, long Bytes)> Read()
    {
        const string Folder = "/sys/devices/system/cpu/cpu0/cache";
        if (!Directory.Exists(Folder))
        {
            return s_usual;
        }

        var found = new List<(string Name, long Bytes)>();
        foreach (string index in Directory.GetDirectories(Folder, "index*"))
        {
            if (ReadText(index, "type") is "Data" or "Unified")
            {
                // "48K", "2048K", "107520K".
                long kilobytes = long.Parse(ReadText(index, "size").TrimEnd('K'), CultureInfo.InvariantCulture);
                found.Add(("L" + ReadText(index, "level"), kilobytes << 10));
            }
        }

        found.Sort((a, b) => a.Bytes.CompareTo(b.Bytes));
        return found.Count == 0 ? s_usual : found;
    }

    private static string ReadText(string folder, string file) => File.ReadAllText(Path.Combine(folder, file)).Trim();
}
