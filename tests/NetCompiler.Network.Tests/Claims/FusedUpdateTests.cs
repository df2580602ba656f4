using System;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Claims;

/// <summary>
/// Where a batch is one chunk, gradients go from the kernels' registers into the update. That must give the bits of storing them first and
/// updating in a pass of its own: the classifier's objective has L2, so that the kernels read the very weights that they update.
/// </summary>
public sealed class FusedUpdateTests
{
    private readonly FixtureBatch _batch = NetworkFixture.Load("Classifier").Batch;

    public static TheoryData<string> Optimizers => ["plain", "momentum", "nesterov", "decay", "adam", "adam with decay", "adamw", "amsgrad", "inside", "shrinking", "adagrad", "rmsprop", "centered", "adadelta", "adamax", "nadam", "radam", "lion", "rprop"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_step_by_hand_has_the_bits_of_a_stored_gradient(string name)
    {
        var fused = new Classifier(seed: 5);
        var stored = new Classifier(seed: 5);
        Optimizer one = Make(name);
        Optimizer other = Make(name);
        float[] gradients = new float[Classifier.Description.ParameterLength];
        for (int step = 0; step < 10; step++)
        {
            float loss = fused.TrainStep(_batch.Input.Values, _batch.Target.Labels, one);
            Assert.Equal(stored.Gradients(_batch.Input.Values, _batch.Target.Labels, gradients), loss);
            using ParameterEdit edit = Memory(stored).Edit();
            other.Step(edit.Parameters, gradients);
        }

        AssertSameBits(stored, fused);
        Assert.Equal(10, one.StepCount);
    }

    [Theory]
    [InlineData("momentum")]
    [InlineData("adam with decay")]
    public void A_step_of_convolutions_has_the_bits_of_a_stored_gradient(string name)
    {
        FixtureBatch batch = NetworkFixture.Load("MixedImages").Batch;
        var fused = new MixedImages(seed: 5);
        var stored = new MixedImages(seed: 5);
        Optimizer one = Make(name);
        Optimizer other = Make(name);
        float[] gradients = new float[MixedImages.Description.ParameterLength];
        for (int step = 0; step < 10; step++)
        {
            float loss = fused.TrainStep(batch.Input.Values, batch.Target.Labels, one);
            Assert.Equal(stored.Gradients(batch.Input.Values, batch.Target.Labels, gradients), loss);
            using ParameterEdit edit = Memory(stored).Edit();
            other.Step(edit.Parameters, gradients);
        }

        Assert.All(
            MixedImages.Description.Parameters,
            parameter => Assert.Equal(stored.Parameters[parameter.Name].ToArray(), fused.Parameters[parameter.Name].ToArray()));
        Assert.NotEqual(new MixedImages(seed: 5).Parameters["stem.weight"].ToArray(), fused.Parameters["stem.weight"].ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_trainer_has_the_bits_of_steps_by_hand(int workers)
    {
        Dataset data = Dataset.Of(_batch.Input.Values, _batch.Target.Labels);
        var trained = new Classifier(seed: 5);
        var trainer = new Trainer<Classifier>(trained) { Optimizer = Make("momentum"), BatchSize = _batch.Rows, Epochs = 10, Shuffle = false, Workers = workers };
        trainer.Fit(data, cancellation: TestContext.Current.CancellationToken);

        var stored = new Classifier(seed: 5);
        Optimizer optimizer = Make("momentum");
        float[] gradients = new float[Classifier.Description.ParameterLength];
        for (int step = 0; step < 10; step++)
        {
            stored.Gradients(_batch.Input.Values, _batch.Target.Labels, gradients);
            using ParameterEdit edit = Memory(stored).Edit();
            optimizer.Step(edit.Parameters, gradients);
        }

        AssertSameBits(stored, trained);
    }

    private static Optimizer Make(string name) => name switch
    {
        "plain" => new SGD(0.1f),
        "momentum" => new SGD(0.05f) { Momentum = 0.9f },
        "nesterov" => new SGD(0.05f) { Momentum = 0.9f, Nesterov = true },
        "decay" => new SGD(0.05f) { Momentum = 0.5f, Dampening = 0.25f, WeightDecay = 0.01f },
        "adam" => new Adam(0.01f),
        "adam with decay" => new Adam(0.01f) { WeightDecay = 0.01f },
        "adamw" => new AdamW(0.01f),
        "amsgrad" => new Adam(0.01f) { AMSGrad = true, WeightDecay = 0.01 },
        "inside" => new SGD(0.05f) { Momentum = 0.9, RateInVelocity = true },
        "shrinking" => new SGD(0.05f) { Momentum = 0.5, WeightDecay = 0.01, WeightDecayForm = WeightDecayForm.Independent },
        "adagrad" => new Adagrad(),
        "rmsprop" => new RMSprop { WeightDecay = 0.01 },
        "centered" => new RMSprop(0.001) { Centered = true, Momentum = 0.5 },
        "adadelta" => new Adadelta(),
        "adamax" => new Adamax(),
        "nadam" => new NAdam(),
        "radam" => new RAdam(),
        "lion" => new Lion(0.001) { WeightDecay = 0.1 },
        "rprop" => new Rprop(0.001),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such optimizer."),
    };

    private static NetworkMemory Memory<T>(T network)
        where T : class, INetwork<T> => network.Memory;

    private static void AssertSameBits(Classifier expected, Classifier actual)
    {
        foreach (ParameterDescription parameter in Classifier.Description.Parameters)
        {
            Assert.Equal(expected.Parameters[parameter.Name].ToArray(), actual.Parameters[parameter.Name].ToArray());
        }

        Assert.NotEqual(new Classifier(seed: 5).Parameters["0.weight"].ToArray(), actual.Parameters["0.weight"].ToArray());
    }
}
