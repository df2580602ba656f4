using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>What kind of line a line is.</summary>
internal enum LayerRole
{
    /// <summary>A module of torch.nn.Sequential: counts in the numbering.</summary>
    Layer,

    /// <summary>A reference to named values: does not count.</summary>
    Reference,

    /// <summary>Inputs, parameters of the user's own, outputs and losses: belong to the network and do not count.</summary>
    Network,

    /// <summary>Says something of the network as a whole, makes no value, and may stand anywhere.</summary>
    Remark,
}

/// <summary>Lowers one kind of line to tensor operations: its shape rule, its messages, nothing else.</summary>
internal interface ILayer
{
    /// <summary>The attribute's name, without its suffix.</summary>
    string Kind { get; }

    LayerRole Role { get; }

    /// <exception cref="DeclarationException">The line cannot stand here as it is.</exception>
    void Lower(LayerContext context);
}
