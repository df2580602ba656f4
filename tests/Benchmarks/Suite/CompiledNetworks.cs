// What the compiler writes into every network, stated so that one piece of code can call many of them: the declarations themselves stay as a user writes them.
using System;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite
{
    /// <summary>The members of a compiled network with one input and one output.</summary>
    public interface ICompiledNetwork
    {
        /// <summary>The parameters by name.</summary>
        ParameterCollection Parameters { get; }

        /// <summary>Computes the outputs of one sample.</summary>
        void Forward(ReadOnlySpan<float> input, Span<float> output);

        /// <summary>Computes the outputs of several samples.</summary>
        void Forward(ReadOnlySpan<float> input, int rows, Span<float> output);

        /// <summary>Writes the weights as safetensors.</summary>
        void Save(string path, NetworkMetadata? metadata = null);
    }

    /// <summary>A compiled network that learns the classes of its samples.</summary>
    public interface ICompiledClassifier : ICompiledNetwork
    {
        /// <summary>Takes one training step.</summary>
        float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<int> target, Optimizer optimizer);
    }

    /// <summary>A compiled network that learns numbers for its samples.</summary>
    public interface ICompiledRegressor : ICompiledNetwork
    {
        /// <summary>Takes one training step.</summary>
        float TrainStep(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Optimizer optimizer);
    }
}

namespace NetCompiler.Benchmarks.Networks
{
    public partial class LeNet : ICompiledClassifier;

    public partial class ResNet8 : ICompiledClassifier;

    public partial class DSCNN : ICompiledClassifier;

    public partial class MobileNetV1 : ICompiledClassifier;

    public partial class UNet : ICompiledRegressor;

    public partial class WaveNet : ICompiledRegressor;

    public partial class LSTMClassifier : ICompiledClassifier;

    public partial class GRUClassifier : ICompiledClassifier;

    public partial class ResNet18 : ICompiledNetwork;

    public partial class MobileNetV2 : ICompiledNetwork;

    public partial class SqueezeNet : ICompiledNetwork;
}
