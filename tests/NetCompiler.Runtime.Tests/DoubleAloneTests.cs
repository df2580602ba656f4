using System;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Networks of doubles allocate as little as networks of floats; measured in the whole process.</summary>
[Collection(Alone.Name)]
public sealed class DoubleAloneTests
{
    [Theory]
    [InlineData(1, 8, null)]
    [InlineData(1, 4, null)]
    [InlineData(2, 8, 0.1)]
    [InlineData(3, 4, null)]
    public void AStepOfTrainingAllocatesNothing(int workers, int batchSize, double? clipNorm)
    {
        Dataset data = DoubleTrainingTests.Teacher(8 * 400);
        Assert.Equal(0, AloneTests.AllocatedBySteps(probe => new Trainer<DoubleNetwork<Batch4>>(new DoubleNetwork<Batch4>())
        {
            BatchSize = batchSize,
            Workers = workers,
            ClipNorm = clipNorm,
            Progress = probe,
            ProgressInterval = TimeSpan.Zero,
        }.Fit(data)));
    }

    [Fact]
    public void StepsByHandAllocateNothing()
    {
        var network = new DoubleNetwork<Batch4>();
        var optimizer = new SGD(0.1) { Momentum = 0.9 };
        (double[] inputs, double[] targets) = DoubleNetworkTests.Data(10);
        double[] gradients = new double[48];
        double[] direction = new double[48];
        double[] jacobian = new double[6];
        double[] inputGradients = new double[30];
        ParameterView weight = network.Parameters[0];
        Assert.Equal(0, AloneTests.Difference(() => Steps(10), () => Steps(200)));

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                StepArguments arguments = DoubleNetworkTests.Slots(inputs, targets);
                NetworkSteps.TrainStep(network, ref arguments, optimizer);
                NetworkSteps.Gradients(network, ref arguments, gradients);
                NetworkSteps.HessianVector(network, ref arguments, direction, gradients);
                NetworkSteps.Evaluate(network, ref arguments);
                arguments[3] = inputGradients.AsSpan();
                NetworkSteps.InputGradient(network, ref arguments);
                StepArguments one = DoubleNetworkTests.Slots(inputs.AsSpan(0, 3), []);
                NetworkSteps.Jacobian(network, ref one, jacobian);
                weight.SetDouble(0, 0.1);
            }
        }
    }
}
