using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>A function of the user's own, elementwise: an expression-bodied static method of one float, translated and differentiated.</summary>
internal sealed class MapLayer : ILayer
{
    public string Kind => "Map";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        string name = context.Arguments.Text("function") ?? string.Empty;
        FunctionDeclaration function = context.Network.Function(context.Line.Location.Owner, name)
            ?? throw context.Fail(ErrorCodes.MapFunction, $"the class has no method '{name}'. Declare it beside the attributes: static float {name}(float x) => ...;");
        if (function.Body is null)
        {
            throw context.Fail(ErrorCodes.MapFunction, $"'{name}' cannot be translated: {function.Problem}");
        }

        if (function.ParameterCount != 1)
        {
            throw context.Fail(ErrorCodes.MapFunction, $"'{name}' takes {function.ParameterCount} floats; a map takes one.");
        }

        context.SetPerStep(context.Program.Map(Translate(context, function.Body), context.Current));
    }

    private static ScalarExpression Translate(LayerContext context, FunctionNode node)
    {
        IReadOnlyList<FunctionNode> children = node.Children;
        switch (node.Kind)
        {
            case "constant":
                return node.Value;
            case "parameter":
                return ScalarExpression.Operand(node.Index);
            case "conditional":
                return Choose(context, children[0], Translate(context, children[1]), Translate(context, children[2]));
        }

        ScalarExpression[] arguments = children.Select(child => Translate(context, child)).ToArray();
        return (node.Kind, arguments.Length) switch
        {
            ("negate", 1) => -arguments[0],
            ("exp", 1) => ScalarExpression.Of(UnaryKind.Exp, arguments[0]),
            ("log", 1) => ScalarExpression.Of(UnaryKind.Log, arguments[0]),
            ("sqrt", 1) => ScalarExpression.Of(UnaryKind.Sqrt, arguments[0]),
            ("tanh", 1) => ScalarExpression.Of(UnaryKind.Tanh, arguments[0]),
            ("abs", 1) => ScalarExpression.Of(UnaryKind.Abs, arguments[0]),
            ("sign", 1) => ScalarExpression.Of(UnaryKind.Sign, arguments[0]),
            ("sin", 1) => ScalarExpression.Of(UnaryKind.Sin, arguments[0]),
            ("cos", 1) => ScalarExpression.Of(UnaryKind.Cos, arguments[0]),
            ("add", 2) => arguments[0] + arguments[1],
            ("subtract", 2) => arguments[0] - arguments[1],
            ("multiply", 2) => arguments[0] * arguments[1],
            ("divide", 2) => arguments[0] / arguments[1],
            ("max", 2) => ScalarExpression.Of(BinaryKind.Max, arguments[0], arguments[1]),
            ("min", 2) => ScalarExpression.Of(BinaryKind.Min, arguments[0], arguments[1]),
            ("pow", 2) => ScalarExpression.Of(BinaryKind.Pow, arguments[0], arguments[1]),
            _ => throw context.Fail(ErrorCodes.MapFunction, $"'{node.Kind}' has no translation. Use arithmetic, comparisons in ?:, and Exp, Log, Sqrt, Tanh, Abs, Sign, Sin, Cos, Max, Min, Pow of MathF."),
        };
    }

    // Conditions become nested selections: a && b ? x : y is a ? (b ? x : y) : y.
    private static ScalarExpression Choose(LayerContext context, FunctionNode condition, ScalarExpression whenTrue, ScalarExpression whenFalse)
    {
        IReadOnlyList<FunctionNode> children = condition.Children;
        switch (condition.Kind)
        {
            case "not":
                return Choose(context, children[0], whenFalse, whenTrue);
            case "and":
                return Choose(context, children[0], Choose(context, children[1], whenTrue, whenFalse), whenFalse);
            case "or":
                return Choose(context, children[0], whenTrue, Choose(context, children[1], whenTrue, whenFalse));
        }

        if (children.Count != 2)
        {
            throw context.Fail(ErrorCodes.MapFunction, $"the condition '{condition.Kind}' has no translation. Use comparisons, &&, || and !.");
        }

        ScalarExpression left = Translate(context, children[0]);
        ScalarExpression right = Translate(context, children[1]);
        return condition.Kind switch
        {
            "less" => ScalarExpression.Select(ComparisonKind.Less, left, right, whenTrue, whenFalse),
            "lessOrEqual" => ScalarExpression.Select(ComparisonKind.LessOrEqual, left, right, whenTrue, whenFalse),
            "greater" => ScalarExpression.Select(ComparisonKind.Less, right, left, whenTrue, whenFalse),
            "greaterOrEqual" => ScalarExpression.Select(ComparisonKind.LessOrEqual, right, left, whenTrue, whenFalse),
            "equal" => ScalarExpression.Select(ComparisonKind.Equal, left, right, whenTrue, whenFalse),
            "notEqual" => ScalarExpression.Select(ComparisonKind.NotEqual, left, right, whenTrue, whenFalse),
            _ => throw context.Fail(ErrorCodes.MapFunction, $"the condition '{condition.Kind}' has no translation. Use comparisons, &&, || and !."),
        };
    }
}
