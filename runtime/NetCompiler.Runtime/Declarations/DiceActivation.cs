namespace NetCompiler;

/// <summary>What makes the value that a <see cref="DiceAttribute"/> judges numbers from 0 to 1.</summary>
public enum DiceActivation
{
    /// <summary>1 / (1 + exp(-x)) of each element: channels do not exclude each other.</summary>
    Sigmoid,

    /// <summary>The softmax over the channels of each position: one of them is right.</summary>
    Softmax,

    /// <summary>Nothing: the value is such numbers already.</summary>
    None,
}
