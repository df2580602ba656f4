using System.Collections.Generic;

namespace NetCompiler.Core.Building;

/// <summary>The members that are written into a user's class: theirs must have other names.</summary>
internal static class MemberNames
{
    /// <summary>All names and constructors that a network of these properties gets; private ones too.</summary>
    public static IReadOnlyList<string> Of(NetworkModel model, bool hessianVector, bool inputGradient, bool jacobian)
    {
        List<string> names =
        [
            "Batch", "ParameterCount", "Summary", "Description", "Parameters", "Forward", "Session", "CreateSession", "Save", "Load", "LoadEmbedded",
            "InputLength", "OutputLength", "Kernels", "_memory", ".ctor(int)", ".ctor(global::NetCompiler.NetworkMemory)",
        ];
        if (model.Loss is not null)
        {
            names.AddRange(["TrainStep", "Gradients", "Evaluate"]);
        }

        if (hessianVector)
        {
            names.Add("HessianVector");
        }

        if (inputGradient)
        {
            names.Add("InputGradient");
        }

        if (jacobian)
        {
            names.Add("Jacobian");
        }

        return names;
    }
}
