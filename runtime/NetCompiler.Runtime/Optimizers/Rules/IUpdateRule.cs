namespace NetCompiler.Training;

/// <summary>
/// How one element changes by its gradient: an optimizer's formula, written once. It holds references to parameters and state, and the constants of the step, rounded to the
/// element type.
/// </summary>
/// <typeparam name="T">The elements.</typeparam>
internal interface IUpdateRule<T>
    where T : unmanaged
{
    /// <summary>Changes the elements of one vector.</summary>
    /// <typeparam name="TLanes">The arithmetic of a width.</typeparam>
    /// <typeparam name="TVector">A vector of that width.</typeparam>
    /// <param name="at">Index of the first element, from where the references of the rule point to.</param>
    /// <param name="g">Their gradient.</param>
    void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>;
}
