using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Core.Building;

/// <summary>The members that are written into a user's class: theirs must have other names.</summary>
internal static class MemberNames
{
    /// <summary>All names and constructors that a network of these properties gets; private ones too.</summary>
    public static IReadOnlyList<string> Of(TypeDeclaration type, NetworkModel model, bool hessianVector, bool inputGradient, bool jacobian, bool streams, bool isStateful)
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

        if (model.Fits.Count > 0)
        {
            names.Add("FitNormalization");
        }

        if (type.Keyword == "record")
        {
            // The copy constructor; a container's name is the last word of its header.
            IEnumerable<string> path = type.Containers.Select(header => header.Substring(header.LastIndexOf(' ') + 1)).Append(type.Name);
            names.Add(".ctor(global::" + (type.Namespace.Length == 0 ? string.Empty : type.Namespace + ".") + string.Join(".", path) + ")");
        }

        if (streams || isStateful)
        {
            names.Add("ResetState");
        }

        if (streams)
        {
            names.AddRange(["Step", "StepBlock", "SaveState", "LoadState", "StateLength", "_stream"]);
            names.AddRange(model.Inputs.Count == 1 ? ["StepInputLength"] : []);
            names.AddRange(model.Outputs.Count == 1 ? ["StepOutputLength"] : []);
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
