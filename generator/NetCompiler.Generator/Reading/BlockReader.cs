using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Models;

namespace NetCompiler.Generator.Reading;

/// <summary>Follows the lines that place blocks, also through blocks and into referenced assemblies, and reads each block once.</summary>
internal sealed class BlockReader(CancellationToken cancellation)
{
    private readonly Dictionary<string, BlockDeclaration> _blocks = new(StringComparer.Ordinal);
    private readonly List<(INamedTypeSymbol Type, ImmutableArray<LineReader.Entry> Entries)> _owners = [];

    /// <summary>The blocks by name.</summary>
    public EquatableArray<BlockDeclaration> Blocks =>
        _blocks.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ToEquatableArray();

    /// <summary>The blocks' classes and their lines.</summary>
    public IReadOnlyList<(INamedTypeSymbol Type, ImmutableArray<LineReader.Entry> Entries)> Owners => _owners;

    /// <summary>What is wrong with the classes that are placed.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>Reads all blocks that the lines of a network place; false if an attribute has an error that the C# compiler reports itself.</summary>
    public bool TryFollow(ImmutableArray<LineReader.Entry> network)
    {
        // Each pending line comes with the network's own line that leads to it: that is where its problems are reported.
        var pending = new Queue<(LineReader.Entry Entry, AttributeLocation Root)>(network.Select(entry => (entry, entry.Line.Location)));
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            (LineReader.Entry entry, AttributeLocation root) = pending.Dequeue();
            if (entry.TypeArgument is not { } type || _blocks.ContainsKey(type.FullMetadataName()))
            {
                continue;
            }

            if (type.IsGenericAnywhere())
            {
                Problems.Add(Report(entry, root, DiagnosticIds.Generic, type.Name, "block"));
                continue;
            }

            if (!type.Has(KnownNames.BlockAttribute))
            {
                Problems.Add(Report(entry, root, DiagnosticIds.NotABlock, type.Name));
                continue;
            }

            if (!LineReader.TryRead(type, out ImmutableArray<LineReader.Entry> lines, cancellation))
            {
                return false;
            }

            string name = type.FullMetadataName();
            _blocks.Add(name, new BlockDeclaration(name, lines.Select(line => line.Line).ToEquatableArray()));
            _owners.Add((type, lines));
            foreach (LineReader.Entry line in lines)
            {
                pending.Enqueue((line, root));
            }
        }

        return true;
    }

    private static Problem Report(LineReader.Entry entry, AttributeLocation root, string id, params string[] arguments)
    {
        Problem problem = Problem.At(root, id, arguments);
        return entry.Line.Location == root ? problem : problem with { Additional = EquatableArray.Of(entry.Line.Location) };
    }
}
