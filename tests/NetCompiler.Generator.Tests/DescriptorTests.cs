using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using NetCompiler.Core;
using NetCompiler.Core.Advice;
using NetCompiler.Generator.Diagnostics;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That every diagnostic is documented, and that the names shared with the runtime library are its names.</summary>
public sealed class DescriptorTests
{
    public static TheoryData<string> Ids => [.. DiagnosticDescriptors.All.Select(descriptor => descriptor.Id)];

    private static string Root => Path.GetFullPath(Path.Combine(Snapshot.ProjectDirectory, "..", ".."));

    [Fact]
    public void Every_id_has_one_descriptor()
    {
        string[] ids = Constants(typeof(DiagnosticIds)).Concat(Constants(typeof(ErrorCodes))).Concat(Constants(typeof(AdviceCodes))).Order(System.StringComparer.Ordinal).ToArray();

        Assert.Equal(ids, DiagnosticDescriptors.All.Select(descriptor => descriptor.Id));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_has_a_page(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.Find(id)!;
        Assert.Equal($"docs/diagnostics/{id}.md", descriptor.HelpLinkUri);

        string[] lines = File.ReadAllLines(Path.Combine(Root, descriptor.HelpLinkUri));

        Assert.Equal($"# {id}: {descriptor.Title}", lines[0]);
        Assert.Contains("## Cause", lines);
        Assert.Contains("## Example", lines);
        Assert.Contains("## What to do", lines);
        Assert.All(lines, line => Assert.True(line.Length <= 140, line));
    }

    [Fact]
    public void Every_page_has_a_descriptor() => Assert.Equal(
        DiagnosticDescriptors.All.Select(descriptor => descriptor.Id),
        Directory.GetFiles(Path.Combine(Root, "docs", "diagnostics"), "NC*.md").Select(Path.GetFileNameWithoutExtension).Order(System.StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Descriptor_has_a_release_row(string id)
    {
        DiagnosticDescriptor descriptor = DiagnosticDescriptors.Find(id)!;
        string[] rows = new[] { "AnalyzerReleases.Shipped.md", "AnalyzerReleases.Unshipped.md" }
            .SelectMany(file => File.ReadAllLines(Path.Combine(Root, "generator", "NetCompiler.Generator", file)))
            .ToArray();

        Assert.Single(rows, row => row == $"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}");
    }

    [Fact]
    public void Names_shared_with_the_runtime_library_are_its_names()
    {
        Assert.Equal(KnownNames.NetworkAttribute, typeof(NetworkAttribute).FullName);
        Assert.Equal(KnownNames.BlockAttribute, typeof(BlockAttribute).FullName);
        Assert.Equal(KnownNames.LayerAttribute, typeof(LayerAttribute).FullName);
        Assert.Equal(KnownNames.Arg, typeof(Arg).FullName);
        Assert.Equal(nameof(MapAttribute), KnownNames.MapKind + "Attribute");
        Assert.Equal(KnownNames.MapFunction, typeof(MapAttribute).GetConstructors().Single().GetParameters().Single().Name);
        Assert.Equal(KnownNames.NetworkDescription, typeof(NetworkDescription).FullName);
        Assert.Equal(nameof(NetworkDescription.CurrentContractVersion), KnownNames.ContractVersionField);
        Assert.Equal(NetworkDescription.CurrentContractVersion, KnownNames.ContractVersion);
        Assert.Equal(KnownNames.Vector512, typeof(System.Runtime.Intrinsics.Vector512).FullName);
        Assert.Equal(nameof(System.Runtime.Intrinsics.Vector512.MultiplyAddEstimate), KnownNames.NewestMember);
    }

    [Fact]
    public void Layer_attributes_are_kept_in_metadata_and_may_repeat()
    {
        System.Type[] layers = typeof(LayerAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract).ToArray();

        Assert.True(layers.Length >= 18);
        Assert.All(layers, layer =>
        {
            Assert.Empty(layer.GetCustomAttributes<System.Diagnostics.ConditionalAttribute>());
            System.AttributeUsageAttribute usage = layer.GetCustomAttribute<System.AttributeUsageAttribute>()!;
            Assert.Equal((System.AttributeTargets.Class, true, false), (usage.ValidOn, usage.AllowMultiple, usage.Inherited));
            Assert.True(layer.IsSealed);
        });
    }

    [Fact]
    public void Constructor_parameters_are_told_from_properties_whatever_the_case()
    {
        foreach (System.Type layer in typeof(LayerAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute))))
        {
            string[] parameters = layer.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.Name!).ToArray();
            string[] settable = layer.GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToArray();

            Assert.Contains("Name", settable);
            Assert.Empty(parameters.Intersect(settable, System.StringComparer.OrdinalIgnoreCase));
        }
    }

    private static IEnumerable<string> Constants(System.Type type) =>
        type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
}
