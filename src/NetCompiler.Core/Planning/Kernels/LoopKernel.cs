namespace NetCompiler.Core.Planning.Kernels;

/// <summary>A loop over steps around calls of other kernels: text of the function that calls them, not a method.</summary>
/// <param name="Steps">How many steps there are.</param>
/// <param name="IsBackward">Whether the last step comes first.</param>
internal sealed record LoopKernel(int Steps, bool IsBackward) : Kernel;
