using System;

namespace NetCompiler;

/// <summary>A loss that compares one value with a target.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class TargetLossAttribute : LossAttribute
{
    /// <summary>The name of the value that is judged; the current value unless given.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// The name of the target: a value of the network itself if a line has that name and the target is of real numbers, and else an argument of the training functions,
    /// shared by all losses that name it. Unless given, an argument of its own: <c>target</c>, or <c>target2</c> for the second target.
    /// </summary>
    public string? Target { get; init; }
}
