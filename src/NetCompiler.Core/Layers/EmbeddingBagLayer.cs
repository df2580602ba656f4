using System.Collections.Generic;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>The mean, sum or maximum of the vectors of a bag of integers, of which padding and steps beyond a row's length do not count; torch.nn.EmbeddingBag.</summary>
internal sealed class EmbeddingBagLayer : ILayer
{
    public string Kind => "EmbeddingBag";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ProgramBuilder program = context.Program;
        string mode = context.Arguments.Text("Mode") ?? "Mean";
        TensorValue? factors = null;
        if (context.Arguments.Text("Weights") is { } name)
        {
            factors = mode == "Sum" ? context.Named(name)
                : throw context.Fail(ErrorCodes.InvalidArgument, $"Weights = \"{name}\" are factors of a sum, and Mode is BagMode.{mode}. Write Mode = BagMode.Sum, or leave Weights out.");
        }

        (TensorValue tokens, TensorValue table, int padding) = EmbeddingTable.Of(context);
        if (context.IsStreaming)
        {
            throw context.Fail(ErrorCodes.NotSupported, "it takes all integers of a bag at once, and [Network(Streaming = true)] gives it one at a time. Leave Streaming out.");
        }

        TensorValue vectors = program.Add(new GatherOperation(), table, tokens);
        Shape each = Shape.Of(vectors.Shape[0], vectors.Shape[1], 1);
        Shape result = Shape.Of(vectors.Shape[0], vectors.Shape[2]);
        if (factors is not null)
        {
            if (factors.Shape != each && factors.Shape != Shape.Of(each[0], each[1]))
            {
                throw context.Fail(
                    ErrorCodes.ShapeMismatch,
                    $"its Weights {factors.Label} have shape [{context.Describe(factors.Shape)}], and the bag has {vectors.Shape[1]} integers. Give one number for each: an input of shape [{vectors.Shape[1]}], or a sequence of one feature with LengthsOf.");
            }

            vectors = program.Times(vectors, program.Reshape(factors, each));
        }

        TensorValue Where(TensorValue value, double otherwise)
        {
            value = context.Time(tokens) is { } time ? time.Where(program, value, otherwise) : value;
            if (padding < 0)
            {
                return value;
            }

            // Integers of the caller's have any shape that they are asked for.
            ScalarExpression counts = ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(1), padding, otherwise, ScalarExpression.Operand(0));
            return program.Map(counts, value, program.Add((SourceOperation)tokens.Operation with { Shape = each }));
        }

        TensorValue Number() => program.Reshape(program.Sum(Where(program.Broadcast(program.Constant(1, Shape.Of(1, 1, 1)), each), 0), 1), Shape.Of(each[0], 1));

        TensorValue Reduced(TensorValue value) => program.Reshape(value, result);
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression n = ScalarExpression.Operand(1);
        bool mayBeEmpty = padding >= 0;
        switch (mode)
        {
            case "Sum":
                context.Set(Reduced(program.Sum(Where(vectors, 0), 1)));
                break;
            case "Mean":
                TensorValue sum = Reduced(program.Sum(Where(vectors, 0), 1));
                bool isWhole = padding < 0 && context.Lengths(tokens) is null;
                context.Set(isWhole ? program.Times(1.0 / tokens.Shape[1].Maximum, sum) : program.Map(x / ScalarExpression.Of(BinaryKind.Max, n, 1), sum, Number()));
                break;
            case "Max":
                TensorValue greatest = Reduced(program.Max(Where(vectors, double.NegativeInfinity), 1));
                context.Set(mayBeEmpty ? program.Map(ScalarExpression.Select(ComparisonKind.Equal, n, 0, 0, x), greatest, Number()) : greatest);
                break;
            default:
                throw context.Fail(ErrorCodes.InvalidArgument, $"Mode = BagMode.{mode} is not known to this version of the generator. Update the NetCompiler package, so that its attributes and its generator belong together.");
        }
    }
}
