using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace NetCompiler.Package.Tests;

public sealed class PackageTests(PackageFixture package)
{
    [Fact]
    public async Task The_package_holds_runtime_generator_code_fixes_targets_readme_and_licence_and_depends_on_nothing()
    {
        Assert.Equal([package.File], Directory.GetFiles(package.Source));
        using ZipArchive archive = ZipFile.OpenRead(package.File);
        string[] entries = [.. archive.Entries
            .Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "LICENSE",
                "NetCompiler.nuspec",
                "README.md",
                "analyzers/dotnet/cs/NetCompiler.CodeFixes.dll",
                "analyzers/dotnet/cs/NetCompiler.Generator.dll",
                "buildTransitive/NetCompiler.targets",
                "lib/net10.0/NetCompiler.Runtime.dll",
                "lib/net10.0/NetCompiler.Runtime.xml",
                "lib/net9.0/NetCompiler.Runtime.dll",
                "lib/net9.0/NetCompiler.Runtime.xml",
            ],
            entries);
        using var reader = new StreamReader(archive.GetEntry("NetCompiler.nuspec")!.Open());
        string specification = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<dependency ", specification, StringComparison.Ordinal);
        Assert.Contains("<license type=\"expression\">MIT</license>", specification, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fresh_project_restores_it_builds_a_network_trains_it_and_loads_its_embedded_weights()
    {
        using TemporaryFolder folder = CreateProject();

        string trained = await Command.RunAsync(folder.Path, "dotnet", "run", "-c", "Release", "--", "train", "Xor.safetensors");
        string shipped = await Command.RunAsync(folder.Path, "dotnet", "run", "-c", "Release", "--", "predict");

        Assert.Contains("trained: 0 1 1 0", trained, StringComparison.Ordinal);
        Assert.Contains("shipped: 0 1 1 0", shipped, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("net9.0", "x86-x64-v3")]
    [InlineData("net10.0", "x86-64-v3")]
    public async Task Native_AOT_without_an_instruction_set_is_warned_of_with_the_right_name(string framework, string instructionSet)
    {
        string[] arguments = ["-t:NetCompilerCheckInstructionSet", "-p:TargetFramework=" + framework, "-p:PublishAot=true", "-p:RuntimeIdentifier=linux-x64"];

        string output = await RunTargetsAsync(arguments);

        Assert.Contains("warning NC0901", output, StringComparison.Ordinal);
        Assert.Contains($"<IlcInstructionSet>{instructionSet}</IlcInstructionSet>", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=true", "-p:IlcInstructionSet=native")]
    [InlineData("-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=true", "-p:NetCompilerAllowBaselineInstructionSet=true")]
    [InlineData("-p:RuntimeIdentifier=linux-arm64", "-p:PublishAot=true", "-p:Other=1")]
    [InlineData("-p:RuntimeIdentifier=linux-x64", "-p:PublishAot=false", "-p:Other=1")]
    public async Task Nothing_is_warned_of_where_there_is_nothing_to_set(params string[] properties)
    {
        string output = await RunTargetsAsync(["-t:NetCompilerCheckInstructionSet", "-p:TargetFramework=net9.0", .. properties]);

        Assert.DoesNotContain("NC0901", output, StringComparison.Ordinal);
    }

    // The targets of the package in a project of nothing else.
    private static async Task<string> RunTargetsAsync(string[] arguments)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.At("Targets.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Repository.At("runtime", "NetCompiler.Runtime", "Package", "NetCompiler.targets")}" />
            </Project>
            """,
            TestContext.Current.CancellationToken);
        return await Command.RunAsync(folder.Path, "dotnet", ["msbuild", "-nodeReuse:false", .. arguments]);
    }

    private TemporaryFolder CreateProject()
    {
        var folder = new TemporaryFolder();

        // Only this package can be restored, into a folder of its own: neither a registry nor another copy of it takes part.
        File.WriteAllText(
            folder.At("nuget.config"),
            $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{folder.At("cache")}" />
              </config>
              <packageSources>
                <clear />
                <add key="local" value="{package.Source}" />
              </packageSources>
            </configuration>
            """);
        File.WriteAllText(
            folder.At("Fresh.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="NetCompiler" Version="{package.Version}" />
                <EmbeddedResource Include="*.safetensors" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(
            folder.At("Program.cs"),
            """
            using System;
            using NetCompiler;
            using NetCompiler.Training;

            float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
            int[] targets = [0, 1, 1, 0];
            Xor network;
            if (args[0] == "train")
            {
                network = new Xor(seed: 1);
                var optimizer = new Adam(0.05f);
                for (int step = 0; step < 500; step++)
                {
                    network.TrainStep(inputs, targets, optimizer);
                }

                network.Save(args[1]);
                Console.Write("trained:");
            }
            else
            {
                network = Xor.LoadEmbedded();
                Console.Write("shipped:");
            }

            Span<float> logits = stackalloc float[2];
            for (int i = 0; i < 4; i++)
            {
                network.Forward(inputs.AsSpan(2 * i, 2), logits);
                Console.Write(logits[1] > logits[0] ? " 1" : " 0");
            }

            Console.WriteLine();

            [Network(Batch = 4), Input(2)]
            [Linear(8), Tanh]
            [Linear(2)]
            [SoftmaxCrossEntropy]
            public partial class Xor;
            """);
        return folder;
    }
}
