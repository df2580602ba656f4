using System;
using System.Linq;
using NetCompiler.Data;

namespace NetCompiler.Training;

/// <summary>Gives a metric the predictions of a network and what they should be: which output and which target, and where the scores of a prediction lie.</summary>
internal sealed class MetricFeed
{
    private readonly Metric _metric;
    private readonly int _target;

    // The target with the weight of each sample, or -1.
    private readonly int _weight;
    private readonly double[] _weightOfSample = [1];
    private readonly TensorDescription _truth;

    // Elements of the target that are a prediction each, or together a sample of numbers, in one step.
    private readonly int _width;

    // Scores of a prediction, and how far apart they are.
    private readonly int _classes;
    private readonly int _stride;
    private readonly int? _ignored;
    private readonly double[] _output;
    private readonly double[] _numbers;
    private readonly double[] _scores;

    private MetricFeed(NetworkDescription description, Metric metric, int output, int target)
    {
        _metric = metric;
        _target = target;
        Output = description.Outputs[output];
        _truth = description.Targets[target];
        _weight = Weight(description, metric);
        LossDescription? loss = description.Losses.FirstOrDefault(loss => loss.Output == output && loss.Target == target);
        _ignored = loss?.IgnoreIndex;
        bool isOfClasses = _truth.Type == ElementType.Int32;
        if (Output.Length % _truth.Length != 0 || (!isOfClasses && Output.Length != _truth.Length))
        {
            throw new ArgumentException(
                $"Network '{description.Name}', metric '{metric.Name}': output '{Output.Name}' [{string.Join(", ", Output.Shape)}] and target '{_truth.Name}' [{string.Join(", ", _truth.Shape)}] do not go together: it takes a score for each class of a class index, or as many numbers as the target has.");
        }

        _classes = Output.Length / _truth.Length;

        // Scores of predictions at positions are [classes, positions...]; those of a single one, or of several in a row, lie side by side.
        bool isOfPositions = loss is not { HasClassesLast: true } && Output.Shape.Count > 1 && Output.Shape[0] == _classes && Output.Shape.Skip(1).Append(1).SequenceEqual(_truth.Shape);
        _stride = isOfPositions ? _truth.Length : 1;
        _width = _truth.Length / Steps;
        _output = new double[Output.Length];
        _numbers = new double[isOfClasses ? 0 : _truth.Length];
        _scores = new double[_classes];
    }

    /// <summary>The output that it reads.</summary>
    public TensorDescription Output { get; }

    // Steps of which a sample may have fewer.
    private int Steps => Output.Lengths < 0 ? 1 : Output.Shape[0];

    /// <summary>Finds what a metric is about.</summary>
    /// <exception cref="ArgumentException">The network has no such thing.</exception>
    public static MetricFeed Of(NetworkDescription description, Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        int? output = Named(description, metric, metric.Output, "output", description.OutputArray);
        int? target = Named(description, metric, metric.Target, "target", description.TargetArray);
        bool isRegression = metric is RegressionMetric;
        if (output is { } givenOutput && target is { } givenTarget)
        {
            return isRegression && description.TargetArray[givenTarget].Type == ElementType.Int32
                ? throw new ArgumentException($"Network '{description.Name}', metric '{metric.Name}': it compares numbers, and target '{metric.Target}' is of class indices.")
                : new MetricFeed(description, metric, givenOutput, givenTarget);
        }

        // A classifier has class indices, or numbers from 0 to 1 for each score.
        LossDescription[] candidates = [.. description.Losses.Where(loss => loss is { Output: >= 0, Target: >= 0 } && (output ?? loss.Output) == loss.Output && (target ?? loss.Target) == loss.Target)];
        bool HasNumbers(LossDescription loss) => loss.Classes == 0 && description.Outputs[loss.Output].Length == description.Targets[loss.Target].Length;
        LossDescription? found = isRegression ? candidates.FirstOrDefault(HasNumbers) : candidates.FirstOrDefault(loss => loss.Classes > 0) ?? candidates.FirstOrDefault(HasNumbers);
        return found is not null
            ? new MetricFeed(description, metric, found.Output, found.Target)
            : throw new ArgumentException(
                $"Network '{description.Name}', metric '{metric.Name}': no loss compares an output with {(isRegression ? "numbers of its shape" : "class indices, or with a number for each score,")} that the caller gives. "
                + "Name what it is about with Output and Target; [Output] makes a value an output.");
    }

    /// <summary>Adds rows of a batch whose outputs are there.</summary>
    public void Add(BatchBuffers buffers, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            Read(buffers.Output(Output, row), _output);
            int steps = Output.Lengths < 0 ? 1 : buffers.Lengths(Output.Lengths, row);
            if (_numbers.Length > 0)
            {
                Read(buffers.Target(_target, row), _numbers);
            }

            if (_weight >= 0)
            {
                Read(buffers.Target(_weight, row), _weightOfSample);
                _metric.RequireWeight(_weightOfSample[0]);
            }

            for (int step = 0; step < steps; step++)
            {
                Add(buffers, row, step * _width, _weightOfSample[0]);
            }
        }
    }

    private void Add(BatchBuffers buffers, int row, int first, double weight)
    {
        if (_metric is RegressionMetric regression)
        {
            regression.AddSample(_output.AsSpan(first, _width), _numbers.AsSpan(first, _width), weight);
            return;
        }

        var metric = (ClassMetric)_metric;
        if (_numbers.Length > 0)
        {
            for (int index = first; index < first + _width; index++)
            {
                metric.AddPrediction(_output.AsSpan(index, 1), _numbers[index] > 0.5 ? 1 : 0, weight);
            }

            return;
        }

        ReadOnlySpan<int> labels = buffers.Target(_target, row).AsInt32();
        for (int index = first; index < first + _width; index++)
        {
            if (labels[index] == _ignored)
            {
                continue;
            }

            int begin = _stride == 1 ? index * _classes : index;
            for (int label = 0; label < _classes; label++)
            {
                _scores[label] = _output[begin + (label * _stride)];
            }

            metric.AddPrediction(_scores, labels[index], weight);
        }
    }

    private static void Read(TensorSlot slot, Span<double> numbers)
    {
        if (slot.Type == ElementType.Float64)
        {
            slot.AsDouble().CopyTo(numbers);
            return;
        }

        ReadOnlySpan<float> floats = slot.AsSingle();
        for (int index = 0; index < numbers.Length; index++)
        {
            numbers[index] = floats[index];
        }
    }

    private static int Weight(NetworkDescription description, Metric metric)
    {
        if (Named(description, metric, metric.SampleWeight, "target", description.TargetArray) is not { } index)
        {
            return -1;
        }

        TensorDescription weight = description.TargetArray[index];
        return weight is { Length: 1, Type: ElementType.Float32 or ElementType.Float64 }
            ? index
            : throw new ArgumentException(
                $"Network '{description.Name}', metric '{metric.Name}': SampleWeight = \"{metric.SampleWeight}\" is a target [{string.Join(", ", weight.Shape)}] of {weight.Type}; the weight of a sample is one real number. Name the SampleWeight of the network or of a loss.");
    }

    private static int? Named(NetworkDescription description, Metric metric, string? name, string role, TensorDescription[] tensors)
    {
        if (name is null)
        {
            return null;
        }

        int index = Array.FindIndex(tensors, tensor => tensor.Name == name);
        return index >= 0
            ? index
            : throw new ArgumentException($"Network '{description.Name}', metric '{metric.Name}': there is no {role} '{name}'; there {(tensors.Length == 1 ? "is" : "are")} {(tensors.Length == 0 ? "none" : string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}'")))}.");
    }
}
