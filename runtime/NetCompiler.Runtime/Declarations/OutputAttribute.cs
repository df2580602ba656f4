using System;

namespace NetCompiler;

/// <summary>
/// Names the outputs of the network, in order. Without this line the output is the last value before the losses. A network has at
/// most one such line, after the layers that make its values.
/// </summary>
/// <group>graph</group>
/// <formula>gives the named values to the caller</formula>
/// <shape>any</shape>
/// <pytorch>return a, b</pytorch>
/// <keras>keras.Model(inputs, outputs=[a, b])</keras>
/// <sample>[Input(4)] [Linear(3, Name = "a")] [Linear(2, Name = "b")] [Output("a", "b")]</sample>
/// <param name="names">One name or more, of lines or inputs.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class OutputAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the values, in the order in which <c>Forward</c> returns them.</summary>
    public string[] Names { get; } = names;
}
