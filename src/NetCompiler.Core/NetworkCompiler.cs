using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Emission;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core;

/// <summary>A file of generated text.</summary>
/// <param name="HintName">Unique in the compilation: the class's metadata name and a suffix, ending in <c>.g.cs</c>.</param>
/// <param name="Text">C# with <c>\n</c> line ends.</param>
internal sealed record SourceFile(string HintName, string Text);

/// <summary>What became of a declaration: files, or the mistakes that stand in the way.</summary>
internal sealed record CompileResult(EquatableArray<SourceFile> Files, EquatableArray<CompileError> Errors);

/// <summary>The compiler's front door: a declaration in, C# text or errors out. Pure: equal declarations give equal text on every machine.</summary>
internal static class NetworkCompiler
{
    // The most slots that StepArguments has.
    private const int MaximumSlots = 16;

    /// <summary>Compiles one network.</summary>
    /// <param name="declaration">What the class says.</param>
    /// <param name="cancellation">Checked between stages.</param>
    public static CompileResult Compile(NetworkDeclaration declaration, CancellationToken cancellation = default)
    {
        (NetworkPlan? plan, IReadOnlyList<CompileError> errors) = Plan(declaration, cancellation);
        errors = plan is null ? errors : BudgetCheck.Run(plan);
        if (plan is null || errors.Count > 0)
        {
            return new CompileResult(EquatableArray<SourceFile>.Empty, errors.ToEquatableArray());
        }

        string name = declaration.Type.MetadataName;
        string shell = ShellEmitter.Emit(plan);
        cancellation.ThrowIfCancellationRequested();
        return new CompileResult(
            EquatableArray.Of(new SourceFile(name + ".g.cs", shell), new SourceFile(name + ".Kernels.g.cs", KernelFileEmitter.Emit(plan))),
            EquatableArray<CompileError>.Empty);
    }

    /// <summary>All stages but the last: what will be written, or the mistakes.</summary>
    public static (NetworkPlan? Plan, IReadOnlyList<CompileError> Errors) Plan(NetworkDeclaration declaration, CancellationToken cancellation = default)
    {
        try
        {
            return PlanWithinLimits(declaration, cancellation);
        }
        catch (TooLargeException exception)
        {
            return (null, [new CompileError(ErrorCodes.TooLarge, $"'{declaration.Type.Name}' is too large: {exception.Message}", new AttributeLocation(declaration.Type.MetadataName, -1), EquatableArray<AttributeLocation>.Empty)]);
        }
    }

    private static (NetworkPlan? Plan, IReadOnlyList<CompileError> Errors) PlanWithinLimits(NetworkDeclaration declaration, CancellationToken cancellation)
    {
        (NetworkModel? inference, IReadOnlyList<CompileError> errors) = NetworkBuilder.BuildOrRefuse(declaration, NetworkMode.Inference, cancellation);
        if (inference is null)
        {
            return (null, errors);
        }

        var options = new LineArguments(new LineDeclaration("Network", declaration.Options, null, new AttributeLocation(declaration.Type.MetadataName, -1)), "[Network]", null);
        bool hessianVector = options.Flag("HessianVector", otherwise: false);
        bool inputGradient = options.Flag("InputGradient", otherwise: false);
        bool jacobian = options.Flag("Jacobian", otherwise: false);
        RealType real = NetworkBuilder.IsInDouble(options) ? RealType.Double : RealType.Single;
        bool streams = options.Flag("Streaming", otherwise: false);
        NetworkModel? training = null;
        if (inference.Loss is not null)
        {
            (training, errors) = NetworkBuilder.BuildOrRefuse(declaration, NetworkMode.Training, cancellation);
            if (training is null)
            {
                return (null, errors);
            }
        }

        IReadOnlyList<CarryModel> carried = training?.Carries ?? [];
        NetworkModel? streaming = null;
        if (streams)
        {
            (streaming, errors) = NetworkBuilder.BuildOrRefuse(declaration, NetworkMode.Streaming, cancellation);
        }

        errors = [.. Check(declaration, inference, hessianVector, inputGradient, jacobian, streams, carried.Count > 0), .. errors];
        if (errors.Count > 0)
        {
            return (null, errors);
        }

        // The summary and the plain programs come before differentiation continues the builder's program.
        NetworkSummary summary = NetworkSummary.Of(inference, real);
        TensorProgram asBuilt = NetworkPrograms.Infer(inference);
        TensorProgram infer = Simplify(asBuilt, cancellation, hoists: true);
        // Where batches go on where the ones before ended, evaluation is a program of its own.
        (NetworkModel? evaluation, errors) = carried.Count == 0 ? (inference, []) : NetworkBuilder.BuildOrRefuse(declaration, NetworkMode.Evaluation, cancellation);
        if (evaluation is null)
        {
            return (null, errors);
        }

        TensorProgram? asEvaluated = inference.Loss is null ? null : NetworkPrograms.Evaluate(evaluation);
        TensorProgram? inputs = inputGradient ? Simplify(NetworkPrograms.InputGradient(evaluation), cancellation) : null;
        TensorProgram? vectors = jacobian ? Simplify(NetworkPrograms.VectorJacobian(inference), cancellation) : null;
        TensorProgram? train = training is null ? null : Simplify(NetworkPrograms.Train(training), cancellation);
        TensorProgram? hessian = training is not null && hessianVector ? Simplify(NetworkPrograms.HessianVector(training), cancellation) : null;
        IReadOnlyList<ParameterPlacement> placements = ParameterPlacements.Place(inference.Parameters, ChannelsLast.Kernels(asBuilt.Values));
        IReadOnlyList<ParameterPlacement> states = ParameterPlacements.Place(inference.States);
        Dictionary<string, ParameterPlacement> byName = placements.ToDictionary(placement => placement.Name);
        Dictionary<string, ParameterPlacement> statesByName = states.ToDictionary(placement => placement.Name);
        int slot = 0;
        SlotModel[] Slots(IEnumerable<TensorModel> tensors) => tensors.Select(tensor => new SlotModel(tensor, slot++)).ToArray();
        SlotModel[] inputSlots = Slots(inference.Inputs);
        SlotModel[] lengthSlots = Slots(inference.Lengths);
        SlotModel[] targetSlots = Slots(inference.Targets);
        SlotModel[] outputSlots = Slots(inference.Outputs);
        SlotModel[] gradientSlots = inputGradient || jacobian ? Slots(inference.Inputs) : [];
        SlotModel[] cotangentSlots = jacobian ? Slots(inference.Outputs) : [];
        var sources = new Dictionary<(SourceKind, string), int>();
        var results = new Dictionary<(ResultKind, string), int>();
        foreach ((SourceKind kind, SlotModel[] slots) in new[] { (SourceKind.Input, inputSlots), (SourceKind.Lengths, lengthSlots), (SourceKind.Target, targetSlots), (SourceKind.Cotangent, cotangentSlots) })
        {
            foreach (SlotModel entry in slots)
            {
                sources.Add((kind, entry.Tensor.Name), entry.Slot);
            }
        }

        foreach ((ResultKind kind, SlotModel[] slots) in new[] { (ResultKind.Output, outputSlots), (ResultKind.InputGradient, gradientSlots) })
        {
            foreach (SlotModel entry in slots)
            {
                results.Add((kind, entry.Tensor.Name), entry.Slot);
            }
        }

        IReadOnlyList<ParameterPlacement> betweenSteps = ParameterPlacements.Place(streaming?.Carries ?? []);
        IReadOnlyList<ParameterPlacement> betweenBatches = ParameterPlacements.Place(carried);
        Dictionary<string, ParameterPlacement> betweenStepsByName = betweenSteps.ToDictionary(placement => placement.Name);
        Dictionary<string, ParameterPlacement> betweenBatchesByName = betweenBatches.ToDictionary(placement => placement.Name);
        FunctionPlan? PlanOf(TensorProgram? program, string name, bool hoists = false, bool inPhases = false, bool isInference = false, bool isStep = false, int preparedStart = 0)
        {
            cancellation.ThrowIfCancellationRequested();
            return program is null ? null : Planner.Plan(program, new PlanContext
            {
                Name = name,
                Real = real,
                Slots = sources,
                ResultSlots = results,
                Parameters = byName,
                States = statesByName,
                Carries = isStep ? betweenStepsByName : betweenBatchesByName,
                PreparedStart = preparedStart,
                OutputsAreOptional = !isInference,
                HoistsReductions = isInference,
                Hoists = hoists,
                InPhases = inPhases,
            });
        }

        FunctionPlan inferPlan = PlanOf(infer, "Infer", hoists: true, isInference: true)!;
        FunctionPlan? evaluatePlan = null;
        if (asEvaluated is not null)
        {
            // Evaluation reads what inference has prepared.
            evaluatePlan = PlanOf(Simplify(asEvaluated, cancellation, hoists: true), "Evaluate", hoists: true)!;
            if (!evaluatePlan.BeginsAs(inferPlan))
            {
                evaluatePlan = PlanOf(Simplify(asEvaluated, cancellation), "Evaluate");
            }
        }

        FunctionPlan prepared = evaluatePlan is { Prepare.Count: > 0 } ? evaluatePlan : inferPlan;

        // A step reads what inference has prepared where that is the same; else its own part follows.
        TensorProgram? step = streaming is null ? null : ViewsFirst.Run(Simplify(NetworkPrograms.Step(streaming), cancellation, hoists: true));
        FunctionPlan? stepPlan = PlanOf(step, "Step", hoists: true, isInference: true, isStep: true);
        bool sharesPrepared = stepPlan is null || prepared.BeginsAs(stepPlan);
        stepPlan = sharesPrepared ? stepPlan : PlanOf(step, "Step", hoists: true, isInference: true, isStep: true, preparedStart: prepared.PreparedLength);
        return (new NetworkPlan
        {
            Declaration = declaration,
            Model = inference,
            Real = real,
            Summary = summary,
            Placements = placements,
            ParameterLength = ParameterPlacements.LengthOf(placements),
            StatePlacements = states,
            StateLength = ParameterPlacements.LengthOf(states),
            CarriedLength = ParameterPlacements.LengthOf(betweenBatches),
            Inputs = inputSlots,
            Lengths = lengthSlots,
            Targets = targetSlots,
            Outputs = outputSlots,
            InputGradients = gradientSlots,
            Cotangents = cotangentSlots,
            Prepare = sharesPrepared ? prepared.Prepare : [.. prepared.Prepare, .. stepPlan!.Prepare],
            PreparedLength = sharesPrepared ? prepared.PreparedLength : stepPlan!.PreparedLength,
            Infer = inferPlan,
            Stream = stepPlan is null ? null : new StreamPlan(
                stepPlan,
                inputSlots.Select((slot, i) => slot with { Tensor = streaming!.Inputs[i] }).ToArray(),
                outputSlots.Select((slot, i) => slot with { Tensor = streaming!.Outputs[i] }).ToArray(),
                ParameterPlacements.LengthOf(betweenSteps),
                betweenSteps.Zip(streaming!.Carries, (place, carry) => new CarryStart(place.Offset, place.StoredLength, carry.Initial)).Where(start => start.Value != 0).ToArray()),
            Evaluate = evaluatePlan,
            Train = PlanOf(train, "Train", inPhases: true),
            HessianVector = PlanOf(hessian, "HessianVector", inPhases: true),
            InputGradient = PlanOf(inputs, "InputGradient"),
            VectorJacobian = PlanOf(vectors, "VectorJacobian"),
            ProgramText = (train ?? infer).ToString(),
        }, []);
    }

    private static TensorProgram Simplify(TensorProgram program, CancellationToken cancellation, bool hoists = false)
    {
        cancellation.ThrowIfCancellationRequested();
        return PassPipeline.Run(program, hoists);
    }

    // Mistakes that show only when the whole network is known.
    private static IEnumerable<CompileError> Check(NetworkDeclaration declaration, NetworkModel model, bool hessianVector, bool inputGradient, bool jacobian, bool streams, bool isStateful)
    {
        CompileError Error(string code, string message) =>
            new(code, message, new AttributeLocation(declaration.Type.MetadataName, -1), EquatableArray<AttributeLocation>.Empty);
        string name = declaration.Type.Name;
        if (model.Loss is null && (hessianVector || inputGradient))
        {
            yield return Error(ErrorCodes.InvalidArgument, $"[Network]: {(hessianVector ? "HessianVector" : "InputGradient")} needs a loss to differentiate, and '{name}' has none. End it with a loss, such as [MeanSquaredError].");
        }

        if ((inputGradient || jacobian) && model.Inputs.FirstOrDefault(input => input.Element != ElementKind.Real) is { } whole)
        {
            yield return Error(ErrorCodes.NotSupported, $"[Network]: {(inputGradient ? "InputGradient" : "Jacobian")} differentiates by the inputs, and '{whole.Name}' of '{name}' is of {(whole.Element == ElementKind.Byte ? "bytes, which have no derivative. Declare the input without Element and give it scaled floats." : "integers, which have no derivative. Leave the option out.")}");
        }

        if (jacobian && (model.Inputs.Count != 1 || model.Outputs.Count != 1))
        {
            yield return Error(ErrorCodes.NotSupported, $"[Network]: Jacobian needs one input and one output; '{name}' has {model.Inputs.Count} and {model.Outputs.Count}.");
        }

        int slots = model.Inputs.Count + model.Lengths.Count + model.Targets.Count + model.Outputs.Count + (inputGradient || jacobian ? model.Inputs.Count : 0) + (jacobian ? model.Outputs.Count : 0);
        if (slots > MaximumSlots)
        {
            yield return Error(ErrorCodes.TooLarge, $"'{name}' takes and gives {slots} tensors in all; a call has room for {MaximumSlots}. Join some with [Concat].");
        }

        IReadOnlyList<string> members = MemberNames.Of(declaration.Type, model, hessianVector, inputGradient, jacobian, streams, isStateful);
        if (members.Contains(name))
        {
            yield return Error(ErrorCodes.MemberCollision, $"The network is called '{name}', and gets a member of that name, which C# does not allow. Give the class another name.");
        }

        string[] met = declaration.UserMembers.Where(members.Contains).OrderBy(member => member, System.StringComparer.Ordinal).ToArray();
        if (met.Length > 0)
        {
            yield return Error(ErrorCodes.MemberCollision, $"'{name}' declares {string.Join(" and ", met.Select(member => "'" + member + "'"))}, which the compiled network declares too. Give the class's own {(met.Length == 1 ? "member another name" : "members other names")}.");
        }
    }
}
