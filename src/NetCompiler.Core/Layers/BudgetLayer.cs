using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>What the network may cost: it computes nothing, and is judged when all is planned (<see cref="BudgetCheck"/>).</summary>
internal sealed class BudgetLayer : ILayer
{
    public const string LayerKind = "Budget";

    /// <summary>The limits that a line may give.</summary>
    public const string Parameters = "Parameters";
    public const string WorkspaceBytes = "WorkspaceBytes";
    public const string MultiplyAdds = "MultiplyAdds";

    public string Kind => LayerKind;

    public LayerRole Role => LayerRole.Remark;

    public void Lower(LayerContext context)
    {
        if (context.Name is not null)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "it has a Name, but makes no value. Leave the name out.");
        }

        bool isEmpty = true;
        foreach (string limit in new[] { Parameters, WorkspaceBytes, MultiplyAdds })
        {
            isEmpty &= context.Arguments.Count(limit) is null;
        }

        if (isEmpty)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"it limits nothing. Give {Parameters}, {WorkspaceBytes} or {MultiplyAdds}: [Budget({Parameters} = 100_000)].");
        }
    }
}
