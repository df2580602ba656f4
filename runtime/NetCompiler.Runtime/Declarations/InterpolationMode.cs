namespace NetCompiler;

/// <summary>How elements are found between those that there are.</summary>
public enum InterpolationMode
{
    /// <summary>The element below: of four pixels made from one, each is its copy.</summary>
    Nearest,

    /// <summary>On a straight line between two elements of a signal.</summary>
    Linear,

    /// <summary>On straight lines between four elements of an image, along its height and its width.</summary>
    Bilinear,
}
