using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;
using System.Xml.Linq;
using NetCompiler.Network.Tests.Proofs;
using Xunit;

namespace NetCompiler.Network.Tests.Widths;

/// <summary>
/// All proofs but those of the largest networks once more in a child process for each narrower vector width. The child runs this assembly's namespace
/// <c>Proofs</c> and there asserts the width that it executes (<see cref="ExecutedWidth"/>).
/// </summary>
public sealed class WidthReruns
{
    [Fact]
    public void The_proofs_hold_without_512_bits() =>
        Rerun(Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0, "DOTNET_EnableAVX512", "DOTNET_EnableAVX512F");

    [Fact]
    public void The_proofs_hold_without_256_bits() => Rerun(Vector128.IsHardwareAccelerated ? 128 : 0, "DOTNET_EnableAVX2");

    [Fact]
    public void The_proofs_hold_without_vectors() => Rerun(0, "DOTNET_EnableHWIntrinsic");

    private static void Rerun(int width, params string[] disabled)
    {
        string folder = Directory.CreateTempSubdirectory("netcompiler").FullName;
        try
        {
            string report = Path.Combine(folder, "report.xml");
            var start = new ProcessStartInfo(Host(), [typeof(WidthReruns).Assembly.Location, "-namespace", typeof(ExecutedWidth).Namespace!, "-xml", report, "-noColor", "-noLogo"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (string variable in disabled)
            {
                start.Environment[variable] = "0";
            }

            start.Environment[ExecutedWidth.Variable] = width.ToString();
            using Process child = Process.Start(start)!;
            Task<string> error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = child.StandardOutput.ReadToEnd();
            child.WaitForExit();

            string all = output + error.GetAwaiter().GetResult();
            Assert.True(File.Exists(report), $"The child ended with {child.ExitCode} and no report:\n{all}");
            XElement[] tests = [.. XDocument.Load(report).Descendants("test")];
            XElement[] unexpected = [.. tests.Where(test => (string?)test.Attribute("result") != "Pass")];
            Assert.True(unexpected.Length == 0, $"With {string.Join(", ", disabled)} = 0:\n{all}");
            Assert.Contains(tests, test => ((string?)test.Attribute("name"))!.Contains(nameof(ExecutedWidth), StringComparison.Ordinal));
            Assert.All(
                new[]
                {
                    nameof(RegressionProof), nameof(ClassifierProof), nameof(BranchingProof), nameof(LeNetProof), nameof(MixedImagesProof), nameof(ByteInputProof),
                    nameof(DSCNNProof), nameof(DoublePrecisionProof),
                },
                proof => Assert.Contains(tests, test => ((string?)test.Attribute("name"))!.Contains(proof, StringComparison.Ordinal)));
            Assert.Equal(0, child.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The runtime that executes these tests lies in HOST/shared/NAME/VERSION/.
    private static string Host()
    {
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
    }
}
