using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Differentiation;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests.Documentation;

/// <summary>
/// The derivatives of every layer and loss, by its parameters and by its inputs, against central differences in double: reverse mode, forward mode, forward over reverse and reverse
/// over reverse. What is differentiated are the examples of docs/layers.md, so that a new layer is proved by having its docstring.
/// </summary>
public sealed class SampleDerivativeTests
{
    // Their results are steps: every derivative is 0, and that is what is asserted.
    private static readonly string[] s_flat = ["Step"];

    public static IEnumerable<TheoryDataRow<string, string>> Samples => LayersPage.Entries
        .Where(entry => entry.Plain("sample") is not null)
        .Select(entry => new TheoryDataRow<string, string>(entry.Name, entry.Plain("sample")!));

    [Theory]
    [MemberData(nameof(Samples))]
    public void Derivatives_are_those_of_central_differences(string name, string sample)
    {
        NetworkDeclaration declaration = GeneratorRun.Read(CompiledSample.Preamble, CompiledSample.Source(sample, 0));
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Training, TestContext.Current.CancellationToken);
        Assert.Null(error);
        var c = new DerivativeCase(name.Sum(letter => letter), model!.Builder);

        // One call is the whole batch: statistics of a part of one have no derivative.
        c.Call.Scale = 1.0 / DerivativeCase.ActualRows;
        c.Call.Share = 1;
        foreach (TensorValue source in model.Builder.Values.Where(value => value.Operation is SourceOperation).ToArray())
        {
            Fill(c, source, (SourceOperation)source.Operation);
        }

        Assert.NotEmpty(c.Variables);
        DerivativeChecks.Check(c, model.Objective ?? model.OutputValues[0], s_flat.Contains(name));
    }

    // Targets lie where logarithms of them exist, labels below the fewest classes that there can be, and steps are enough to write three equal labels into.
    private static void Fill(DerivativeCase c, TensorValue value, SourceOperation source)
    {
        Random random = c.Random;
        bool isVariable = source.Kind is SourceKind.Parameter or SourceKind.Input && source.SourceElement == ElementKind.Real;
        Func<double> element = (source.Kind, source.SourceElement) switch
        {
            (SourceKind.Lengths, _) => () => random.Next(2 * source.Bound / 3, source.Bound),
            (SourceKind.Target, ElementKind.Integer) => () => 1,
            (_, ElementKind.Integer) => () => random.Next(source.Bound),
            (_, ElementKind.Byte) => () => random.Next(256),
            (_, ElementKind.Count) => () => random.Next(100),
            (SourceKind.Target, _) => () => 0.1 + (0.8 * random.NextDouble()),
            (SourceKind.State, _) => () => 0.5 + random.NextDouble(),
            _ => () => (2 * random.NextDouble()) - 1,
        };
        c.Fill(value, element, isVariable);
    }
}
