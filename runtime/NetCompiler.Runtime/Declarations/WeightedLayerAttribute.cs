using System;

namespace NetCompiler;

/// <summary>A layer with weights, and how they begin.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class WeightedLayerAttribute : ParameterizedLayerAttribute
{
    /// <summary>How the weights begin; unless given, as PyTorch's layer does. Arguments of the initialiser are those of this line that begin with <c>Init</c>.</summary>
    public Init WeightInit { get; init; }
}
