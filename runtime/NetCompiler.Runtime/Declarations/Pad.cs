namespace NetCompiler;

/// <summary>Named paddings: integers that <c>Padding</c> takes instead of a number.</summary>
public static class Pad
{
    /// <summary>
    /// As much as makes the result's size ⌈size / stride⌉, half of it in front and half behind, and one more behind where it is odd: TensorFlow's
    /// <c>"same"</c>, and at stride 1 PyTorch's.
    /// </summary>
    public const int Same = int.MinValue + 16;
}
