using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NetCompiler.Benchmarks.Suite.Graph;

/// <summary>
/// Builds a graph line by line, as a declaration does: each method reads the current value and makes another the current one. Modules get the names that
/// <c>torch.nn.Sequential</c> would give, unless they have their own; references count none.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly List<GraphNode> _nodes = [];
    private string _path = string.Empty;
    private int _index;

    /// <summary>Begins with the shape of a sample.</summary>
    public GraphBuilder(params int[] input)
    {
        Current = new GraphNode { Name = "input", Kind = NodeKind.Input, Inputs = [], Shape = input };
        _nodes.Add(Current);
    }

    /// <summary>Begins with tokens.</summary>
    public static GraphBuilder OfTokens(int steps, int vocabulary) => new(new GraphNode { Name = "input", Kind = NodeKind.Input, Inputs = [], Shape = [steps], Vocabulary = vocabulary });

    private GraphBuilder(GraphNode input)
    {
        Current = input;
        _nodes.Add(input);
    }

    /// <summary>The current value.</summary>
    public GraphNode Current { get; private set; }

    /// <summary>The graph so far.</summary>
    public NetworkGraph Build() => new(_nodes);

    /// <summary>Makes an earlier value the current one.</summary>
    public GraphBuilder From(GraphNode value)
    {
        Current = value;
        return this;
    }

    /// <summary>A module made of others: their names begin with its own.</summary>
    public GraphBuilder Block(string? name, Action<GraphBuilder> body)
    {
        string own = Next(name);
        (string outerPath, int outerIndex) = (_path, _index);
        (_path, _index) = (own + ".", 0);
        body(this);
        (_path, _index) = (outerPath, outerIndex);
        return this;
    }

    /// <summary>Adds a fully connected layer with bias.</summary>
    public GraphBuilder Linear(int outputs, string? name = null) => Add(new GraphNode { Name = Next(name), Kind = NodeKind.Linear, Inputs = [Current], Shape = [outputs], Bias = true });

    /// <summary>Adds a fully connected layer over each step.</summary>
    public GraphBuilder LinearOfSteps(int outputs, bool bias) =>
        Add(new GraphNode { Name = Next(null), Kind = NodeKind.Linear, Inputs = [Current], Shape = [Current.Shape[0], outputs], Bias = bias });

    /// <summary>Adds a vector for each token.</summary>
    public GraphBuilder Embed(int width) =>
        Add(new GraphNode { Name = Next(null), Kind = NodeKind.Embedding, Inputs = [Current], Shape = [Current.Shape[0], width], Vocabulary = Current.Vocabulary });

    /// <summary>Adds a layer of an encoder.</summary>
    public GraphBuilder Encode(int heads, int feedforward) =>
        Add(new GraphNode { Name = Next(null), Kind = NodeKind.EncoderLayer, Inputs = [Current], Shape = Current.Shape, Heads = heads, Feedforward = feedforward });

    /// <summary>Adds a recurrent layer over steps [steps, features], of which the last is the value.</summary>
    public GraphBuilder Recurrent(NodeKind kind, int units, string? name = null) => Add(new GraphNode { Name = Next(name), Kind = kind, Inputs = [Current], Shape = [units], Bias = true });

    /// <summary>Adds a convolution with as many axes as the kernel; numbers stand for all of them.</summary>
    public GraphBuilder Convolve(int outputs, int[] kernel, string? name = null, int stride = 1, int[]? before = null, int[]? after = null, int dilation = 1, int groups = 1, bool bias = false)
    {
        before ??= new int[kernel.Length];
        after ??= before;
        return Add(new GraphNode
        {
            Name = Next(name),
            Kind = NodeKind.Convolution,
            Inputs = [Current],
            Shape = [outputs, .. kernel.Select((size, axis) => ((Current.Shape[axis + 1] + before[axis] + after[axis] - (dilation * (size - 1)) - 1) / stride) + 1)],
            Kernel = kernel,
            Strides = [.. kernel.Select(_ => stride)],
            PaddingBefore = before,
            PaddingAfter = after,
            Dilation = dilation,
            Groups = groups,
            Bias = bias,
        });
    }

    /// <summary>Adds a convolution of images with a square kernel.</summary>
    public GraphBuilder Convolve(int outputs, int kernel, string? name = null, int stride = 1, int padding = 0, int groups = 1, bool bias = false) =>
        Convolve(outputs, [kernel, kernel], name, stride, [padding, padding], groups: groups, bias: bias);

    /// <summary>Adds a transposed convolution of images with bias, whose stride is its kernel.</summary>
    public GraphBuilder Lift(int outputs, int kernel, string? name = null) => Add(new GraphNode
    {
        Name = Next(name),
        Kind = NodeKind.TransposedConvolution,
        Inputs = [Current],
        Shape = [outputs, Current.Shape[1] * kernel, Current.Shape[2] * kernel],
        Kernel = [kernel, kernel],
        Strides = [kernel, kernel],
        PaddingBefore = [0, 0],
        PaddingAfter = [0, 0],
        Bias = true,
    });

    /// <summary>Adds a maximum of square windows.</summary>
    public GraphBuilder MaxPool(int window, int stride, int padding = 0, bool ceilMode = false) => Add(new GraphNode
    {
        Name = Next(null),
        Kind = NodeKind.MaxPool,
        Inputs = [Current],
        Shape = [Current.Shape[0], .. Current.Shape.Skip(1).Select(extent => ((extent + (2 * padding) - window + (ceilMode ? stride - 1 : 0)) / stride) + 1)],
        Kernel = [window, window],
        Strides = [stride, stride],
        PaddingBefore = [padding, padding],
        PaddingAfter = [padding, padding],
        CeilMode = ceilMode,
    });

    /// <summary>Adds what keeps the shape: an activation or batch normalization.</summary>
    public GraphBuilder Apply(NodeKind kind, string? name = null) => Add(new GraphNode { Name = Next(name), Kind = kind, Inputs = [Current], Shape = Current.Shape });

    /// <summary>Adds the mean of each channel.</summary>
    public GraphBuilder GlobalAveragePool() => Add(new GraphNode { Name = Next(null), Kind = NodeKind.GlobalAveragePool, Inputs = [Current], Shape = [Current.Shape[0]] });

    /// <summary>Makes a vector of an image.</summary>
    public GraphBuilder Flatten() => Add(new GraphNode { Name = Next(null), Kind = NodeKind.Flatten, Inputs = [Current], Shape = [Current.Length] });

    /// <summary>A module that does nothing in inference and has no parameters: dropout.</summary>
    public GraphBuilder Skip()
    {
        _ = Next(null);
        return this;
    }

    /// <summary>Adds or multiplies earlier values to the current one, or joins them along channels behind it.</summary>
    public GraphBuilder Combine(NodeKind kind, params GraphNode[] others) => Add(new GraphNode
    {
        Name = string.Create(CultureInfo.InvariantCulture, $"{_path}{kind.ToString().ToLowerInvariant()}{_nodes.Count}"),
        Kind = kind,
        Inputs = [Current, .. others],
        Shape = kind == NodeKind.Concat ? [Current.Shape[0] + others.Sum(other => other.Shape[0]), .. Current.Shape.Skip(1)] : Current.Shape,
    });

    private string Next(string? name)
    {
        string index = (_index++).ToString(CultureInfo.InvariantCulture);
        return _path + (name ?? index);
    }

    private GraphBuilder Add(GraphNode node)
    {
        _nodes.Add(node);
        Current = node;
        return this;
    }
}
