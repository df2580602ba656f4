using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Measures;
using Xunit;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>
/// Batches larger than the compiled one. PyTorch computes them undivided; a network cuts them into chunks, whose weights
/// (<see cref="StepArguments.Scale"/>, <see cref="StepArguments.Share"/>) must make the parts add up to the whole.
/// </summary>
public abstract class LargeBatchProof<T>(NetworkFixture fixture) : NetworkProof<T>(fixture)
    where T : class, IHessianVectorNetwork<T>
{
    private FixtureBatch Large => Fixture.Large!;

    [Fact]
    public void The_large_batch_is_larger_than_the_compiled_one() => Assert.True(Large.Rows > T.Description.Batch);

    [Fact]
    public void Every_gradient_of_a_large_batch_is_that_of_the_undivided_batch()
    {
        float[] gradients = Poison(T.Description.ParameterLength);
        float loss = Gradients(Create(), Large, gradients);
        Close.Scalar("L of Gradients", Large.Loss, loss, Close.OnePass);
        Close.Named("gradient", Large.Gradients, Parameters, gradients, Close.OnePass);
    }

    [Fact]
    public void Loss_and_objective_of_a_large_batch_are_those_of_the_undivided_batch()
    {
        T network = Create();
        Close.Scalar("L of Evaluate", Large.Loss, Evaluate(network, Large), Close.OnePass);
        Close.Scalar("J of Evaluate", Large.Objective, Objective(network, Large), Close.OnePass);
    }

    [Fact]
    public void The_Hessian_vector_product_of_a_large_batch_is_that_of_the_undivided_batch()
    {
        float[] product = Poison(T.Description.ParameterLength);
        HessianVector(Create(), Large, Direction(padding: 0), product);
        Close.Named("Hessian-vector product", Large.HessianVector!, Parameters, product, Close.OnePass);
    }
}
