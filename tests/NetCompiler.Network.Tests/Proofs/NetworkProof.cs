using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Measures;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>What holds for every network: agreement with PyTorch, and bits that depend on nothing they should not.</summary>
/// <typeparam name="T">The network. The members below are its typed ones, called as a user calls them.</typeparam>
public abstract class NetworkProof<T>(NetworkFixture fixture)
    where T : class, IHessianVectorNetwork<T>
{
    protected NetworkFixture Fixture { get; } = fixture;

    /// <summary>Samples of the training that is repeated with other workers: more than twice the compiled batch, no multiple of it, and 45 more than a multiple of 48.</summary>
    protected virtual int TrainingSamples => 333;

    /// <summary>Samples of a step of that training.</summary>
    protected virtual int TrainingBatch => 48;

    /// <summary>How often each of several threads computes the outputs of the batch.</summary>
    protected virtual int Repetitions => 200;

    /// <summary>The learning rate of the training that is repeated with other workers.</summary>
    protected virtual float TrainingRate => 0.05f;

    // Derivatives of a deep network are sums of terms that cancel. PyTorch adds batch statistics in double even in float; what adds in float throughout may
    // be a few times as far off.
    private double DerivativeTolerance => Math.Max(Close.OnePass, 8 * Fixture.DerivativeRounding);

    private double TrainingTolerance => Math.Max(Close.TenSteps, 8 * Fixture.TrainingRounding);

    protected static IReadOnlyList<ParameterDescription> Parameters => T.Description.Parameters;

    [Fact]
    public void The_parameters_are_PyTorchs_in_its_order()
    {
        Assert.Equal(Fixture.Parameters.Keys, Parameters.Select(parameter => parameter.Name));
        Assert.All(Parameters, parameter => Assert.Equal(Fixture.Parameters[parameter.Name].Shape, parameter.Shape));
        Assert.Equal(Fixture.Parameters.Values.Sum(tensor => tensor.Values.Length), T.Description.ParameterCount);
    }

    [Fact]
    public void The_outputs_of_a_batch_are_PyTorchs()
    {
        FixtureBatch batch = Fixture.Batch;
        float[] output = new float[batch.Output.Values.Length];
        Forward(Create(), batch.Input.Values, batch.Rows, output);
        Close.Tensor("output", batch.Output.Values, output, Close.OnePass);
    }

    [Fact]
    public void The_output_of_each_sample_alone_is_PyTorchs()
    {
        FixtureBatch batch = Fixture.Batch;
        T network = Create();
        int inputs = batch.Input.Values.Length / batch.Rows;
        int outputs = batch.Output.Values.Length / batch.Rows;
        float[] output = new float[batch.Output.Values.Length];
        for (int row = 0; row < batch.Rows; row++)
        {
            Forward(network, batch.Input.Values.AsSpan(row * inputs, inputs), output.AsSpan(row * outputs, outputs));
        }

        Close.Tensor("output", batch.Output.Values, output, Close.OnePass);
    }

    [Fact]
    public void Any_number_of_rows_gives_the_outputs_of_those_rows()
    {
        FixtureBatch batch = Fixture.Batch;
        T network = Create();
        int inputs = batch.Input.Values.Length / batch.Rows;
        int outputs = batch.Output.Values.Length / batch.Rows;
        for (int rows = 1; rows <= batch.Rows; rows++)
        {
            float[] output = new float[(rows * outputs) + 1];
            output[^1] = 77;
            Forward(network, batch.Input.Values.AsSpan(0, rows * inputs), rows, output.AsSpan(0, rows * outputs));
            Close.Tensor($"output of {rows} rows", batch.Output.Values.AsSpan(0, rows * outputs), output.AsSpan(0, rows * outputs), Close.OnePass);
            Assert.Equal(77, output[^1]);
        }
    }

    [Fact]
    public void Loss_and_objective_are_PyTorchs()
    {
        // Gradients of batch statistics move the running ones along: each call gets a network of its own.
        Close.Scalar("L of Evaluate", Fixture.Batch.EvaluationLoss, Evaluate(Create(), Fixture.Batch), Close.OnePass);
        Close.Scalar("L of Gradients", Fixture.Batch.Loss, Gradients(Create(), Fixture.Batch, new float[T.Description.ParameterLength]), Close.OnePass);
        Close.Scalar("J of Evaluate", Fixture.Batch.Objective - Fixture.Batch.Loss + Fixture.Batch.EvaluationLoss, Objective(Create(), Fixture.Batch), Close.OnePass);
    }

    [Fact]
    public void Every_gradient_is_PyTorchs()
    {
        float[] gradients = Poison(T.Description.ParameterLength);
        Gradients(Create(), Fixture.Batch, gradients);
        Close.Named("gradient", Fixture.Batch.Gradients, Parameters, gradients, DerivativeTolerance);
    }

    [Fact]
    public void The_losses_of_ten_steps_are_PyTorchs()
    {
        Assert.NotEmpty(Fixture.Training);
        foreach (FixtureTraining training in Fixture.Training)
        {
            T network = Create();
            Optimizer optimizer = training.Create();
            float[] losses = [.. training.Losses.Select(_ => TrainStep(network, Fixture.Batch, optimizer))];
            Assert.Equal(10, losses.Length);

            // The losses of a run are one tensor: where an optimizer has brought a loss near 0, it is a small difference of large logits.
            Close.Tensor($"losses of ten steps with {training.Optimizer}", training.Losses, losses, TrainingTolerance);
            CheckTrained(network, training);
        }
    }

    [Fact]
    public void The_Hessian_vector_product_is_PyTorchs()
    {
        float[] product = Poison(T.Description.ParameterLength);
        float loss = HessianVector(Create(), Fixture.Batch, Direction(padding: 0), product);
        Close.Scalar("L of HessianVector", Fixture.Batch.Loss, loss, Close.OnePass);
        Close.Named("Hessian-vector product", Fixture.Batch.HessianVector!, Parameters, product, DerivativeTolerance);
    }

    [Fact]
    public void Padding_and_what_lay_in_the_workspace_change_no_bit()
    {
        T clean = Create();
        T poisoned = Create();
        Assert.True(PoisonPadding(poisoned) > 0, "No parameter of this network has padding, so that nothing is shown.");
        FixtureBatch batch = Fixture.Batch;

        float[] expected = new float[batch.Output.Values.Length];
        float[] actual = new float[expected.Length];
        Forward(clean, batch.Input.Values, batch.Rows, expected);
        PoisonWorkspace(poisoned);
        Forward(poisoned, batch.Input.Values, batch.Rows, actual);
        Close.Bits("output", expected, actual);

        int length = T.Description.ParameterLength;
        float[] expectedGradients = new float[length];
        float[] actualGradients = Poison(length);
        PoisonWorkspace(poisoned);
        Close.Bits("L", [Gradients(clean, batch, expectedGradients)], [Gradients(poisoned, batch, actualGradients)]);
        Close.NamedBits("gradient", Parameters, expectedGradients, actualGradients);

        float[] expectedProduct = new float[length];
        float[] actualProduct = Poison(length);
        PoisonWorkspace(poisoned);
        HessianVector(clean, batch, Direction(padding: 0), expectedProduct);
        HessianVector(poisoned, batch, Direction(padding: float.NaN), actualProduct);
        Close.NamedBits("Hessian-vector product", Parameters, expectedProduct, actualProduct);

        PoisonWorkspace(poisoned);
        Close.Bits("J", [Objective(clean, batch)], [Objective(poisoned, batch)]);

        Optimizer cleanOptimizer = new Adam(0.01f);
        Optimizer poisonedOptimizer = new Adam(0.01f);
        for (int step = 0; step < 5; step++)
        {
            PoisonWorkspace(poisoned);
            Close.Bits($"loss of step {step}", [TrainStep(clean, batch, cleanOptimizer)], [TrainStep(poisoned, batch, poisonedOptimizer)]);
        }

        Close.NamedBits("parameter", Parameters, clean.Memory.Parameters, poisoned.Memory.Parameters);
    }

    [Fact]
    public void Any_number_of_workers_ends_with_the_same_bits()
    {
        float[] before = Create().Memory.Parameters.ToArray();
        (float[] Parameters, double[] Losses) one = Fit(workers: 1);
        Assert.NotEqual(before, one.Parameters);
        Assert.All(one.Losses, loss => Assert.True(double.IsFinite(loss)));
        foreach (int workers in new[] { 2, 3 })
        {
            (float[] Parameters, double[] Losses) many = Fit(workers);
            Assert.Equal(one.Losses, many.Losses);
            Close.NamedBits($"parameter with {workers} workers", Parameters, one.Parameters, many.Parameters);
        }
    }

    [Fact]
    public void Sessions_on_several_threads_give_the_bits_of_one()
    {
        const int threads = 4;
        int repetitions = Repetitions;
        FixtureBatch batch = Fixture.Batch;
        T network = Create();
        float[] expected = new float[batch.Output.Values.Length];
        Forward(network, batch.Input.Values, batch.Rows, expected);

        var failures = new Exception?[threads];
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var start = new Barrier(threads);
        Thread[] running = [.. Enumerable.Range(0, threads).Select(index => new Thread(() => failures[index] = Record.Exception(() =>
        {
            (IDisposable session, Action<float[], int, float[]> forward) = OpenSession(network);
            using (session)
            {
                float[] actual = new float[expected.Length];
                start.SignalAndWait(cancellation);
                for (int repetition = 0; repetition < repetitions; repetition++)
                {
                    Array.Fill(actual, float.NaN);
                    forward(batch.Input.Values, batch.Rows, actual);
                    Close.Bits($"output of thread {index}", expected, actual);
                }
            }
        })))];
        foreach (Thread thread in running)
        {
            thread.Start();
        }

        foreach (Thread thread in running)
        {
            thread.Join();
        }

        Assert.All(failures, failure => Assert.Null(failure));
    }

    [Fact]
    public void A_saved_network_loads_with_the_same_bits()
    {
        T network = Create();
        TrainStep(network, Fixture.Batch, new SGD(0.1f));
        string folder = Directory.CreateTempSubdirectory("netcompiler").FullName;
        try
        {
            string path = Path.Combine(folder, "network.safetensors");
            Save(network, path);
            T loaded = Load(path);
            Close.NamedBits("parameter", Parameters, network.Memory.Parameters, loaded.Memory.Parameters);
            float[] expected = new float[Fixture.Batch.Output.Values.Length];
            float[] actual = new float[expected.Length];
            Forward(network, Fixture.Batch.Input.Values, Fixture.Batch.Rows, expected);
            Forward(loaded, Fixture.Batch.Input.Values, Fixture.Batch.Rows, actual);
            Close.Bits("output", expected, actual);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A network with the fixture's parameters, put where <see cref="ParameterDescription.IndexOf"/> says.</summary>
    protected T Create()
    {
        var memory = new NetworkMemory(T.Description);
        T network = T.Create(memory);
        var tensors = new ParameterCollection(memory);
        foreach ((string name, FixtureTensor state) in Fixture.States)
        {
            tensors[name].CopyFrom(state.Values);
        }

        using ParameterEdit edit = memory.Edit();
        foreach (ParameterDescription parameter in Parameters)
        {
            Scatter(parameter, Fixture.Parameters[parameter.Name].Values, edit.Parameters);
        }

        return network;
    }

    /// <summary>The fixture's direction in the layout of the parameters.</summary>
    protected float[] Direction(float padding)
    {
        float[] direction = new float[T.Description.ParameterLength];
        Array.Fill(direction, padding);
        foreach (ParameterDescription parameter in Parameters)
        {
            Scatter(parameter, Fixture.Direction![parameter.Name].Values, direction);
        }

        return direction;
    }

    protected static float[] Poison(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }

    protected static float[] Normal(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    /// <summary>Compares running statistics and the output in inference after the steps, where the fixture has them.</summary>
    private void CheckTrained(T network, FixtureTraining training)
    {
        if (training.States is { Count: > 0 } states)
        {
            IReadOnlyList<ParameterView> found = new ParameterCollection(network.Memory).States;
            Assert.Equal(states.Keys, found.Select(state => state.Name));
            foreach (ParameterView state in found)
            {
                FixtureDerivative expected = states[state.Name];
                Close.Tensor($"{state.Name} after ten steps with {training.Optimizer}", expected.Values, expected.Of(state.ToArray()), TrainingTolerance);
            }
        }

        if (training.Output is { } output)
        {
            FixtureBatch batch = Fixture.Batch;
            float[] actual = new float[batch.Output.Values.Length];
            Forward(network, batch.Input.Values, batch.Rows, actual);
            Close.Tensor($"output after ten steps with {training.Optimizer}", output.Values, output.Of(actual), TrainingTolerance);
        }
    }

    protected abstract void Forward(T network, ReadOnlySpan<float> input, Span<float> output);

    protected abstract void Forward(T network, ReadOnlySpan<float> input, int rows, Span<float> output);

    protected abstract (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(T network);

    protected abstract float TrainStep(T network, FixtureBatch batch, Optimizer optimizer);

    protected abstract float Gradients(T network, FixtureBatch batch, Span<float> gradients);

    protected abstract float Evaluate(T network, FixtureBatch batch);

    protected abstract float HessianVector(T network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product);

    protected abstract void Save(T network, string path);

    protected abstract T Load(string path);

    /// <summary>Random samples with random targets.</summary>
    protected abstract Dataset RandomData(int count, int seed);

    /// <summary>Fills the slots of a batch's inputs and targets.</summary>
    protected abstract void Fill(scoped ref StepArguments arguments, FixtureBatch batch);

    // The typed Evaluate returns L; J is in the arguments of the call below it.
    protected float Objective(T network, FixtureBatch batch)
    {
        StepArguments arguments = default;
        Fill(ref arguments, batch);
        NetworkSteps.Evaluate(network, ref arguments);
        return arguments.Objective;
    }

    private static void Scatter(ParameterDescription parameter, float[] values, Span<float> buffer)
    {
        Assert.Equal(parameter.Length, values.Length);
        for (int index = 0; index < values.Length; index++)
        {
            buffer[parameter.IndexOf(index)] = values[index];
        }
    }

    private static int PoisonPadding(T network)
    {
        bool[] used = new bool[T.Description.ParameterLength];
        foreach (ParameterDescription parameter in Parameters)
        {
            for (int index = 0; index < parameter.Length; index++)
            {
                int stored = parameter.IndexOf(index);
                Assert.False(used[stored], $"Two elements are stored at {stored}.");
                used[stored] = true;
            }
        }

        using ParameterEdit edit = network.Memory.Edit();
        int poisoned = 0;
        for (int stored = 0; stored < used.Length; stored++)
        {
            if (!used[stored])
            {
                edit.Parameters[stored] = float.NaN;
                poisoned++;
            }
        }

        return poisoned;
    }

    private static void PoisonWorkspace(T network)
    {
        network.Memory.InferenceWorkspace.Fill(float.NaN);
        network.Memory.TrainingWorkspace.Fill(float.NaN);
    }

    // Unless a network says otherwise, a batch of 48 is more than the compiled 32 or 16, and the last of an epoch has 45: whole chunks, parts of one, and
    // the sum of two.
    private (float[] Parameters, double[] Losses) Fit(int workers)
    {
        T network = Create();
        var trainer = new Trainer<T>(network)
        {
            Optimizer = new SGD(TrainingRate) { Momentum = 0.9f },
            Epochs = 3,
            BatchSize = TrainingBatch,
            Workers = workers,
            Seed = 5,
        };
        TrainingReport report = trainer.Fit(RandomData(TrainingSamples, seed: 11), RandomData(TrainingBatch + 2, seed: 12));
        return (network.Memory.Parameters.ToArray(), [.. report.Epochs.SelectMany(epoch => new[] { epoch.Loss, epoch.Objective, epoch.ValidationLoss!.Value })]);
    }
}
