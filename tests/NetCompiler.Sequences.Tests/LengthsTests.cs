using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Measures;
using NetCompiler.Sequences.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Sequences.Tests;

/// <summary>Lengths through the public members: rows of mixed lengths give what each gives by itself, whatever lies behind.</summary>
public sealed class LengthsTests
{
    private const int Steps = 6;
    private const int Features = 3;
    private const int Classes = 4;

    private static readonly int[] s_lengths = [6, 2, 2, 5, 1, 2, 3];

    private readonly Tagger _network = new(seed: 4);
    private readonly float[] _input = Numbers(s_lengths.Length * Steps * Features, 1);
    private readonly int[] _classes = Labels(s_lengths.Length * Steps, 2);
    private readonly float[] _numbers = Numbers(s_lengths.Length * 2, 3);

    public LengthsTests()
    {
        for (int row = 0; row < s_lengths.Length; row++)
        {
            _input.AsSpan(((row * Steps) + s_lengths[row]) * Features, (Steps - s_lengths[row]) * Features).Fill(float.NaN);
        }
    }

    [Fact]
    public void A_row_with_fewer_steps_gives_what_a_network_of_so_many_steps_gives()
    {
        var short2 = new TaggerOfTwo();
        Copy(_network.Parameters, short2.Parameters);
        float[] each = new float[4 * Steps * Classes];
        float[] whole = new float[4 * 2];
        _network.Forward(_input.AsSpan(0, 4 * Steps * Features), s_lengths.AsSpan(0, 4), 4, each, whole);
        foreach (int row in new[] { 1, 2 })
        {
            float[] eachAlone = new float[2 * Classes];
            float[] wholeAlone = new float[2];
            short2.Forward(_input.AsSpan(row * Steps * Features, 2 * Features), eachAlone, wholeAlone);
            AssertClose(eachAlone, each.AsSpan(row * Steps * Classes, 2 * Classes));
            AssertClose(wholeAlone, whole.AsSpan(row * 2, 2));
            Assert.All(each.AsSpan(((row * Steps) + 2) * Classes, (Steps - 2) * Classes).ToArray(), value => Assert.Equal(0f, value));
        }
    }

    [Fact]
    public void A_call_may_give_as_few_steps_as_it_has()
    {
        var short2 = new TaggerOfTwo();
        Copy(_network.Parameters, short2.Parameters);
        float[] given = [.. Numbers(2 * 2 * Features, 9)];
        float[] each = new float[2 * 2 * Classes];
        float[] whole = new float[2 * 2];
        float[] expectedEach = new float[each.Length];
        float[] expectedWhole = new float[whole.Length];
        short2.Forward(given, 2, expectedEach, expectedWhole);
        _network.Forward(given, rows: 2, steps: 2, each, whole);
        AssertClose(expectedEach, each);
        AssertClose(expectedWhole, whole);

        using Tagger.Session session = _network.CreateSession();
        Array.Clear(each);
        session.Forward(given, rows: 2, steps: 2, each, whole);
        AssertClose(expectedEach, each);

        // The second row has one step of the two.
        float[] mixed = new float[each.Length];
        _network.Forward(given, [2, 1], rows: 2, steps: 2, mixed, whole);
        Assert.Equal(expectedEach.Take(2 * Classes).Select(Rounded), mixed.Take(2 * Classes).Select(Rounded));
        Assert.NotEqual(expectedEach[2 * Classes], mixed[2 * Classes]);
        Assert.All(mixed[(3 * Classes)..], value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Sessions_and_single_rows_give_the_same_bits()
    {
        float[] each = new float[4 * Steps * Classes];
        float[] whole = new float[4 * 2];
        _network.Forward(_input.AsSpan(0, 4 * Steps * Features), s_lengths.AsSpan(0, 4), 4, each, whole);
        using Tagger.Session session = _network.CreateSession();
        float[] eachThere = new float[each.Length];
        float[] wholeThere = new float[whole.Length];
        session.Forward(_input.AsSpan(0, 4 * Steps * Features), s_lengths.AsSpan(0, 4), 4, eachThere, wholeThere);
        Assert.Equal(each, eachThere);
        Assert.Equal(whole, wholeThere);
        float[] alone = new float[Steps * Classes];
        float[] wholeAlone = new float[2];
        _network.Forward(_input.AsSpan(3 * Steps * Features, Steps * Features), s_lengths.AsSpan(3, 1), alone, wholeAlone);
        AssertClose(each.AsSpan(3 * Steps * Classes, Steps * Classes), alone);
        AssertClose(whole.AsSpan(3 * 2, 2), wholeAlone);
    }

    [Fact]
    public void Without_lengths_rows_have_all_steps()
    {
        float[] input = Numbers(3 * Steps * Features, 5);
        float[] each = new float[3 * Steps * Classes];
        float[] whole = new float[3 * 2];
        float[] eachThere = new float[each.Length];
        float[] wholeThere = new float[whole.Length];
        _network.Forward(input, 3, each, whole);
        _network.Forward(input, [Steps, Steps, Steps], 3, eachThere, wholeThere);
        Assert.Equal(each, eachThere);
        Assert.Equal(whole, wholeThere);
        int[] classes = Labels(3 * Steps, 1);
        float[] numbers = Numbers(6, 2);
        Assert.Equal(_network.Evaluate(input, classes, numbers), _network.Evaluate(input, [Steps, Steps, Steps], classes, numbers));
    }

    [Fact]
    public void Chunks_of_a_batch_add_up_to_the_whole()
    {
        // Seven rows are two chunks of four, and one of thirty-two.
        var wide = new WideTagger();
        Copy(_network.Parameters, wide.Parameters);
        float[] gradients = new float[((INetwork<Tagger>)_network).Memory.Description.ParameterLength];
        float[] expected = new float[gradients.Length];
        float loss = _network.Gradients(_input, s_lengths, _classes, _numbers, gradients);
        Assert.Equal(wide.Gradients(_input, s_lengths, _classes, _numbers, expected), loss, 1e-5f);
        Assert.True(float.IsFinite(loss));
        foreach (ParameterView parameter in _network.Parameters)
        {
            float[] a = new float[parameter.Length];
            float[] b = new float[parameter.Length];
            parameter.Gather(gradients, a);
            wide.Parameters[parameter.Name].Gather(expected, b);
            Assert.All(a.Zip(b), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
            Assert.Contains(a, value => value != 0);
        }

        Assert.Equal(wide.Evaluate(_input, s_lengths, _classes, _numbers), _network.Evaluate(_input, s_lengths, _classes, _numbers), 1e-5f);
    }

    [Fact]
    public void A_loss_is_the_mean_over_rows_of_the_loss_of_each()
    {
        var short2 = new TaggerOfTwo();
        Copy(_network.Parameters, short2.Parameters);
        float alone = 0;
        foreach (int row in new[] { 1, 2 })
        {
            alone += 0.5f * short2.Evaluate(_input.AsSpan(row * Steps * Features, 2 * Features), _classes.AsSpan(row * Steps, 2), _numbers.AsSpan(row * 2, 2));
        }

        float together = _network.Evaluate(
            _input.AsSpan(Steps * Features, 2 * Steps * Features), s_lengths.AsSpan(1, 2), _classes.AsSpan(Steps, 2 * Steps), _numbers.AsSpan(2, 4));
        Assert.Equal(alone, together, 1e-5f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-1)]
    public void A_length_out_of_range_is_refused_by_row(int length)
    {
        int[] lengths = [3, 3, length];
        float[] input = Numbers(3 * Steps * Features, 5);
        ArgumentException forward = Assert.Throws<ArgumentException>("lengths of input", () => _network.Forward(input, lengths, 3, new float[3 * Steps * Classes], new float[6]));
        Assert.Contains($"has {length} in row 2, element 0, and takes 1 to 6", forward.Message, StringComparison.Ordinal);
        ArgumentException evaluate = Assert.Throws<ArgumentException>(() => _network.Evaluate(input, lengths, Labels(3 * Steps, 1), Numbers(6, 2)));
        Assert.Contains($"row 2 has {length} steps, and a row has 1 to 6", evaluate.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_mistakes_of_a_call_are_refused()
    {
        float[] input = Numbers(2 * Steps * Features, 5);
        float[] each = new float[2 * Steps * Classes];
        float[] whole = new float[4];
        Assert.Throws<ArgumentException>(() => _network.Forward(input, [1, 1, 1], 2, each, whole));
        Assert.Throws<ArgumentException>(() => _network.Forward(input, rows: 2, steps: 5, each, whole));
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.Forward(input, rows: 2, steps: 7, each, whole));
        Assert.Throws<ArgumentOutOfRangeException>(() => _network.Forward(input, rows: 0, steps: 2, each, whole));
        ArgumentException above = Assert.Throws<ArgumentException>(() => _network.Forward(Numbers(2 * 3 * Features, 1), [3, 4], rows: 2, steps: 3, each, whole));
        Assert.Contains("row 1 has 4 steps", above.Message, StringComparison.Ordinal);
        var tokens = new TokenClassifier();
        ArgumentException token = Assert.Throws<ArgumentException>("input", () => tokens.Forward([1, 2, 3, 0, 0, 1, 9, 0, 0, 0], 2, new float[6]));
        Assert.Contains("has 9 in row 1, element 1, and takes 0 to 6", token.Message, StringComparison.Ordinal);
        ArgumentException trained = Assert.Throws<ArgumentException>(() => tokens.Evaluate([1, 2, 3, 0, 0, 1, -2, 0, 0, 0], [0, 1]));
        Assert.Contains("-2 in row 1, element 1, is not from 0 to 6", trained.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_behind_a_length_change_nothing()
    {
        var network = new TokenClassifier(seed: 2);
        float[] output = new float[6];
        float[] other = new float[6];
        network.Forward([1, 2, 3, 4, 5, 6, 6, 1, 1, 1], [3, 2], 2, output);
        network.Forward([1, 2, 3, 0, 6, 6, 6, 4, 3, 2], [3, 2], 2, other);
        Assert.Equal(output, other);
        network.Forward([1, 2, 4, 4, 5, 6, 6, 1, 1, 1], [3, 2], 2, other);
        Assert.NotEqual(output, other);

        // As few tokens as there are, after a call that was refused.
        Assert.Throws<ArgumentException>(() => network.Forward([1, 2, 9, 6, 6, 0], 2, 3, other));
        network.Forward([6, 6], 1, 2, other.AsSpan(0, 3));
        AssertClose(output.AsSpan(3), other.AsSpan(0, 3));
    }

    [Fact]
    public void A_trainer_takes_lengths_from_the_data_and_gives_the_same_bits_with_any_number_of_workers()
    {
        (DataTensor values, DataTensor lengths) = Data.Sequences.Padded([.. Enumerable.Range(0, 40).Select(sample => Numbers(Features * (1 + (sample % Steps)), sample))], Features, Steps);
        var data = new Dataset([values], [DataTensor.Of(Labels(40 * Steps, 7), Steps), DataTensor.Of(Numbers(80, 8), 2)], [lengths]);
        float[][] trained = [.. new[] { 1, 2, 3 }.Select(workers =>
        {
            var network = new Tagger(seed: 1);
            var trainer = new Trainer<Tagger>(network) { BatchSize = 10, Epochs = 3, Workers = workers };
            TrainingReport report = trainer.Fit(data, data, TestContext.Current.CancellationToken);
            Assert.True(report.Epochs[^1].Loss < report.Epochs[0].Loss);
            Assert.True(double.IsFinite(report.Epochs[^1].ValidationLoss!.Value));
            return network.Parameters.SelectMany(parameter => parameter.ToArray()).ToArray();
        })];
        Assert.Equal(trained[0], trained[1]);
        Assert.Equal(trained[0], trained[2]);

        var wrong = new Dataset([values], [DataTensor.Of(Labels(40 * Steps, 7), Steps), DataTensor.Of(Numbers(80, 8), 2)], [DataTensor.Of([.. Enumerable.Repeat(3, 39), 0])]);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new Trainer<Tagger>(_network).Fit(wrong, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("row 39 has 0 steps", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Accuracy_is_that_of_the_steps_that_count()
    {
        // The bias alone says class 1; the steps that count have it, the others do not.
        var network = new StepClassifier();
        network.Parameters["0.weight"].CopyFrom(new float[6]);
        network.Parameters["0.bias"].CopyFrom([0, 1, 0]);
        int[] classes = [1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1];
        var data = new Dataset([DataTensor.Of(new float[12 * 2], 8)], [DataTensor.Of(classes, 4)], [DataTensor.Of([2, 1, 4])]);
        var trainer = new Trainer<StepClassifier>(network);
        Assert.Equal(1f, trainer.Evaluate(data).Accuracy);
        Assert.Equal(7f / 12, trainer.Evaluate(new Dataset(data.Inputs, data.Targets)).Accuracy!.Value, 1e-6f);
        Assert.Equal(6f / 7, trainer.Evaluate(new Dataset(data.Inputs, [DataTensor.Of([1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0], 4)], data.Lengths)).Accuracy!.Value, 1e-6f);
    }

    [Fact]
    public void Calls_with_lengths_allocate_nothing()
    {
        float[] each = new float[4 * Steps * Classes];
        float[] whole = new float[4 * 2];
        float[] narrow = new float[4 * 2 * Classes];
        float[] few = Numbers(4 * 2 * Features, 1);
        var optimizer = new Adam(1e-3f);
        using Tagger.Session session = _network.CreateSession();
        Assert.Equal(0, Allocation.Between(10, 1010, runs => Repeat(runs, () => _network.Forward(_input.AsSpan(0, 4 * Steps * Features), s_lengths.AsSpan(0, 4), 4, each, whole))));
        Assert.Equal(0, Allocation.Between(10, 1010, runs => Repeat(runs, () => _network.Forward(few, 4, 2, narrow, whole))));
        Assert.Equal(0, Allocation.Between(10, 1010, runs => Repeat(runs, () => session.Forward(few, 4, 2, narrow, whole))));
        Assert.Equal(0, Allocation.Between(10, 210, runs => Repeat(runs, () => _network.TrainStep(_input, s_lengths, _classes, _numbers, optimizer))));
        Assert.Equal(0, Allocation.Between(10, 210, runs => Repeat(runs, () => _network.Evaluate(_input, s_lengths, _classes, _numbers))));
    }

    private static void Repeat(int times, Action action)
    {
        for (int time = 0; time < times; time++)
        {
            action();
        }
    }

    private static float Rounded(float value) => MathF.Round(value, 5);

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private static int[] Labels(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(Classes))];
    }

    private static void Copy(ParameterCollection from, ParameterCollection to)
    {
        foreach (ParameterView parameter in from)
        {
            to[parameter.Name].CopyFrom(parameter.ToArray());
        }
    }

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], actual[index], 2e-6f);
        }
    }
}
