using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Passes;

/// <summary>A pass: its name, and what it makes of a program.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Run">The pass.</param>
/// <param name="OnlyHoisting">Whether it is for functions whose work on parameters and state alone is done once for many calls.</param>
/// <param name="RunStored">What it makes of a program where it must know which parameters convolutions read before any of them was left out; null where that is all the same.</param>
internal sealed record Pass(string Name, Func<TensorProgram, TensorProgram> Run, bool OnlyHoisting = false, Func<TensorProgram, ICollection<string>, TensorProgram>? RunStored = null);

/// <summary>Every pass, in order, with the reason for its place.</summary>
internal static class PassPipeline
{
    public static IReadOnlyList<Pass> Passes { get; } =
    [
        // First, so that equal values on both sides of a stop become one.
        new("remove stop-gradients", RemoveStopGradients.Run),

        // Before anything is computed for results that nothing reads.
        new("prune scans", PruneScans.Run),

        // Before maps are simplified: what is left of a view then really changes something.
        new("simplify views", SimplifyViews.Run),

        // While it is still plain what a routing was made from.
        new("compute before pools put", RoutePools.Run),

        // While convolutions have padding of their own, which they lose with the next pass.
        new("fold pads into convolutions", FoldPads.Run),

        // Before maps meet each other: they follow the convolutions between which they stand.
        new("move channels last", ChannelsLast.Run, RunStored: ChannelsLast.Run),
        new("simplify views of channels", SimplifyViews.Run),

        // Before maps are fused, which then meet the products that they close.
        new("make products of matrices", MatrixProducts.Run),

        // Constants and broadcasts disappear into expressions, which lets chains of maps meet.
        new("simplify maps", SimplifyMaps.Run),

        // Sums of adjoints are still maps of their own.
        new("join pads", JoinPads.Run),
        new("sink reshapes below maps", SinkReshapes.Run),

        // Needs the uses that dead values no longer count for.
        new("remove dead values", ProgramRewriter.RemoveDead),
        new("fuse maps", FuseMaps.Run),

        // Fusion brings constants and broadcasts of inner maps into outer ones, and single numbers beside them.
        new("simplify maps again", SimplifyMaps.Run),
        new("simplify views again", SimplifyViews.Run),
        new("remove dead values again", ProgramRewriter.RemoveDead),
        new("fuse maps again", FuseMaps.Run),

        // When what scans take is what it will be: reshapes of elements become those of each step.
        new("prune scans again", PruneScans.Run),
        new("simplify bodies of scans", SimplifyScanBodies.Run),

        // When maps have met: what is fixed in them then stands together.
        new("fold fixed factors", FoldFixedFactors.Run, OnlyHoisting: true),

        // Last: planning relies on it.
        new("split reductions", SplitReductions.Run),
        new("remove dead values at the end", ProgramRewriter.RemoveDead),
    ];

    /// <summary>Runs all passes, verifying the program before, and after each that changes it.</summary>
    /// <param name="program">What is simplified.</param>
    /// <param name="hoists">Whether work on parameters and state alone is done once for many calls.</param>
    public static TensorProgram Run(TensorProgram program, bool hoists = false)
    {
        ProgramVerifier.Verify(program, "differentiation");
        ICollection<string> kernels = ChannelsLast.Kernels(program.Values);
        foreach (Pass pass in Passes.Where(pass => hoists || !pass.OnlyHoisting))
        {
            TensorProgram before = program;
            program = pass.RunStored?.Invoke(program, kernels) ?? pass.Run(program);
            if (program != before)
            {
                ProgramVerifier.VerifyUses(program, pass.Name);
            }
        }

        return ProgramVerifier.Verify(program, "all passes");
    }
}
