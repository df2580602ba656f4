using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>What the layers of encoders and decoders are made of (Vaswani et al. 2017), with PyTorch's names: attention and a network of each step, each behind or in front of a normalisation and added to its operand.</summary>
internal sealed class TransformerParts
{
    private readonly LayerContext _context;
    private readonly ProgramBuilder _program;
    private readonly int _feedforward;
    private readonly double _dropout;
    private readonly double _epsilon;
    private readonly bool _normFirst;
    private readonly bool _hasBias;
    private readonly bool _isGelu;

    /// <summary>Reads the arguments that encoders and decoders have in common.</summary>
    public TransformerParts(LayerContext context)
    {
        _context = context;
        _program = context.Program;
        Operand = Attention.Require(context, context.Current, "operand");
        Heads = context.Arguments.Integer("heads", 1);
        Attention.RequireHeads(context, Heads, Operand);
        _feedforward = context.Arguments.Integer("feedforward", 1, 1 << 24, otherwise: 2048);
        _dropout = context.Arguments.Real("Dropout", 0, 1, otherwise: 0.1);
        _epsilon = Normalization.Epsilon(context, 1e-5);
        _normFirst = context.Arguments.Flag("NormFirst", otherwise: false);
        _hasBias = context.Arguments.Flag("Bias", otherwise: true);
        _isGelu = context.Arguments.Text("Activation") == "GELU";
        if ((long)Operand.Shape.Last * _feedforward > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"its weight linear1 [{_feedforward}, {Operand.Shape.Last}] has {(long)Operand.Shape.Last * _feedforward:N0} elements; at most {1L << 28:N0} are supported."));
        }
    }

    /// <summary>The current value, [rows, steps, features].</summary>
    public TensorValue Operand { get; }

    public int Heads { get; }

    /// <summary>x + f(norm x), or norm(x + f(x)).</summary>
    /// <param name="x">What is added to.</param>
    /// <param name="norm">The name of the normalisation.</param>
    /// <param name="f">What is added.</param>
    public TensorValue Residual(TensorValue x, string norm, Func<TensorValue, TensorValue> f) =>
        _normFirst ? _program.Plus(x, Dropped(f(Normalized(norm, x)))) : Normalized(norm, _program.Plus(x, Dropped(f(x))));

    /// <summary>Attention of the operand over itself.</summary>
    public TensorValue SelfAttention(TensorValue x) => Attention.Lower(
        _context,
        "self_attn.",
        x,
        x,
        x,
        new AttentionOptions(
            Heads,
            _context.Arguments.Flag("Causal", otherwise: false),
            _hasBias,
            _dropout,
            Attention.Mask(_context, x, x),
            Attention.Rotary(_context, x.Shape.Last / Heads)));

    /// <summary>Attention over the steps of a memory.</summary>
    public TensorValue CrossAttention(TensorValue x, TensorValue memory) =>
        Attention.Lower(_context, "multihead_attn.", x, memory, memory, new AttentionOptions(Heads, IsCausal: false, _hasBias, _dropout, Mask: null, Rotary: 0));

    /// <summary>linear2(activation(linear1(x))) of each step.</summary>
    public TensorValue Feedforward(TensorValue x)
    {
        ScalarExpression operand = ScalarExpression.Operand(0);
        TensorValue inner = Linear("linear1.", x, _feedforward);
        inner = Dropped(_program.Map(_isGelu ? GELULayer.Exact(operand) : ScalarExpression.Of(UnaryKind.Relu, operand), inner));
        return Linear("linear2.", inner, x.Shape.Last);
    }

    private TensorValue Dropped(TensorValue value) => Masking.Masked(_context, value, value.Shape.Rank, _dropout);

    private TensorValue Linear(string prefix, TensorValue x, int outputs) => Projection.Lower(_context, prefix, x, outputs, _hasBias);

    // torch.nn.LayerNorm over the features. The steps of the result are those of its operand, which attention over it must know.
    private TensorValue Normalized(string name, TensorValue x)
    {
        TensorValue normalized = Normalization.OfFeatures(_context, name + ".", x, _epsilon, _hasBias);
        if (_context.Time(x) is { } time)
        {
            _context.Network.SetTime(normalized, time);
        }

        return normalized;
    }
}
