namespace NetCompiler.Training;

/// <summary>How precision, recall and F1 of several classes become one number; scikit-learn's <c>average</c>.</summary>
public enum Averaging
{
    /// <summary>That of one of two classes, the positive one.</summary>
    Binary,

    /// <summary>The mean over classes, each counting the same: those that occur, as label or as prediction.</summary>
    Macro,

    /// <summary>Of all predictions together, which is the accuracy where each prediction is of one class.</summary>
    Micro,

    /// <summary>The mean over classes, weighted by how many labels each has.</summary>
    Weighted,
}
