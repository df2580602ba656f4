using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>A program under construction whose sources have seeded random elements, and which of them are variables.</summary>
/// <param name="seed">Of all that is drawn.</param>
/// <param name="builder">The program.</param>
/// <param name="rows">The rows of its call.</param>
internal sealed class DerivativeCase(int seed, ProgramBuilder builder, int rows = DerivativeCase.ActualRows)
{
    /// <summary>Fewer than the program's maximum, so that a rule that takes the maximum for the actual rows is found.</summary>
    public const int ActualRows = 3;

    private readonly List<TensorValue> _variables = [];

    /// <summary>A program that begins empty.</summary>
    public DerivativeCase(int seed)
        : this(seed, new ProgramBuilder())
    {
    }

    public ProgramBuilder Builder { get; } = builder;

    public ReferenceCall Call { get; } = new() { Rows = rows, Scale = 0.25, Share = 0.75, Seed = 11, Step = 5 };

    public Random Random { get; } = new(seed);

    /// <summary>The sources that derivatives are taken by.</summary>
    public IReadOnlyList<TensorValue> Variables => _variables;

    public static Extent R => Extent.Rows(5);

    /// <summary>Makes a source of the program a variable.</summary>
    public void Adopt(TensorValue source, double[] elements)
    {
        var operation = (SourceOperation)source.Operation;
        Call.Sources[(operation.Kind, operation.Source)] = elements;
        _variables.Add(source);
    }

    /// <summary>A variable with elements uniform between two bounds.</summary>
    public TensorValue Variable(Shape shape, double low = -1.5, double high = 1.5)
    {
        TensorValue variable = Source(SourceKind.Parameter, "x" + _variables.Count, shape, () => low + ((high - low) * Random.NextDouble()));
        _variables.Add(variable);
        return variable;
    }

    /// <summary>A variable with whole elements from 0 on, so that there are ties.</summary>
    public TensorValue WholeVariable(Shape shape, int bound)
    {
        TensorValue variable = Source(SourceKind.Parameter, "x" + _variables.Count, shape, () => Random.Next(bound));
        _variables.Add(variable);
        return variable;
    }

    /// <summary>Gives a source that the program has already its elements.</summary>
    /// <param name="source">The source.</param>
    /// <param name="element">Draws one of them.</param>
    /// <param name="isVariable">Whether derivatives are taken by it.</param>
    public void Fill(TensorValue source, Func<double> element, bool isVariable)
    {
        var operation = (SourceOperation)source.Operation;
        Call.Sources[(operation.Kind, operation.Source)] = Draw(source.Shape, element);
        if (isVariable)
        {
            _variables.Add(source);
        }
    }

    /// <summary>Class indices below a bound.</summary>
    public TensorValue Labels(Shape shape, int bound)
    {
        TensorValue labels = Builder.Add(new SourceOperation(SourceKind.Target, "labels", shape, ElementKind.Integer));
        Call.Sources[(SourceKind.Target, "labels")] = Draw(shape, () => Random.Next(bound));
        return labels;
    }

    /// <summary>Bytes of the caller's.</summary>
    public TensorValue Bytes(Shape shape)
    {
        Call.Sources[(SourceKind.Input, "bytes")] = Draw(shape, () => Random.Next(256));
        return Builder.Add(new SourceOperation(SourceKind.Input, "bytes", shape, ElementKind.Byte));
    }

    /// <summary>A source that is no variable, its elements uniform between -1 and 1.</summary>
    public TensorValue Source(SourceKind kind, string name, Shape shape) => Source(kind, name, shape, () => (2 * Random.NextDouble()) - 1);

    public TensorValue Source(SourceKind kind, string name, Shape shape, Func<double> element)
    {
        Call.Sources[(kind, name)] = Draw(shape, element);
        return Builder.Add(new SourceOperation(kind, name, shape));
    }

    /// <summary>The elements of a source.</summary>
    public double[] Elements(TensorValue source)
    {
        var operation = (SourceOperation)source.Operation;
        return Call.Sources[(operation.Kind, operation.Source)];
    }

    /// <summary>Runs the program as it stands, verified.</summary>
    public ReferenceRun Run() => Interpreter.Run(ProgramVerifier.Verify(Builder.Finish("case"), "building the case"), Call);

    /// <summary>Runs the program with the variables moved along a direction.</summary>
    public ReferenceRun RunMoved(TensorProgram program, IReadOnlyList<double[]> direction, double by)
    {
        var moved = new ReferenceCall
        {
            Rows = Call.Rows,
            FirstRow = Call.FirstRow,
            Scale = Call.Scale,
            Share = Call.Share,
            Seed = Call.Seed,
            Step = Call.Step,
        };
        foreach (KeyValuePair<(SourceKind Kind, string Name), double[]> source in Call.Sources)
        {
            moved.Sources[source.Key] = source.Value;
        }

        for (int i = 0; i < _variables.Count; i++)
        {
            var operation = (SourceOperation)_variables[i].Operation;
            double[] along = direction[i];
            moved.Sources[(operation.Kind, operation.Source)] = Elements(_variables[i]).Select((element, j) => element + (by * along[j])).ToArray();
        }

        return Interpreter.Run(program, moved);
    }

    private double[] Draw(Shape shape, Func<double> element)
    {
        var elements = new double[DenseLayout.Of(shape, Call.Rows).Length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = element();
        }

        return elements;
    }
}
