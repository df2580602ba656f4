// Namespaces that hide what emitted text must not mean by them.
namespace Company.Application.System
{
    public class Math;

    [global::NetCompiler.Network(Batch = 4), global::NetCompiler.Input(2), global::NetCompiler.Linear(8), global::NetCompiler.Tanh, global::NetCompiler.Linear(2), global::NetCompiler.SoftmaxCrossEntropy]
    public partial class Mlp;
}

namespace Company.Application.NetCompiler
{
    public class NetworkMemory;

    [global::NetCompiler.Network(Batch = 4), global::NetCompiler.Input(2), global::NetCompiler.Linear(8), global::NetCompiler.Tanh, global::NetCompiler.Linear(2), global::NetCompiler.SoftmaxCrossEntropy]
    public partial class Mlp;
}

namespace System.NetCompiler
{
    [global::NetCompiler.Network(Batch = 4), global::NetCompiler.Input(2), global::NetCompiler.Linear(8), global::NetCompiler.Tanh, global::NetCompiler.Linear(2), global::NetCompiler.SoftmaxCrossEntropy]
    public partial class Mlp;
}

namespace Company.Application
{
    using global::NetCompiler;

    // A block of the library's, in this project's network.
    [Network(Batch = 4, HessianVector = true, InputGradient = true, Jacobian = true), Input(2)]
    [Linear(8), Tanh]
    [Use<Library.Residual>(8, 8, Times = 2)]
    [Linear(2), SoftmaxCrossEntropy]
    public partial class Xor;
}
