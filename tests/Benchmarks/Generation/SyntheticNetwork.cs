using System.Text;

namespace NetCompiler.Benchmarks.Generation;

/// <summary>Declarations of networks of a given depth.</summary>
internal static class SyntheticNetwork
{
    /// <summary>A classifier of images with layers of various widths, so that not all kernels are shared.</summary>
    /// <param name="layers">Linear layers, at least 1.</param>
    public static string Declare(int layers)
    {
        var text = new StringBuilder("using NetCompiler;\n\nnamespace Measured;\n\n[Network, Input(784)]\n");
        for (int layer = 1; layer < layers; layer++)
        {
            text.Append("[Linear(").Append(32 + (16 * (layer % 7))).Append("), ReLU]\n");
        }

        return text.Append("[Linear(10), SoftmaxCrossEntropy]\npublic sealed partial class Synthetic;\n").ToString();
    }
}
