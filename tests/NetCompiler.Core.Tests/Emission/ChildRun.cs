using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using System.Xml.Linq;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Runs classes of this assembly's tests over the same networks in a process with another environment: what the JIT may use is fixed for a process.</summary>
internal static class ChildRun
{
    /// <summary>Runs and asserts that every test passed, or skipped itself.</summary>
    /// <param name="environment">Variables and their values.</param>
    /// <param name="classes">Classes, each with at least one test that passes.</param>
    public static void AssertPasses(IReadOnlyDictionary<string, string> environment, params Type[] classes)
    {
        string folder = Directory.CreateTempSubdirectory("netcompiler").FullName;
        try
        {
            string report = Path.Combine(folder, "report.xml");
            IEnumerable<string> filters = classes.SelectMany(type => new[] { "-class", type.FullName! });
            var start = new ProcessStartInfo(Host(), [typeof(ChildRun).Assembly.Location, .. filters, "-xml", report, "-noColor", "-noLogo"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            foreach (KeyValuePair<string, string> variable in environment)
            {
                start.Environment[variable.Key] = variable.Value;
            }

            // What is compiled once need not be compiled again.
            string image = Path.Combine(folder, "networks.dll");
            File.WriteAllBytes(image, NetworkCase.Image);
            start.Environment[NetworkCase.ImageVariable] = image;
            string where = string.Join(", ", environment.Select(variable => variable.Key + " = " + variable.Value));
            using Process child = Process.Start(start)!;
            Task<string> error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string output = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            string all = output + error.GetAwaiter().GetResult();
            Assert.True(File.Exists(report), $"With {where} the child ended with {child.ExitCode} and no report:\n{all}");
            XElement[] tests = [.. XDocument.Load(report).Descendants("test")];
            Assert.True(tests.All(test => (string?)test.Attribute("result") is "Pass" or "Skip"), $"With {where}:\n{all}");
            Assert.All(classes, type => Assert.Contains(tests, test => (string?)test.Attribute("type") == type.FullName && (string?)test.Attribute("result") == "Pass"));
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
