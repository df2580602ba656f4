// What the compiler writes into a class, stated so that one proof can call the typed members of many networks as a user does.
using System;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>Members that every compiled network of these proofs has.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
public interface ITypedNetwork<TSelf>
{
    /// <summary>Reads a saved network.</summary>
    static abstract TSelf Load(string path);

    /// <summary>Computes the outputs of one sample.</summary>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes the outputs of several samples.</summary>
    void Forward(ReadOnlySpan<float> input, int rows, Span<float> output);

    /// <summary>Writes the network.</summary>
    void Save(string path, NetworkMetadata? metadata = null);
}

/// <summary>Of these, a network whose target is <typeparamref name="TTarget"/>: <see cref="int"/> for classes, <see cref="float"/> for numbers.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="TTarget">An element of the target.</typeparam>
public interface ITypedNetwork<TSelf, TTarget> : ITypedNetwork<TSelf>
{
    /// <summary>Takes a step.</summary>
    float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> target, Optimizer optimizer);

    /// <summary>Computes the gradients.</summary>
    float Gradients(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> target, Span<float> gradients);

    /// <summary>Computes the loss as in inference.</summary>
    float Evaluate(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> target);

    /// <summary>Computes a product with the Hessian.</summary>
    float HessianVector(ReadOnlySpan<float> input, ReadOnlySpan<TTarget> target, ReadOnlySpan<float> direction, Span<float> product);
}

public partial class ResNet8 : ITypedNetwork<ResNet8, int>;

public partial class DSCNN : ITypedNetwork<DSCNN, int>;

public partial class MobileNetV1 : ITypedNetwork<MobileNetV1, int>;

public partial class UNet : ITypedNetwork<UNet, float>;

public partial class WaveNet : ITypedNetwork<WaveNet, float>;
