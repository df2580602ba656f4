namespace NetCompiler.Core.Tests.Emission;

/// <summary>The functions of the contract.</summary>
public enum FunctionKind
{
    Infer,
    Evaluate,
    Train,
    HessianVector,
    InputGradient,
    VectorJacobian,
}
