using System.Collections.Generic;
using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Names the outputs; without it the last value is the output.</summary>
internal sealed class OutputLayer : ILayer
{
    /// <summary>What the line is called.</summary>
    public const string LayerKind = "Output";

    public string Kind => LayerKind;

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        if (context.Name is not null)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "it has a Name, but makes no value. Name the layers, and list their names.");
        }

        IReadOnlyList<string> names = context.Arguments.Texts("names");
        if (names.Count == 0)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "it names nothing. Write the names of layers: [Output(\"boxes\", \"scores\")].");
        }

        foreach (string name in names)
        {
            context.Network.AddOutput(context, name, context.Named(name));
        }
    }
}
