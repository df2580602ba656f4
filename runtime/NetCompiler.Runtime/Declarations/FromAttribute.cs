using System;

namespace NetCompiler;

/// <summary>Makes an earlier value the current one, so that another branch of the graph begins.</summary>
/// <param name="value">The name of a line above, of an input, or <c>"input"</c> in a block.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FromAttribute(string value) : LayerAttribute
{
    /// <summary>The name of the value that becomes current.</summary>
    public string Value { get; } = value;
}
