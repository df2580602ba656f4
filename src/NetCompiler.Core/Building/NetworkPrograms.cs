using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Building;

/// <summary>The programs of a network's functions: lowered, and differentiated where they are derivatives; not yet simplified.</summary>
internal static class NetworkPrograms
{
    /// <summary>Outputs in inference mode.</summary>
    public static TensorProgram Infer(NetworkModel inference) => Program(inference, "infer", Outputs(inference));

    /// <summary>Outputs of one step of a network in streaming mode, and what it leaves to the next one.</summary>
    public static TensorProgram Step(NetworkModel streaming) => Program(streaming, "step", [.. Outputs(streaming), .. Carries(streaming)]);

    /// <summary>Loss and objective in inference or evaluation mode, the outputs, and what is left to the next batch.</summary>
    public static TensorProgram Evaluate(NetworkModel inference) => Program(inference, "evaluate", [.. Outputs(inference), .. Losses(inference), .. Carries(inference)]);

    /// <summary>Loss, objective, outputs, the gradient of the objective by every parameter that is not frozen, the new state, and what is left to the next batch, in training mode.</summary>
    public static TensorProgram Train(NetworkModel training)
    {
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = Gradients(training);
        return Program(training, "train", [.. Outputs(training), .. Losses(training), .. ByParameter(training, gradients), .. States(training), .. Carries(training)]);
    }

    /// <summary>The product of the objective's Hessian by a direction: forward mode over the gradient, in training mode. What the batch before left is a constant.</summary>
    public static TensorProgram HessianVector(NetworkModel training)
    {
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = Gradients(training);
        var directions = new Dictionary<TensorValue, TensorValue>();
        foreach ((ParameterModel parameter, TensorValue value) in Trained(training))
        {
            directions.Add(value, training.Builder.Add(new SourceOperation(SourceKind.Direction, parameter.Name, parameter.Shape)));
        }

        IReadOnlyDictionary<TensorValue, TensorValue> tangents = ForwardMode.Differentiate(training.Builder, directions, gradients.Values.Distinct().ToArray());
        return Program(
            training,
            "hessian-vector",
            [.. Losses(training), .. ByParameter(training, Trained(training).ToDictionary(trained => trained.Value, trained => tangents[gradients[trained.Value]]))]);
    }

    /// <summary>The gradient of the loss by every input, in inference or evaluation mode. What the batch before left is a constant.</summary>
    public static TensorProgram InputGradient(NetworkModel inference)
    {
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(inference.Builder, inference.Loss!, null, inference.InputValues);
        return Program(inference, "input-gradient", [.. Losses(inference), .. ByInput(inference, gradients)]);
    }

    /// <summary>The product of given vectors, one for each output, with the Jacobian of the outputs by the inputs, in inference mode.</summary>
    public static TensorProgram VectorJacobian(NetworkModel inference)
    {
        ProgramBuilder builder = inference.Builder;
        (TensorValue, TensorValue?)[] seeded = inference.Outputs
            .Select((output, i) => (inference.OutputValues[i], (TensorValue?)builder.Add(new SourceOperation(SourceKind.Cotangent, output.Name, output.Shape)))).ToArray();
        return Program(inference, "vector-jacobian", ByInput(inference, ReverseMode.Differentiate(builder, seeded, inference.InputValues)));
    }

    private static IReadOnlyDictionary<TensorValue, TensorValue> Gradients(NetworkModel training) =>
        ReverseMode.Differentiate(training.Builder, training.Objective!, null, Trained(training).Select(trained => trained.Value).ToArray());

    private static IEnumerable<ProgramResult> Outputs(NetworkModel model) =>
        model.Outputs.Select((output, i) => new ProgramResult(ResultKind.Output, output.Name, model.OutputValues[i]));

    private static IEnumerable<ProgramResult> Losses(NetworkModel model) =>
        [new(ResultKind.Loss, "loss", model.Loss!), new(ResultKind.Objective, "objective", model.Objective!)];

    private static IEnumerable<ProgramResult> States(NetworkModel model) =>
        model.States.Select((state, i) => new ProgramResult(ResultKind.State, state.Name, model.StateValues[i])).Where(result => result.Value.Operation is not SourceOperation);

    private static IEnumerable<ProgramResult> Carries(NetworkModel model) =>
        model.Carries.Select((carry, i) => new ProgramResult(ResultKind.Carry, carry.Name, model.CarryValues[i]));

    private static IEnumerable<ProgramResult> ByParameter(NetworkModel model, IReadOnlyDictionary<TensorValue, TensorValue> gradients) =>
        Trained(model).Select(trained => new ProgramResult(ResultKind.ParameterGradient, trained.Parameter.Name, gradients[trained.Value]));

    // Frozen parameters are constants: what only their gradients need is never computed.
    private static IEnumerable<(ParameterModel Parameter, TensorValue Value)> Trained(NetworkModel model) =>
        model.Parameters.Select((parameter, i) => (parameter, model.ParameterValues[i])).Where(trained => !trained.parameter.IsFrozen);

    private static IEnumerable<ProgramResult> ByInput(NetworkModel model, IReadOnlyDictionary<TensorValue, TensorValue> gradients) =>
        model.Inputs.Select((input, i) => new ProgramResult(ResultKind.InputGradient, input.Name, gradients[model.InputValues[i]]));

    private static TensorProgram Program(NetworkModel model, string name, IEnumerable<ProgramResult> results) =>
        new(name, model.Builder.Values.ToArray(), results.ToArray());
}
