using NetCompiler;

namespace Company.Library
{
    /// <summary>A piece that other projects place.</summary>
    [Block, Linear(Arg.A), Tanh, Linear(Arg.B), Add("input")]
    public class Residual;

    /// <summary>A network that other projects use.</summary>
    [Network(Batch = 4), Input(2)]
    [Linear(8), Tanh]
    [Use<Residual>(8, 8)]
    [Linear(2), SoftmaxCrossEntropy]
    public partial class Xor;

    /// <summary>A network that only friends use.</summary>
    [Network(Batch = 4), Input(2)]
    [Linear(8), Tanh]
    [Linear(1), MeanSquaredError]
    internal partial class Hidden;

    /// <summary>Holds networks.</summary>
    public static partial class Outer
    {
        /// <summary>Named as another one elsewhere.</summary>
        [Network, Input(3), Linear(2)]
        public partial class Mlp;

        /// <summary>Holds one more.</summary>
        internal sealed partial record Inner
        {
            [Network, Input(4), Linear(2)]
            internal partial class Mlp;
        }
    }
}

namespace Company.Library.Other
{
    /// <summary>Named as another one elsewhere.</summary>
    [Network, Input(5), Linear(2)]
    public partial class Mlp;
}
