using System;

namespace NetCompiler;

/// <summary>
/// Marks a class as a reusable piece of networks, placed by <see cref="UseAttribute{TBlock}"/>. The class's other attributes are its
/// lines; nothing is written into it, so it need not be partial.
/// </summary>
/// <remarks>
/// Inside, the value that is current where the block is placed is named <c>"input"</c>, and the last value is the block's result. Names
/// inside a block are its own. The integers that <c>Use</c> passes arrive through <see cref="Arg"/>. A block may place other blocks,
/// but not itself.
/// </remarks>
/// <example>
/// <code>
/// [Block, Linear(Arg.A), ReLU, Linear(Arg.A), Add("input"), ReLU]
/// public class Residual;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class BlockAttribute : Attribute;
