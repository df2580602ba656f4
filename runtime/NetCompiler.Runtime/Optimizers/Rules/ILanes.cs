namespace NetCompiler.Training;

/// <summary>
/// Arithmetic on vectors of one width, so that the text of an update rule serves every width and both precisions. Its methods are static and compile to an instruction or two; rules take
/// it as a type argument, which leaves no call behind. Vectors stay the machine's own types: in a wrapper, each operation would cost the JIT a local variable, and it stops inlining at 512.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">Its elements, <see cref="float"/> or <see cref="double"/>.</typeparam>
internal interface ILanes<TVector, T>
    where T : unmanaged
{
    /// <summary>The same number in all lanes.</summary>
    static abstract TVector Create(T value);

    /// <summary>Reads a vector.</summary>
    static abstract TVector Load(ref readonly T source, nuint at);

    /// <summary>Writes a vector.</summary>
    static abstract void Store(TVector value, ref T destination, nuint at);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a · b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a · b.</summary>
    static abstract TVector Multiply(T a, TVector b);

    /// <summary>a / b, exactly rounded.</summary>
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a · b + c, rounded once where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>a · b + c, rounded once where the machine can.</summary>
    static abstract TVector MultiplyAdd(T a, TVector b, TVector c);

    /// <summary>The root, exactly rounded.</summary>
    static abstract TVector Sqrt(TVector value);

    /// <summary>The magnitude.</summary>
    static abstract TVector Abs(TVector value);

    /// <summary>The greater one, in one instruction: the second where either is not a number.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>Chooses by a &lt; b, lane by lane.</summary>
    static abstract TVector SelectLess(TVector a, TVector b, TVector then, TVector otherwise);

    /// <summary>Sets to zero what is smaller in magnitude than a threshold; NaN stays.</summary>
    static abstract TVector Flush(TVector value, T threshold);

    /// <summary>
    /// Sets subnormal numbers to zero. Where a gradient stays zero, a decaying average becomes one and sticks there, and arithmetic on those is some 28 times slower.
    /// </summary>
    static abstract TVector Flush(TVector value);
}
