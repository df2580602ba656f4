using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>stopgradient x = x and stationary x = x: after differentiation nobody asks.</summary>
internal static class RemoveStopGradients
{
    public static TensorProgram Run(TensorProgram program) =>
        ProgramRewriter.Rewrite(program, (_, value, operands) => IsStop(value) ? operands[0] : null, IsStop);

    private static bool IsStop(TensorValue value) => value.Operation is StopGradientOperation or StationaryOperation;
}
