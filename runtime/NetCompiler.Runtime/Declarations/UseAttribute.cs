using System;

namespace NetCompiler;

/// <summary>Places a block: its lines act here, with parameters of their own for each placement.</summary>
/// <group>graph</group>
/// <formula>the lines of the block</formula>
/// <shape>that of the block</shape>
/// <stores>name.rest for each parameter of the block</stores>
/// <pytorch>a module of your own</pytorch>
/// <keras>a layer of your own</keras>
/// <sample>[Input(8)] [Use&lt;Documentation.Residual&gt;(8, Name = "stage")]</sample>
/// <remarks>
/// Parameters are named <c>name.rest</c>, and with <see cref="Times"/> above 1 <c>name.0.rest</c>, <c>name.1.rest</c> and so on, as nested
/// <c>torch.nn.Sequential</c> would.
/// </remarks>
/// <typeparam name="TBlock">A class marked <see cref="BlockAttribute"/>, here or in a referenced assembly.</typeparam>
/// <param name="a">What <see cref="Arg.A"/> stands for in the block; 0 is no argument.</param>
/// <param name="b">What <see cref="Arg.B"/> stands for in the block; 0 is no argument.</param>
/// <param name="c">What <see cref="Arg.C"/> stands for in the block; 0 is no argument.</param>
/// <param name="d">What <see cref="Arg.D"/> stands for in the block; 0 is no argument.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UseAttribute<TBlock>(int a = 0, int b = 0, int c = 0, int d = 0) : LayerAttribute
    where TBlock : class
{
    /// <summary>What <see cref="Arg.A"/> stands for in the block.</summary>
    public int A { get; } = a;

    /// <summary>What <see cref="Arg.B"/> stands for in the block.</summary>
    public int B { get; } = b;

    /// <summary>What <see cref="Arg.C"/> stands for in the block.</summary>
    public int C { get; } = c;

    /// <summary>What <see cref="Arg.D"/> stands for in the block.</summary>
    public int D { get; } = d;

    /// <summary>How many copies follow each other, each with parameters of its own; at least 1, and 1 unless given.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The name of an earlier <c>Use</c> of the same block and arguments whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
