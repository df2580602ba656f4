using System;
using System.Globalization;
using System.Runtime.Intrinsics;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// The widest vectors that this process executes. Emitted code asks the same three properties, which the JIT folds, so this is the text
/// that tests of emitted code have run.
/// </summary>
public sealed class ExecutedWidthTests
{
    /// <summary>The variable by which a rerun is told what it must find.</summary>
    public const string Variable = "NETCOMPILER_EXPECTED_WIDTH";

    /// <summary>Bits of the widest accelerated vector; 0 where none is.</summary>
    public static int Bits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    [Fact]
    public void The_vectors_are_as_wide_as_the_rerun_asks()
    {
        string? expected = Environment.GetEnvironmentVariable(Variable);
        if (expected is null)
        {
            Assert.Skip($"This run is no rerun at another width; it executes {Bits} bits.");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"executes {Bits} bits");
        Assert.Equal(expected, Bits.ToString(CultureInfo.InvariantCulture));
    }
}
