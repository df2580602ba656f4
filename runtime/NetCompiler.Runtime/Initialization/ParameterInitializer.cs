using System;
using System.Diagnostics;
using System.IO;
using System.Numerics;

namespace NetCompiler;

/// <summary>
/// Draws the initial values of one tensor. Each value is keyed by seed, name and logical index, so that another layout, another order or an added
/// layer changes no draw. Values have the same bits on every machine; normal ones depend on the machine's logarithm and cosine in the last bit.
/// </summary>
internal static class ParameterInitializer
{
    /// <summary>Fills the elements of a tensor; padding is left alone. Values are drawn in double, so that those of a float network are those of a double network, rounded.</summary>
    /// <typeparam name="T">What the network computes in.</typeparam>
    /// <param name="parameter">Which tensor, and how it begins.</param>
    /// <param name="seed">The network's seed.</param>
    /// <param name="buffer">The whole buffer that holds the tensor.</param>
    /// <exception cref="IOException">The tensor's file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">The tensor's file does not hold it.</exception>
    public static void Fill<T>(ParameterDescription parameter, int seed, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (parameter.Initialization.Kind == InitializationKind.File)
        {
            InitializationFile.Read(parameter, buffer);
            return;
        }

        ulong key = CounterGenerator.Key((ulong)(uint)seed, CounterGenerator.Hash(parameter.Name));
        Func<int, double> draw = Draw(parameter, key);
        int zeroRow = parameter.Initialization.ZeroRow;
        int rowLength = parameter.Shape.Count == 0 ? 1 : parameter.Length / parameter.Shape[0];
        for (int index = 0; index < parameter.Length; index++)
        {
            double value = zeroRow >= 0 && index / rowLength == zeroRow ? 0 : draw(index);
            parameter.Write(buffer, index, T.CreateTruncating(value));
        }
    }

    // The value at each logical index.
    private static Func<int, double> Draw(ParameterDescription parameter, ulong key)
    {
        double a = parameter.Initialization.A;
        double b = parameter.Initialization.B;
        switch (parameter.Initialization.Kind)
        {
            case InitializationKind.Constant:
                return _ => a;
            case InitializationKind.Uniform:
                return index => a + ((b - a) * CounterGenerator.Uniform(key, (ulong)index));
            case InitializationKind.Normal:
                return index => a + (b * CounterGenerator.Normal(key, (ulong)index));
            case InitializationKind.TruncatedNormal:
                var distribution = new TruncatedNormal(a, b, parameter.Initialization.Low, parameter.Initialization.High);
                return index => distribution.At(CounterGenerator.Uniform(key, (ulong)index));
            case InitializationKind.Orthogonal:
                int rows = parameter.Shape[0];
                double[] matrix = OrthogonalMatrix.Draw(rows, parameter.Length / rows, key);
                return index => a * matrix[index];
            case InitializationKind.Identity:
                return index => index / parameter.Shape[1] == index % parameter.Shape[1] ? a : 0;
            case InitializationKind.Dirac:
                return index => IsCentre(parameter, index) ? a : 0;
            case InitializationKind.Sparse:
                bool[] zeros = SparseColumns.Zeros(parameter.Shape[0], parameter.Shape[1], a, key);
                return index => zeros[index] ? 0 : b * NormalQuantile.Draw(key, (ulong)index);
            default:
                throw new UnreachableException($"'{parameter.Name}' has an unknown initialisation.");
        }
    }

    // torch.nn.init.dirac_: from channel i of a group to its output i, in the middle of the kernel.
    private static bool IsCentre(ParameterDescription parameter, int index)
    {
        int outputs = parameter.Shape[0] / parameter.Initialization.Groups;
        for (int axis = parameter.Shape.Count - 1; axis >= 2; axis--)
        {
            if (index % parameter.Shape[axis] != parameter.Shape[axis] / 2)
            {
                return false;
            }

            index /= parameter.Shape[axis];
        }

        return index / parameter.Shape[1] % outputs == index % parameter.Shape[1];
    }
}
