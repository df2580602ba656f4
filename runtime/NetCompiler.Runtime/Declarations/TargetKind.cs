namespace NetCompiler;

/// <summary>What a classification loss takes as the target of a sample.</summary>
public enum TargetKind
{
    /// <summary>The index of the one right class: an <see cref="int"/> from 0 to classes - 1.</summary>
    ClassIndex,

    /// <summary>One probability for each class, at least 0 and with sum 1: <see cref="float"/> values in the shape of the logits.</summary>
    Probabilities,
}
