using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using NetCompiler.Core.Tensors.Scans;

namespace NetCompiler.Core.Layers;

/// <summary>
/// What recurrent layers have in common: layers on each other, each a scan over the steps, or two where it is bidirectional; in streaming mode one step of each, with
/// what it carries. Stateful ones carry from batch to batch in training and evaluation (Williams and Peng 1990). Parameters, their names and initial values are those of torch.nn.RNN, LSTM and GRU: U(-1/sqrt(units), 1/sqrt(units)).
/// </summary>
internal static class Recurrent
{
    private const int MostUnits = 1 << 20;
    private const int MostLayers = 1 << 10;

    /// <summary>Units of each layer and direction.</summary>
    public static int Units(LayerContext context) => context.Arguments.Integer("hidden", 1, MostUnits);

    /// <summary>Whether the biases are added.</summary>
    public static bool HasBias(LayerContext context) => context.Arguments.Flag("Bias", otherwise: true);

    /// <summary>Lowers a line.</summary>
    /// <param name="context">The line.</param>
    /// <param name="cellOf">The cell of a layer whose steps have so many numbers.</param>
    public static void Lower(LayerContext context, Func<int, RecurrentCell> cellOf)
    {
        TensorValue value = context.Current;
        if (!value.Shape.HasRows || value.Shape.Rank != 3)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its operand {value.Label} has shape [{context.Describe(value.Shape)}]; it works on sequences [steps, features]. Give the input such a shape: [Input(16, Steps = 128)] has 128 steps of 16 features.");
        }

        int layers = context.Arguments.Integer("Layers", 1, MostLayers, otherwise: 1);
        bool isBidirectional = context.Arguments.Flag("Bidirectional", otherwise: false);
        TimeAxis? time = context.Time(value);
        bool streams = context.IsStreaming && time is not null;
        if (isBidirectional && streams)
        {
            throw context.Fail(ErrorCodes.NotSupported, "it is Bidirectional, and a streaming step cannot know the steps that come after it. Leave Bidirectional out, or [Network(Streaming = true)].");
        }

        bool isStateful = context.Arguments.Flag("Stateful", otherwise: false);
        if (isBidirectional && isStateful)
        {
            throw context.Fail(ErrorCodes.NotSupported, "it is Bidirectional and Stateful; the way back begins with the last step of a batch, and what the batch before left there is the state of its first one. Leave Bidirectional out, or Stateful.");
        }

        double dropout = context.Arguments.Real("Dropout", 0, 1, otherwise: 0);
        if (dropout > 0 && layers == 1)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "Dropout is given and Layers is 1; it drops elements between layers, of which there must be several. Put [Dropout] behind the line, or make Layers larger.");
        }

        bool isCarried = isStateful && context.FollowsBatches;
        for (int layer = 0; layer < layers; layer++)
        {
            RecurrentCell cell = cellOf(value.Shape.Last);
            Require(context, cell);
            string suffix = FormattableString.Invariant($"_l{layer}");
            IReadOnlyDictionary<string, TensorValue> there = Parameters(context, cell, suffix);
            TensorValue output = streams ? Step(context, cell, suffix, value, there) : Scan(context, cell, suffix, value, there, time, isCarried, isBackward: false);
            if (isBidirectional)
            {
                suffix += "_reverse";
                TensorValue back = Scan(context, cell, suffix, value, Parameters(context, cell, suffix), time, isCarried: false, isBackward: true);
                output = context.Program.Add(new ConcatOperation(2), output, back);
            }

            value = layer < layers - 1 && dropout > 0 ? Masking.Masked(context, output, output.Shape.Rank, dropout) : output;
        }

        context.SetPerStep(value);
    }

    private static void Require(LayerContext context, RecurrentCell cell)
    {
        if (cell.Parameters.FirstOrDefault(parameter => parameter.Shape.Length > 1L << 28) is { } large)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"its {large.Name} {large.Shape} has {large.Shape.Length:N0} elements; at most {1L << 28:N0} are supported."));
        }
    }

    private static IReadOnlyDictionary<string, TensorValue> Parameters(LayerContext context, RecurrentCell cell, string suffix)
    {
        ParameterInitialization otherwise = Initializations.ByFan(cell.Units);
        ParameterInitialization Begin(CellParameter parameter) => !parameter.IsWeight ? Initializations.Bias(context, otherwise)
            : parameter.Shape.Rank < 2 ? otherwise
            : Initializations.Weight(context, parameter.Shape, otherwise, argument: parameter.Name == RecurrentCell.HiddenWeight ? "HiddenInit" : "WeightInit");
        NormBound Bound(CellParameter parameter) => parameter.Shape.Rank < 2 ? NormBound.None : context.MaxNorm(parameter.Name == RecurrentCell.HiddenWeight ? "HiddenMaxNorm" : "MaxNorm");
        return cell.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => context.Parameter(
                parameter.Name + suffix, parameter.Shape, isMatrix: parameter.Shape.Rank == 2, Begin(parameter), parameter.IsWeight ? context.WeightPenalty : Penalty.None, Bound(parameter)));
    }

    private static TensorValue Step(LayerContext context, RecurrentCell cell, string suffix, TensorValue value, IReadOnlyDictionary<string, TensorValue> parameters)
    {
        TensorValue[] before = [.. cell.Carries.Select(carry => context.Carried(carry.Name + suffix, Shape.Of(context.Rows, carry.Width)))];
        TensorValue x = context.Program.Reshape(value, Shape.Of(context.Rows, cell.Inputs));
        CellStep step = cell.Step(context.Program, x, before, parameters);
        TensorValue[] kept = [.. before.Select((carry, i) => context.Carry(carry, step.Carries[i]))];

        // What is carried is what is given, so that it is computed once.
        int given = step.Carries.ToList().IndexOf(step.Output);
        return context.Program.Reshape(kept[given], Shape.Of(context.Rows, 1, cell.Outputs));
    }

    private static TensorValue Scan(LayerContext context, RecurrentCell cell, string suffix, TensorValue value, IReadOnlyDictionary<string, TensorValue> parameters, TimeAxis? time, bool isCarried, bool isBackward)
    {
        ProgramBuilder program = context.Program;
        var scan = new ScanBuilder(program, context.Label + suffix, value.Shape[1].Maximum, isBackward);
        TensorValue x = scan.Element("x", value);
        TensorValue[] initial = [.. cell.Carries.Select(carry => Shape.Of(context.Rows, carry.Width))
            .Select((shape, i) => isCarried ? context.Carried(cell.Carries[i].Name + suffix, shape) : program.Constant(0, shape))];
        TensorValue[] before = [.. cell.Carries.Select((carry, i) => scan.Carry(carry.Name, initial[i]))];
        CellStep step = cell.Step(scan.Body, x, before, parameters.ToDictionary(parameter => parameter.Key, parameter => scan.Capture(parameter.Key, parameter.Value)));
        TensorValue output = step.Output;
        TensorValue[] after = [.. step.Carries];
        if (time?.Lengths is { } given)
        {
            // A row whose length is reached keeps its state and gives 0; on the way back its state is still that of the beginning.
            TensorValue lengths = scan.Capture("lengths", given);
            TensorValue index = scan.Step();
            TensorValue Where(TensorValue counts, TensorValue otherwise) => scan.Body.Map(
                ScalarExpression.Select(ComparisonKind.Less, ScalarExpression.Operand(0), ScalarExpression.Operand(1), ScalarExpression.Operand(2), ScalarExpression.Operand(3)), index, lengths, counts, otherwise);
            output = Where(output, scan.Body.Constant(0, Shape.Scalar));
            after = [.. after.Select((carry, i) => Where(carry, before[i]))];
        }

        for (int i = 0; i < after.Length; i++)
        {
            scan.Next(cell.Carries[i].Name, after[i]);
        }

        scan.Stack(cell.Carries[0].Name, output);
        for (int i = 0; isCarried && i < initial.Length; i++)
        {
            context.Carry(initial[i], scan.Final(cell.Carries[i].Name));
        }

        return scan.Stacked(cell.Carries[0].Name);
    }
}
