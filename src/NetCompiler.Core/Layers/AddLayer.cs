using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>The sum of the current value and named ones, with broadcasting.</summary>
internal sealed class AddLayer : ILayer
{
    public string Kind => "Add";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        ProgramBuilder program = context.Program;
        Combination.Lower(context, "added", (sum, other) => program.Plus(sum, other));
    }
}
