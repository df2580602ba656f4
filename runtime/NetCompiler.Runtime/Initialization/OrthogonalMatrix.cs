using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// Matrices with orthonormal rows, or columns where there are more rows than columns, uniformly distributed (Saxe et al. 2014): Q of the decomposition of normal draws by Householder's reflections, signs
/// such that the diagonal of R is positive (Mezzadri 2007). In double, each element by products, sums, quotients and square roots in one order whatever the width of vectors: the same bits on every machine.
/// </summary>
internal static class OrthogonalMatrix
{
    /// <summary>Draws a matrix.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="key">The stream that element i, row-major, draws its i-th number of.</param>
    /// <returns>The elements, row-major.</returns>
    public static double[] Draw(int rows, int columns, ulong key)
    {
        bool isTall = rows >= columns;
        int m = isTall ? rows : columns;
        int n = isTall ? columns : rows;
        double[] a = new double[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                int index = isTall ? (i * n) + j : (j * m) + i;
                a[(i * n) + j] = NormalQuantile.Draw(key, (ulong)index);
            }
        }

        double[] q = Orthonormal(a, m, n);
        if (isTall)
        {
            return q;
        }

        double[] turned = new double[q.Length];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                turned[(j * m) + i] = q[(i * n) + j];
            }
        }

        return turned;
    }

    // Q [m, n] of a [m, n], m at least n, which is overwritten: reflection k is 1 - v vᵀ · factor, v in column k from its diagonal on.
    private static double[] Orthonormal(double[] a, int m, int n)
    {
        double[] factors = new double[n];
        double[] signs = new double[n];
        double[] sums = new double[n];
        for (int k = 0; k < n; k++)
        {
            double square = 0;
            for (int i = k; i < m; i++)
            {
                square += a[(i * n) + k] * a[(i * n) + k];
            }

            double norm = Math.Sqrt(square);
            double first = a[(k * n) + k];

            // R's element is -norm where the first is positive, so that the difference does not cancel.
            signs[k] = first >= 0 ? -1 : 1;
            double v = first - (signs[k] * norm);
            a[(k * n) + k] = v;
            double length = square - (first * first) + (v * v);
            factors[k] = length > 0 ? 2 / length : 0;
            Reflect(a, k, a, k + 1, factors[k], sums, m, n);
        }

        double[] q = new double[m * n];
        for (int k = n - 1; k >= 0; k--)
        {
            // Column k of the identity, behind the reflections after this one.
            q[(k * n) + k] = 1;
            Reflect(a, k, q, k, factors[k], sums, m, n);
        }

        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                q[(i * n) + j] *= signs[j];
            }
        }

        return q;
    }

    // Takes v (vᵀ b) · factor from the columns of b from one on; v is column k of a from row k on.
    private static void Reflect(double[] a, int k, double[] b, int from, double factor, double[] sums, int m, int n)
    {
        Span<double> dots = sums.AsSpan(from, n - from);
        dots.Clear();
        for (int i = k; i < m; i++)
        {
            AddProduct(dots, b.AsSpan((i * n) + from, n - from), a[(i * n) + k]);
        }

        for (int i = k; i < m; i++)
        {
            AddProduct(b.AsSpan((i * n) + from, n - from), dots, -factor * a[(i * n) + k]);
        }
    }

    // sum += values · factor, element by element: product and sum rounded apart, in vectors or alone.
    private static void AddProduct(Span<double> sum, ReadOnlySpan<double> values, double factor)
    {
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(sum);
        ReadOnlySpan<Vector<double>> operands = MemoryMarshal.Cast<double, Vector<double>>(values);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += operands[i] * factor;
        }

        for (int i = sums.Length * Vector<double>.Count; i < sum.Length; i++)
        {
            sum[i] += values[i] * factor;
        }
    }
}
