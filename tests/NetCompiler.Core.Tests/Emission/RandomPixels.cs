using System;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Makes some of the random networks' inputs bytes, scaled in one of the ways that a user can say.</summary>
internal static class RandomPixels
{
    /// <summary>What the input's line says beside its shape; nothing for floats. Draws of its own, so that the rest of the network stays what the seed made it.</summary>
    public static (string Name, ArgumentValue Value)[] Of(int seed, int[] shape)
    {
        var random = new Random(seed ^ 0x5eed);
        (string, ArgumentValue) element = ("Element", ArgumentValue.Of("UInt8"));
        ArgumentValue Numbers(int count, Func<double> draw) => ArgumentValue.Of(Enumerable.Range(0, count).Select(_ => ArgumentValue.Of(draw())).ToEquatableArray());
        return random.Next(12) switch
        {
            0 => [element, ("Scale", ArgumentValue.Of(1 / 127.5)), ("Offset", ArgumentValue.Of(-1L))],
            1 =>
            [
                element,
                ("Scale", ArgumentValue.Of(1 / 255d)),
                ("Mean", Numbers(shape[0], () => random.NextDouble())),
                ("Std", Numbers(random.Next(3) == 0 ? 1 : shape[0], () => 0.3 + random.NextDouble())),
            ],
            2 => [element, ("Std", Numbers(shape[0], () => 100 + (100 * random.NextDouble())))],
            _ => [],
        };
    }
}
