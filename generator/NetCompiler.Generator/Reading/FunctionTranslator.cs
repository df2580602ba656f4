using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Reading;

/// <summary>
/// Translates a method's expression into a tree. It reads the compiler's operations and not the text, so that constants are folded,
/// arguments are in order and names are resolved as C# does it; calls of the class's own methods are replaced by their expressions.
/// </summary>
internal sealed class FunctionTranslator
{
    // Beyond these a function is no activation any more; and a chain of calls can double the tree with each.
    private const int MaximalDepth = 200;
    private const int MaximalSize = 2000;

    private static readonly Dictionary<string, int> s_functions = new(StringComparer.Ordinal)
    {
        ["Exp"] = 1,
        ["Log"] = 1,
        ["Sqrt"] = 1,
        ["Tanh"] = 1,
        ["Abs"] = 1,
        ["Sign"] = 1,
        ["Max"] = 2,
        ["Min"] = 2,
        ["Pow"] = 2,
        ["Sin"] = 1,
        ["Cos"] = 1,
    };

    private readonly INamedTypeSymbol _owner;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly Stack<IMethodSymbol> _calls = new();
    private Dictionary<IParameterSymbol, FunctionNode> _parameters = new(SymbolEqualityComparer.Default);
    private int _depth;

    /// <summary>Begins with the method's own parameters.</summary>
    public FunctionTranslator(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        _owner = method.ContainingType;
        _compilation = compilation;
        _cancellation = cancellation;
        _calls.Push(method);
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            _parameters.Add(parameter, FunctionNode.Parameter(parameter.Ordinal));
        }
    }

    /// <summary>Why the last translation failed.</summary>
    public string? Problem { get; private set; }

    /// <summary>Translates the method's expression; null with a <see cref="Problem"/> where that is impossible.</summary>
    public FunctionNode? TranslateBody(IOperation body)
    {
        FunctionNode? result = Translate(body);
        return result is null || IsWithin(result, MaximalSize)
            ? result
            : Refuse($"'{_calls.Peek().Name}' is made of more than {MaximalSize.ToString(CultureInfo.InvariantCulture)} operations.");
    }

    private FunctionNode? Translate(IOperation operation)
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_depth >= MaximalDepth)
        {
            return Refuse($"'{_calls.Peek().Name}' nests more than {MaximalDepth.ToString(CultureInfo.InvariantCulture)} operations.");
        }

        _depth++;
        FunctionNode? node = TranslateOperation(operation);
        _depth--;
        return node;
    }

    private FunctionNode? TranslateOperation(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: not null } && IsNumber(operation.Type))
        {
            return FunctionNode.Constant(Convert.ToDouble(operation.ConstantValue.Value, CultureInfo.InvariantCulture));
        }

        switch (operation)
        {
            case IParameterReferenceOperation reference when _parameters.TryGetValue(reference.Parameter, out FunctionNode? value):
                return value;

            // Between float and double nothing happens: the network's precision decides.
            case IConversionOperation conversion
                when conversion.OperatorMethod is null && FunctionReader.IsReal(conversion.Type)
                && (FunctionReader.IsReal(conversion.Operand.Type) || IsSmallInteger(conversion.Operand)):
                return Translate(conversion.Operand);

            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Plus, OperatorMethod: null } plus when FunctionReader.IsReal(plus.Type):
                return Translate(plus.Operand);

            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus, OperatorMethod: null } minus when FunctionReader.IsReal(minus.Type) || IsSmallInteger(minus):
                return Node("negate", minus.Operand);

            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not when IsBoolean(not.Type):
                return Node("not", not.Operand);

            case IBinaryOperation { OperatorMethod: null } binary when KindOf(binary) is { } kind:
                return Node(kind, binary.LeftOperand, binary.RightOperand);

            case IConditionalOperation { WhenFalse: { } otherwise, IsRef: false } conditional
                when FunctionReader.IsReal(conditional.Type) || IsBoolean(conditional.Type) || IsSmallInteger(conditional):
                return Node("conditional", conditional.Condition, conditional.WhenTrue, otherwise);

            case IInvocationOperation call when IsMath(call.TargetMethod):
                return Node(call.TargetMethod.Name.ToLowerInvariant(), ArgumentsOf(call));

            case IInvocationOperation call when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, _owner):
                return Inline(call);

            default:
                return Refuse($"'{_calls.Peek().Name}' holds '{Excerpt(operation)}', which cannot be translated; "
                    + "use + - * /, comparisons, && || !, ?: and Exp, Log, Sqrt, Tanh, Abs, Sign, Max, Min, Pow, Sin, Cos of MathF.");
        }
    }

    private FunctionNode? Node(string kind, params IOperation[] operands)
    {
        var children = new FunctionNode[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            if (Translate(operands[i]) is not { } child)
            {
                return null;
            }

            children[i] = child;
        }

        return FunctionNode.Of(kind, children);
    }

    private FunctionNode? Inline(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (_calls.Contains(method, SymbolEqualityComparer.Default))
        {
            return Refuse($"'{method.Name}' calls itself.");
        }

        if (!FunctionReader.TryFindBody(method, _compilation, out IOperation? body, out string problem, _cancellation))
        {
            return Refuse(problem);
        }

        IOperation[] arguments = ArgumentsOf(call);
        var parameters = new Dictionary<IParameterSymbol, FunctionNode>(SymbolEqualityComparer.Default);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (Translate(arguments[i]) is not { } value)
            {
                return null;
            }

            parameters.Add(method.Parameters[i], value);
        }

        Dictionary<IParameterSymbol, FunctionNode> outer = _parameters;
        _parameters = parameters;
        _calls.Push(method);
        FunctionNode? result = TranslateBody(body!);
        _calls.Pop();
        _parameters = outer;
        return result;
    }

    private FunctionNode? Refuse(string problem)
    {
        Problem = problem;
        return null;
    }

    private static IOperation[] ArgumentsOf(IInvocationOperation call) =>
        call.Arguments.OrderBy(argument => argument.Parameter?.Ordinal ?? 0).Select(argument => argument.Value).ToArray();

    private static string? KindOf(IBinaryOperation operation)
    {
        bool isReal = FunctionReader.IsReal(operation.LeftOperand.Type) && FunctionReader.IsReal(operation.RightOperand.Type);
        return operation.OperatorKind switch
        {
            BinaryOperatorKind.Add when isReal => "add",
            BinaryOperatorKind.Subtract when isReal => "subtract",
            BinaryOperatorKind.Multiply when isReal => "multiply",
            BinaryOperatorKind.Divide when isReal => "divide",
            BinaryOperatorKind.LessThan when isReal => "less",
            BinaryOperatorKind.LessThanOrEqual when isReal => "lessOrEqual",
            BinaryOperatorKind.GreaterThan when isReal => "greater",
            BinaryOperatorKind.GreaterThanOrEqual when isReal => "greaterOrEqual",
            BinaryOperatorKind.Equals when isReal => "equal",
            BinaryOperatorKind.NotEquals when isReal => "notEqual",
            BinaryOperatorKind.ConditionalAnd => "and",
            BinaryOperatorKind.ConditionalOr => "or",
            BinaryOperatorKind.And when IsBoolean(operation.Type) => "and",
            BinaryOperatorKind.Or when IsBoolean(operation.Type) => "or",
            _ => null,
        };
    }

    private static bool IsMath(IMethodSymbol method) =>
        method.IsStatic
        && s_functions.TryGetValue(method.Name, out int count)
        && count == method.Parameters.Length
        && method.Parameters.All(parameter => FunctionReader.IsReal(parameter.Type))
        && (FunctionReader.IsReal(method.ContainingType) || method.ContainingType.IsNamed("System.MathF") || method.ContainingType.IsNamed("System.Math"));

    // Integers that are numbers all the same: signs, and choices between constants such as x > 0 ? 1 : 0. Integer arithmetic is not.
    private static bool IsSmallInteger(IOperation operation) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: int } } => true,
        IInvocationOperation { TargetMethod.Name: "Sign" } call => IsMath(call.TargetMethod),
        IConditionalOperation { WhenFalse: { } otherwise } choice => IsSmallInteger(choice.WhenTrue) && IsSmallInteger(otherwise),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus, OperatorMethod: null } minus => IsSmallInteger(minus.Operand),
        _ => false,
    };

    private static bool IsBoolean(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_Boolean;

    private static bool IsNumber(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Int32;

    private static bool IsWithin(FunctionNode root, int limit)
    {
        var pending = new Stack<FunctionNode>();
        pending.Push(root);
        for (int count = 0; pending.Count > 0; count++)
        {
            if (count >= limit)
            {
                return false;
            }

            foreach (FunctionNode child in pending.Pop().Children)
            {
                pending.Push(child);
            }
        }

        return true;
    }

    // One line, short: the text of a diagnostic.
    private static string Excerpt(IOperation operation)
    {
        string text = string.Join(" ", operation.Syntax.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 60 ? text : text.Substring(0, 57) + "...";
    }
}
