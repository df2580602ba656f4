using System.Linq;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>Descriptions of networks that have parameters and nothing else.</summary>
internal static class Descriptions
{
    /// <summary>Describes a network.</summary>
    /// <param name="parameters">Its parameters, one after the other.</param>
    public static NetworkDescription Of(params ParameterDescription[] parameters) => new()
    {
        Name = "Tests.Parameters",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = 1,
        Inputs = [],
        Outputs = [],
        Targets = [],
        Losses = [],
        Parameters = parameters,
        States = [],
        ParameterLength = parameters.Max(parameter => parameter.Offset + parameter.StoredLength),
        StateLength = 0,
        PreparedLength = 0,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 0,
        Summary = "",
    };
}
