using System.Collections.Generic;
using System.Text.Json;
using NetCompiler.Core.Tensors;
using Xunit;
using static NetCompiler.Core.Tests.Layers.FixtureJson;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>
/// Embeddings, attention and layers of transformers against PyTorch (tests/fixtures/make_attention.py): names and shapes of parameters, outputs, losses, gradients, Hessian-vector
/// products and ten steps of training. What is run are the programs, by the reference interpreter.
/// </summary>
public sealed class AttentionFixtureTests
{
    private static readonly JsonElement s_cases = Open("attention.json", "cases");

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_have_PyTorchs_names_and_shapes(string name)
    {
        NetworkCase item = Case(name);
        item.AssertParameters(item.Build());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_losses_and_gradients_are_PyTorchs(string name) => Case(name).AssertTraining(("loss", ResultKind.Loss));

    [Theory]
    [MemberData(nameof(Names))]
    public void Hessian_vector_products_are_PyTorchs(string name) => Case(name).AssertHessianVector();

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_of_training_are_PyTorchs(string name) => Case(name).AssertTenSteps(0.1, "loss", ResultKind.Loss);

    private static NetworkCase Case(string name) => new(FixtureJson.Case(s_cases, name));
}
