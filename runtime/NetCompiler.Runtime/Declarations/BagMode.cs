namespace NetCompiler;

/// <summary>What an embedding bag makes of its vectors: <c>mode</c> of <c>torch.nn.EmbeddingBag</c>.</summary>
public enum BagMode
{
    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The sum, which may be weighted.</summary>
    Sum,

    /// <summary>The greatest of each element.</summary>
    Max,
}
