using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Advice;

/// <summary>Asks every rule about a network that compiles. One that does not has errors to mend first.</summary>
internal static class NetworkAdviser
{
    private static readonly IAdviceRule[] s_rules =
    [
        new LossAppliesItRule(),
        new LinearLayersCollapseRule(),
        new DropoutBeforeBatchNormRule(),
        new UnusedNameRule(),
        new BoundedPredictionRule(),
        new UnusedValueRule(),
        new BiasBeforeBatchNormRule(),
        new SoftmaxOfOneRule(),
        new DropoutBeforeLossRule(),
        new LinearOverColumnsRule(),
        new ChannelsLastRule(),
        new ActivationWithoutEffectRule(),
    ];

    /// <summary>What there is to say of a network, in the order of its lines; of a line of a block once for each line of the network that places it.</summary>
    public static IReadOnlyList<NetworkAdvice> Of(NetworkDeclaration declaration, CancellationToken cancellation = default)
    {
        // Only training has its dropouts.
        if (NetworkBuilder.Build(declaration, NetworkMode.Training, cancellation).Model is not { } model)
        {
            return [];
        }

        var graph = new LineGraph(model, declaration.Options.Any(option => option.Name == "Streaming" && option.Value.Integer != 0));
        return [.. s_rules
            .SelectMany(rule => rule.Find(graph))
            .GroupBy(advice => (advice.Code, advice.Location, advice.Additional.FirstOrDefault()))
            .Select(same => same.First())
            .OrderBy(advice => advice.Location.Index)
            .ThenBy(advice => advice.Code, System.StringComparer.Ordinal)];
    }
}
