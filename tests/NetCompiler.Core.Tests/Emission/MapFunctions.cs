using System.Collections.Generic;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Functions of the user's own, as the generator's shell reads them: every kind of node that can be translated occurs.</summary>
internal static class MapFunctions
{
    private static FunctionNode X => FunctionNode.Parameter(0);

    private static readonly (string Name, FunctionNode Body)[] s_all =
    [
        ("Swish", Of("divide", X, Of("add", C(1), Of("exp", Of("negate", X))))),
        ("Leaky", Of("conditional", Of("greater", X, C(0)), X, Of("multiply", C(0.1), X))),
        ("Softplus", Of("log", Of("add", C(1), Of("exp", X)))),
        ("Cubic", Of("subtract", Of("multiply", X, Of("multiply", X, X)), Of("multiply", C(0.5), X))),
        ("Hypotenuse", Of("sqrt", Of("add", C(1), Of("multiply", X, X)))),
        ("Waves", Of("add", Of("sin", Of("multiply", C(2), X)), Of("cos", X))),
        ("Clipped", Of("max", C(-0.75), Of("min", C(0.75), X))),
        ("Powered", Of("pow", Of("add", Of("abs", X), C(0.5)), C(1.5))),
        ("Squared", Of("pow", X, C(2))),
        ("Signed", Of("multiply", Of("sign", X), Of("log", Of("add", C(1.25), Of("abs", X))))),
        ("Hat", Of("conditional", Of("and", Of("greaterOrEqual", X, C(-1)), Of("less", X, C(1))), Of("subtract", C(1), Of("abs", X)), Of("multiply", C(0.01), X))),
        ("Shrink", Of("conditional", Of("or", Of("lessOrEqual", X, C(-0.3)), Of("not", Of("less", X, C(0.3)))), Of("tanh", X), C(0))),
        ("Exponential", Of("conditional", Of("greater", X, C(0)), X, Of("subtract", Of("exp", X), C(1)))),
        ("Reciprocal", Of("divide", C(1), Of("add", C(2.5), Of("tanh", X)))),
        ("Fixed", Of("conditional", Of("notEqual", X, C(17)), Of("multiply", C(2), X), Of("conditional", Of("equal", X, C(3)), C(1), X))),
        ("Constant", C(0.5)),
    ];

    public static int Count => s_all.Length;

    /// <summary>One of the functions, declared by a class.</summary>
    public static FunctionDeclaration Get(int index, string owner) => new(owner, s_all[index].Name, 1, s_all[index].Body, null);

    /// <summary>All of them.</summary>
    public static IEnumerable<FunctionDeclaration> All(string owner)
    {
        for (int i = 0; i < s_all.Length; i++)
        {
            yield return Get(i, owner);
        }
    }

    private static FunctionNode C(double value) => FunctionNode.Constant(value);

    private static FunctionNode Of(string kind, params FunctionNode[] children) => new(kind, 0, 0, EquatableArray.Of(children));
}
