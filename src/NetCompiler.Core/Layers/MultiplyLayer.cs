using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>The elementwise product of the current value and named ones, with broadcasting.</summary>
internal sealed class MultiplyLayer : ILayer
{
    public string Kind => "Multiply";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        ProgramBuilder program = context.Program;
        Combination.Lower(context, "multiplied", (sum, other) => program.Times(sum, other));
    }
}
