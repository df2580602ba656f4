using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.Intrinsics;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// The tests of emitted code once more for each narrower vector width, in child processes that assert the width that they execute. These run fewer
/// networks: what differs is the width, and every network has most kernels.
/// </summary>
public sealed class WidthRerunTests
{
    private const string Seeds = "1-40,10001-10020,1000001-1000006,1010001-1010004,1020001-1020001";

    [Fact]
    public void Emitted_code_is_right_without_512_bits() =>
        Rerun(Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0, "DOTNET_EnableAVX512", "DOTNET_EnableAVX512F");

    [Fact]
    public void Emitted_code_is_right_without_256_bits() => Rerun(Vector128.IsHardwareAccelerated ? 128 : 0, "DOTNET_EnableAVX2");

    [Fact]
    public void Emitted_code_is_right_without_vectors() => Rerun(0, "DOTNET_EnableHWIntrinsic");

    private static void Rerun(int width, params string[] disabled)
    {
        Dictionary<string, string> environment = disabled.ToDictionary(variable => variable, _ => "0");
        environment.Add(NetworkCase.SeedsVariable, Seeds);
        environment.Add(ExecutedWidthTests.Variable, width.ToString(CultureInfo.InvariantCulture));
        ChildRun.AssertPasses(environment, typeof(EmittedCodeTests), typeof(ExecutedWidthTests));
    }
}
