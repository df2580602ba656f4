using System.Collections.Generic;

namespace NetCompiler.Core.Advice;

/// <summary>
/// Looks for one thing that is hardly meant. It sees a network as its lines and the values between them, blocks placed and references followed, and says nothing where
/// it is not sure.
/// </summary>
internal interface IAdviceRule
{
    /// <summary>Finds it.</summary>
    IEnumerable<NetworkAdvice> Find(LineGraph graph);
}
