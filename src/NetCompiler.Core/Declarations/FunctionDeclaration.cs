using NetCompiler.Core.Common;

namespace NetCompiler.Core.Declarations;

/// <summary>A user's expression-bodied static method of floats, as <c>[Map(nameof(Swish))]</c> names it.</summary>
/// <param name="Owner">Metadata name of the class that declares it and carries the attribute.</param>
/// <param name="Name">The method's name.</param>
/// <param name="ParameterCount">How many floats it takes.</param>
/// <param name="Body">Its expression; null where <paramref name="Problem"/> says why it cannot be translated.</param>
/// <param name="Problem">Why the method cannot be used, in words, or null.</param>
internal sealed record FunctionDeclaration(string Owner, string Name, int ParameterCount, FunctionNode? Body, string? Problem);

/// <summary>
/// A node of a user's function. <paramref name="Kind"/> is one of <c>constant</c>, <c>parameter</c>, <c>negate</c>, <c>add</c>,
/// <c>subtract</c>, <c>multiply</c>, <c>divide</c>, <c>conditional</c> (condition, then, else), <c>less</c>, <c>lessOrEqual</c>,
/// <c>greater</c>, <c>greaterOrEqual</c>, <c>equal</c>, <c>notEqual</c>, <c>and</c>, <c>or</c>, <c>not</c>, or a method of <c>MathF</c>
/// or <c>Math</c> in lower case: <c>exp</c>, <c>log</c>, <c>sqrt</c>, <c>tanh</c>, <c>abs</c>, <c>sign</c>, <c>max</c>, <c>min</c>, <c>pow</c>,
/// <c>sin</c>, <c>cos</c>.
/// </summary>
/// <param name="Kind">What the node computes.</param>
/// <param name="Value">The number of a <c>constant</c>.</param>
/// <param name="Index">The index of a <c>parameter</c>.</param>
/// <param name="Children">Operands, in order.</param>
internal sealed record FunctionNode(string Kind, double Value, int Index, EquatableArray<FunctionNode> Children)
{
    public static FunctionNode Constant(double value) => new("constant", value, 0, EquatableArray<FunctionNode>.Empty);

    public static FunctionNode Parameter(int index) => new("parameter", 0, index, EquatableArray<FunctionNode>.Empty);

    public static FunctionNode Of(string kind, params FunctionNode[] children) => new(kind, 0, 0, EquatableArray.Of(children));
}
