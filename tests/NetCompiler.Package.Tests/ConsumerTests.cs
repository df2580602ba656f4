using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace NetCompiler.Package.Tests;

/// <summary>
/// The projects under Consumers, as users have them, with the package that was packed: warnings are errors in all of them. They are restored and built as one solution, against
/// the packages that this repository was restored with, so that no registry takes part.
/// </summary>
public sealed class ConsumerTests(PackageFixture package)
{
    private static readonly (string Project, string[] Lines)[] s_programs =
    [
        ("Console",
        [
            "Company.Library.Xor: 0 1 1 0",
            "Company.Application.Xor: 0 1 1 0",
            "Company.Application.System.Mlp: 0 1 1 0",
            "Company.Application.NetCompiler.Mlp: 0 1 1 0",
            "System.NetCompiler.Mlp: 0 1 1 0",
            "internal: 33 8 10 12",
        ]),
        ("UnitTests", ["Total: 2, Errors: 0, Failed: 0"]),
        ("FSharp", ["F#: 0 1 1 0"]),
        ("VisualBasic", ["Visual Basic: 0 1 1 0"]),
    ];

    [Fact]
    public async Task Library_console_tests_fsharp_and_visual_basic_build_without_a_warning_and_run()
    {
        using TemporaryFolder folder = CopyConsumers();

        string build = await Command.RunAsync(folder.Path, "dotnet", "build", "Consumers.slnx", "-c", "Release", "-nodeReuse:false");
        Assert.Contains(" 0 Warning(s)", build, StringComparison.Ordinal);

        foreach ((string project, string[] lines) in s_programs)
        {
            string output = await Command.RunAsync(folder.Path, "dotnet", folder.At(project, "bin", "Release", "net10.0", project + ".dll"));
            Assert.All(lines, line => Assert.Contains(line, output, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Native_AOT_program_of_the_oldest_framework_publishes_without_a_warning_and_runs()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            Assert.Skip("Published for linux-x64: Native AOT does not compile for it elsewhere.");
        }

        bool clang = await Command.ExistsAsync("clang");
        if (!clang && !await Command.ExistsAsync("gcc"))
        {
            Assert.Skip("Native AOT links with clang or gcc; neither is installed.");
        }

        using TemporaryFolder folder = CopyConsumers();
        (int code, string output) = await Command.TryRunAsync(
            folder.Path, "dotnet", "publish", "Aot", "-c", "Release", "-r", "linux-x64", "-o", folder.At("publish"), "-p:CppCompilerAndLinker=" + (clang ? "clang" : "gcc"), "-nodeReuse:false");
        if (code != 0 && Regex.IsMatch(output, "NU1301|NU1101.*ILCompiler|NU1102.*ILCompiler"))
        {
            Assert.Skip("The AOT compiler of .NET 9 is not installed and cannot be restored here.");
        }

        Assert.True(code == 0, output);
        Assert.DoesNotMatch(@"\bwarning\b", output);
        Assert.Contains("AOT: 0 1 1 0", await Command.RunAsync(folder.Path, folder.At("publish", "Aot")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Advice_is_a_warning_that_editorconfig_silences()
    {
        using TemporaryFolder folder = CopyConsumers();
        string library = folder.At("Library", "Networks.cs");
        await File.WriteAllTextAsync(
            library,
            "using NetCompiler;\n/// <summary>Two layers that are one.</summary>\n[Network, Input(4), Linear(8), Linear(2)]\npublic partial class Twice;\n",
            TestContext.Current.CancellationToken);

        (int code, string output) = await Command.TryRunAsync(folder.Path, "dotnet", "build", "Library", "-c", "Release", "-nodeReuse:false");
        Assert.NotEqual(0, code);
        Assert.Contains("Networks.cs(3,32): error NC0021", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(folder.At(".editorconfig"), "root = true\n[*.cs]\ndotnet_diagnostic.NC0021.severity = none\n", TestContext.Current.CancellationToken);
        await Command.RunAsync(folder.Path, "dotnet", "build", "Library", "-c", "Release", "-nodeReuse:false");
    }

    private TemporaryFolder CopyConsumers()
    {
        var folder = new TemporaryFolder();
        string consumers = Repository.At("tests", "NetCompiler.Package.Tests", "Consumers");
        foreach (string file in Directory.GetFiles(consumers, "*", SearchOption.AllDirectories))
        {
            string copy = folder.At(Path.GetRelativePath(consumers, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string xunit = Regex.Match(File.ReadAllText(Repository.At("Directory.Packages.props")), "Include=\"xunit.v3\" Version=\"([^\"]+)\"").Groups[1].Value;
        File.WriteAllText(
            folder.At("Versions.props"),
            $"<Project><PropertyGroup><NetCompilerVersion>{package.Version}</NetCompilerVersion><XunitVersion>{xunit}</XunitVersion></PropertyGroup></Project>");
        File.WriteAllText(
            folder.At("nuget.config"),
            $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{folder.At("cache")}" />
              </config>
              <fallbackPackageFolders>
                <clear />
                <add key="restored" value="{PackagesOfThisRepository()}" />
              </fallbackPackageFolders>
              <packageSources>
                <clear />
                <add key="local" value="{package.Source}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    // Where the packages of this project's own build are.
    private static string PackagesOfThisRepository() => typeof(ConsumerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "NuGetPackageRoot").Value!;
}
