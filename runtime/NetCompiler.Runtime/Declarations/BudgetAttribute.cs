using System;

namespace NetCompiler;

/// <summary>
/// What the network may cost. Where it costs more the build fails (NC0116) and says by how much, and which layers and tensors take most. A limit that is not given is none.
/// </summary>
/// <group>graph</group>
/// <formula>fails the build where the network costs more</formula>
/// <shape>any</shape>
/// <pytorch>none</pytorch>
/// <keras>none</keras>
/// <sample>[Input(4)] [Budget(Parameters = 20, MultiplyAdds = 12)] [Linear(3)]</sample>
/// <remarks>
/// <para>It says nothing about any layer and may stand anywhere among the lines of a network; of several each counts. Blocks have none.</para>
/// <para>
/// What counts is what the compiler knows: parameters as <c>ParameterCount</c> has them, multiply-adds of one sample in inference as the network's table has them, and the
/// workspace of the function that needs most of it.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Network(Batch = 1), Input(1, 28, 28)]
/// [Budget(Parameters = 50_000, WorkspaceBytes = 64 * 1024, MultiplyAdds = 500_000)]
/// [Conv2d(8, 3), ReLU, MaxPool2d(2), Flatten]
/// [Linear(10)]
/// public partial class DigitReader;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BudgetAttribute : LayerAttribute
{
    /// <summary>The most parameters, at least 1: trained numbers, shared ones counted once.</summary>
    public long Parameters { get; init; }

    /// <summary>
    /// The most bytes of workspace, at least 1: of the function that takes most, which is training where the network has a loss, and inference where it has none. It
    /// grows with <see cref="NetworkAttribute.Batch"/>. Each session has a workspace of its own.
    /// </summary>
    public long WorkspaceBytes { get; init; }

    /// <summary>The most multiply-adds of products and convolutions for one sample in inference, at least 1.</summary>
    public long MultiplyAdds { get; init; }
}
