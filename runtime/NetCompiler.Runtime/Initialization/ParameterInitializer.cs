using System;
using System.Diagnostics;
using System.Numerics;

namespace NetCompiler;

/// <summary>
/// Draws the initial values of one tensor. Each value is keyed by seed, name and logical index, so that another layout, another order or an added
/// layer changes no draw. Uniform values have the same bits on every machine; normal ones depend on the machine's logarithm and cosine in the last bit.
/// </summary>
internal static class ParameterInitializer
{
    /// <summary>Fills the elements of a tensor; padding is left alone. Values are drawn in double, so that those of a float network are those of a double network, rounded.</summary>
    /// <typeparam name="T">What the network computes in.</typeparam>
    /// <param name="parameter">Which tensor, and how it begins.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="buffer">The whole buffer that holds the tensor.</param>
    public static void Fill<T>(ParameterDescription parameter, int seed, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong key = CounterGenerator.Key((ulong)(uint)seed, CounterGenerator.Hash(parameter.Name));
        double a = parameter.Initialization.A;
        double b = parameter.Initialization.B;
        int zeroRow = parameter.Initialization.ZeroRow;
        int rowLength = parameter.Shape.Count == 0 ? 1 : parameter.Length / parameter.Shape[0];
        for (int index = 0; index < parameter.Length; index++)
        {
            double value = zeroRow >= 0 && index / rowLength == zeroRow ? 0 : parameter.Initialization.Kind switch
            {
                InitializationKind.Constant => a,
                InitializationKind.Uniform => a + ((b - a) * CounterGenerator.Uniform(key, (ulong)index)),
                InitializationKind.Normal => a + (b * CounterGenerator.Normal(key, (ulong)index)),
                _ => throw new UnreachableException($"'{parameter.Name}' has an unknown initialisation."),
            };
            parameter.Write(buffer, index, T.CreateTruncating(value));
        }
    }
}
