using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>The update of <see cref="Adagrad"/>.</summary>
internal readonly ref struct AdagradRule<T>(Span<T> parameters, Span<T> sum, scoped in AdagradUpdate update) : IUpdateRule<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ref T _parameters = ref MemoryMarshal.GetReference(parameters);
    private readonly ref T _sum = ref MemoryMarshal.GetReference(sum);
    private readonly T _decay = T.CreateTruncating(update.Decay);
    private readonly T _keep = T.CreateTruncating(update.Keep);
    private readonly T _rate = T.CreateTruncating(update.Rate);
    private readonly T _rootScale = T.CreateTruncating(update.RootScale);
    private readonly T _epsilon = T.CreateTruncating(update.Epsilon);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TLanes, TVector>(nuint at, TVector g)
        where TLanes : struct, ILanes<TVector, T>
    {
        TVector w = TLanes.Load(ref _parameters, at);
        g = TLanes.Flush(g);
        g = TLanes.MultiplyAdd(_decay, w, g);
        w = TLanes.Multiply(_keep, w);
        TVector sum = TLanes.Load(ref _sum, at);
        sum = TLanes.MultiplyAdd(g, g, sum);
        sum = TLanes.Flush(sum);
        TLanes.Store(sum, ref _sum, at);
        TVector root = TLanes.Sqrt(sum);
        TVector scale = TLanes.Create(_rootScale);
        TVector epsilon = TLanes.Create(_epsilon);
        root = TLanes.MultiplyAdd(root, scale, epsilon);
        g = TLanes.Divide(g, root);
        w = TLanes.MultiplyAdd(_rate, g, w);
        TLanes.Store(TLanes.Flush(w), ref _parameters, at);
    }
}
