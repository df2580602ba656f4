namespace NetCompiler;

/// <summary>How many elements of a sample a number stands for. Of a sequence a sample is one step, and the numbers are the same at all of them.</summary>
public enum Per
{
    /// <summary>Each element has a number of its own.</summary>
    Element,

    /// <summary>Each index of the first axis has one: a channel of an image; of a vector, and of a step of a sequence, each element.</summary>
    Channel,

    /// <summary>One number for all elements.</summary>
    Tensor,
}
