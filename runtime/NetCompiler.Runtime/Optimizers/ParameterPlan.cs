using System;
using System.Collections.Generic;
using System.Linq;

namespace NetCompiler.Training;

/// <summary>A part of a parameter buffer that a step changes in one way.</summary>
/// <param name="Start">First element, a multiple of 16.</param>
/// <param name="Length">Elements, a multiple of 16.</param>
/// <param name="Group">0 for the optimizer's own settings, else 1 and the index of the group.</param>
internal readonly record struct ParameterRun(int Start, int Length, int Group);

/// <summary>Which parts of a network's parameter buffer a step changes, and by which settings: frozen parameters are in none.</summary>
internal sealed class ParameterPlan
{
    private readonly Dictionary<ParameterDescription, int> _groups = new(ReferenceEqualityComparer.Instance);

    /// <summary>Finds the parts.</summary>
    /// <param name="memory">The network.</param>
    /// <param name="groups">Groups with settings of their own.</param>
    /// <exception cref="ArgumentException">A group fits no parameter.</exception>
    public ParameterPlan(NetworkMemory memory, IReadOnlyList<ParameterGroup> groups)
    {
        NetworkDescription description = memory.Description;
        foreach (ParameterGroup group in groups)
        {
            RequireMatch(description, group.Pattern);
        }

        var runs = new List<ParameterRun>();
        var trained = new List<ParameterDescription>();
        foreach (ParameterDescription parameter in description.Parameters.Where(parameter => !memory.IsFrozen(parameter)).OrderBy(parameter => parameter.Offset))
        {
            trained.Add(parameter);
            int group = 1;
            while (group <= groups.Count && !ParameterGroup.Fits(groups[group - 1].Pattern, parameter.Name))
            {
                group++;
            }

            group %= groups.Count + 1;
            _groups.Add(parameter, group);
            if (runs.Count > 0 && runs[^1].Group == group && runs[^1].Start + runs[^1].Length == parameter.Offset)
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + parameter.StoredLength };
            }
            else
            {
                runs.Add(new ParameterRun(parameter.Offset, parameter.StoredLength, group));
            }
        }

        Length = description.ParameterLength;
        Runs = [.. runs];
        Trained = trained;
        CanFuse = groups.Count == 0 && !memory.HasFrozen;
    }

    /// <summary>The length of the buffer.</summary>
    public int Length { get; }

    /// <summary>The parts, in order.</summary>
    public ParameterRun[] Runs { get; }

    /// <summary>The parameters that are not frozen, in the order of the buffer.</summary>
    public IReadOnlyList<ParameterDescription> Trained { get; }

    /// <summary>Whether every gradient that the network puts is for a part, and all parts have the optimizer's settings. Parameters frozen by their layer have no gradient.</summary>
    public bool CanFuse { get; }

    /// <summary>The group of a trained parameter.</summary>
    public int GroupOf(ParameterDescription parameter) => _groups[parameter];

    /// <summary>Refuses a pattern that fits no parameter of a network.</summary>
    internal static void RequireMatch(NetworkDescription description, string pattern)
    {
        if (!description.Parameters.Any(parameter => ParameterGroup.Fits(pattern, parameter.Name)))
        {
            throw new ArgumentException(
                $"Network '{description.Name}' has no parameter whose name fits '{pattern}'. It has: {string.Join(", ", description.Parameters.Select(parameter => $"'{parameter.Name}'"))}.");
        }
    }
}
