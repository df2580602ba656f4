using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

[assembly: AssemblyFixture(typeof(NetCompiler.Package.Tests.PackageFixture))]

namespace NetCompiler.Package.Tests;

/// <summary>The package, made once for all tests from this repository under a version that no cache can hold.</summary>
public sealed class PackageFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The package's version.</summary>
    public string Version { get; } = $"0.0.1-test.{DateTime.UtcNow.Ticks}";

    /// <summary>The folder that holds the package and nothing else.</summary>
    public string Source => _folder.At("packages");

    /// <summary>The package.</summary>
    public string File => Path.Combine(Source, $"NetCompiler.{Version}.nupkg");

    public async ValueTask InitializeAsync()
    {
        // Outputs of its own, so that builds of the repository at the same time are not disturbed.
        await Command.RunAsync(
            Repository.Root,
            "dotnet",
            "pack",
            Path.Combine("runtime", "NetCompiler.Runtime"),
            "-c",
            "Release",
            $"-p:Version={Version}",
            "--artifacts-path",
            _folder.At("artifacts"),
            "-p:PackageOutputPath=" + Source,
            "-nodeReuse:false");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
