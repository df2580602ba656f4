using System;
using System.Linq;
using NetCompiler;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>A function of an emitted network that one worker runs from end to end.</summary>
internal interface IWholeCall
{
    void Run(scoped ref StepArguments arguments);
}

/// <summary>A function of an emitted network that workers share, phase by phase.</summary>
internal interface IPhasedCall
{
    void Run(scoped ref StepArguments arguments, int phase, scoped ref GradientRecorder sink);
}

/// <summary>An emitted class, called through the contract. A function that the class does not have is null.</summary>
internal sealed class EmittedNetwork
{
    private readonly IPrepare _prepare;

    /// <param name="type">A class that implements <see cref="INetwork{TSelf}"/>.</param>
    public EmittedNetwork(Type type)
    {
        Type = type;
        _prepare = Make<IPrepare>(typeof(INetwork<>), typeof(PrepareOf<>))!;
        Description = _prepare.Description;
        Infer = Make<IWholeCall>(typeof(INetwork<>), typeof(InferOf<>))!;
        Evaluate = Make<IWholeCall>(typeof(ITrainableNetwork<>), typeof(EvaluateOf<>));
        Train = Make<IPhasedCall>(typeof(ITrainableNetwork<>), typeof(TrainOf<>));
        HessianVector = Make<IPhasedCall>(typeof(IHessianVectorNetwork<>), typeof(HessianVectorOf<>));
        InputGradient = Make<IWholeCall>(typeof(IInputGradientNetwork<>), typeof(InputGradientOf<>));
        VectorJacobian = Make<IWholeCall>(typeof(IJacobianNetwork<>), typeof(VectorJacobianOf<>));
    }

    private interface IPrepare
    {
        NetworkDescription Description { get; }

        void Run(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared);

        void Run(ReadOnlySpan<double> parameters, ReadOnlySpan<double> state, Span<double> prepared);
    }

    public Type Type { get; }

    public NetworkDescription Description { get; }

    public IWholeCall Infer { get; }

    public IWholeCall? Evaluate { get; }

    public IPhasedCall? Train { get; }

    public IPhasedCall? HessianVector { get; }

    public IWholeCall? InputGradient { get; }

    public IWholeCall? VectorJacobian { get; }

    public void Prepare(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared) => _prepare.Run(parameters, state, prepared);

    public void Prepare(ReadOnlySpan<double> parameters, ReadOnlySpan<double> state, Span<double> prepared) => _prepare.Run(parameters, state, prepared);

    private T? Make<T>(Type contract, Type call)
        where T : class =>
        Type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == contract)
            ? (T)Activator.CreateInstance(call.MakeGenericType(Type))!
            : null;

    private sealed class PrepareOf<T> : IPrepare
        where T : class, INetwork<T>
    {
        public NetworkDescription Description => T.Description;

        public void Run(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared) => T.Prepare(parameters, state, prepared);

        public void Run(ReadOnlySpan<double> parameters, ReadOnlySpan<double> state, Span<double> prepared) => T.Prepare(parameters, state, prepared);
    }

    private sealed class InferOf<T> : IWholeCall
        where T : class, INetwork<T>
    {
        public void Run(scoped ref StepArguments arguments) => T.Infer(ref arguments);
    }

    private sealed class EvaluateOf<T> : IWholeCall
        where T : class, ITrainableNetwork<T>
    {
        public void Run(scoped ref StepArguments arguments) => T.Evaluate(ref arguments);
    }

    private sealed class TrainOf<T> : IPhasedCall
        where T : class, ITrainableNetwork<T>
    {
        public void Run(scoped ref StepArguments arguments, int phase, scoped ref GradientRecorder sink) => T.Train(ref arguments, phase, ref sink);
    }

    private sealed class HessianVectorOf<T> : IPhasedCall
        where T : class, IHessianVectorNetwork<T>
    {
        public void Run(scoped ref StepArguments arguments, int phase, scoped ref GradientRecorder sink) => T.HessianVector(ref arguments, phase, ref sink);
    }

    private sealed class InputGradientOf<T> : IWholeCall
        where T : class, IInputGradientNetwork<T>
    {
        public void Run(scoped ref StepArguments arguments) => T.InputGradient(ref arguments);
    }

    private sealed class VectorJacobianOf<T> : IWholeCall
        where T : class, IJacobianNetwork<T>
    {
        public void Run(scoped ref StepArguments arguments) => T.VectorJacobian(ref arguments);
    }
}
