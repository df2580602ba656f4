namespace NetCompiler;

/// <summary>The floating-point type that a network computes in.</summary>
public enum Precision
{
    /// <summary><see cref="float"/> throughout.</summary>
    Single,

    /// <summary><see cref="double"/> throughout: twice the memory and about half the speed, for gradient checks and analyses.</summary>
    Double,
}
