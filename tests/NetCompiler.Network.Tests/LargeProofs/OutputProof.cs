using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Measures;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.LargeProofs;

/// <summary>
/// A network of millions of parameters: outputs in inference, and gradients along random directions of each parameter, which are signed sums of their elements.
/// </summary>
/// <typeparam name="T">The network.</typeparam>
public abstract class OutputProof<T>(string name)
    where T : class, ITrainableNetwork<T>
{
    // A gradient below this share of the network's largest is 0 but for rounding (make_convolutional_networks.py), and is compared against that one.
    private const double Negligible = 1e-9;

    // How much farther than PyTorch in float, which the fixture tells, gradients may be from PyTorch in double: that rounding is known from eight sums a tensor at most,
    // and convolutions in Winograd's form round twice as much as plain sums.
    private const double Rounding = 16;

    private readonly NetworkFixture _fixture = NetworkFixture.Load(name);

    [Fact]
    public void The_parameters_are_PyTorchs_in_its_order()
    {
        Assert.Equal(_fixture.Parameters.Keys, T.Description.Parameters.Select(parameter => parameter.Name));
        Assert.All(T.Description.Parameters, parameter => Assert.Equal(_fixture.Parameters[parameter.Name].Shape, parameter.Shape));
    }

    [Fact]
    public void The_outputs_are_PyTorchs()
    {
        T network = Create();
        FixtureBatch batch = _fixture.Batch;
        float[] output = new float[batch.Output.Values.Length];
        StepArguments arguments = default;
        arguments.Rows = batch.Rows;
        arguments.Parameters = network.Memory.Parameters;
        arguments.Prepared = network.Memory.Prepared<T>();
        arguments.State = network.Memory.State;
        arguments.Workspace = network.Memory.InferenceWorkspace;
        arguments.Workers = 1;
        arguments[T.Description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[T.Description.Outputs[0].Slot] = output.AsSpan();
        T.Infer(ref arguments);
        Close.Tensor("output", batch.Output.Values, output, Close.OnePass);
    }

    [Fact]
    public void The_gradients_along_random_directions_are_PyTorchs()
    {
        FixtureBatch batch = _fixture.Batch;
        StepArguments arguments = default;
        arguments[T.Description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[T.Description.Targets[0].Slot] = (ReadOnlySpan<int>)batch.Target.Labels;
        float[] gradients = new float[T.Description.ParameterLength];
        Close.Scalar("L", batch.Loss, NetworkSteps.Gradients(Create(), ref arguments, gradients), Close.OnePass);

        double largest = batch.Gradients.Values.Max(expected => expected.Values.Max(Math.Abs));
        foreach (ParameterDescription parameter in T.Description.Parameters)
        {
            FixtureDerivative expected = batch.Gradients[parameter.Name];
            float[] found = expected.Of(Close.Logical(parameter, gradients));
            double own = expected.Values.Max(Math.Abs);
            double scale = own > Negligible * largest ? own : largest;
            double error = expected.Values.Zip(found, (left, right) => Math.Abs((double)left - right)).Max() / scale;
            Assert.True(
                error <= Math.Max(Close.OnePass, Rounding * _fixture.GradientRounding[parameter.Name]),
                $"gradient of {parameter.Name}: {string.Join(", ", expected.Values)} expected, {string.Join(", ", found)} found; the error is {error:E2} of {scale:G4}.");
        }
    }

    private T Create()
    {
        T network = T.Create(new NetworkMemory(T.Description));
        var tensors = new ParameterCollection(network.Memory);
        foreach ((string tensor, FixtureTensor value) in _fixture.Parameters.Concat(_fixture.States))
        {
            tensors[tensor].CopyFrom(value.Values);
        }

        return network;
    }
}
