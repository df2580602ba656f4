using System;

namespace NetCompiler;

/// <summary>Makes an earlier value the current one, so that another branch of the graph begins.</summary>
/// <group>graph</group>
/// <formula>y = a</formula>
/// <shape>[...] of the named value</shape>
/// <pytorch>a variable that is used again</pytorch>
/// <keras>a tensor that is used again</keras>
/// <sample>[Input(4, Name = "x")] [From("x")] [Linear(2, Name = "left")] [From("x")] [Linear(2)] [Add("left")]</sample>
/// <param name="value">The name of a line above, of an input, or <c>"input"</c> in a block.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FromAttribute(string value) : LayerAttribute
{
    /// <summary>The name of the value that becomes current.</summary>
    public string Value { get; } = value;
}
