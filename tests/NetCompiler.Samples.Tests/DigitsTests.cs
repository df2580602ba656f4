using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NetCompiler.Data;
using NetCompiler.Samples.Digits;
using NetCompiler.Samples.Drawing;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Samples.Tests;

public sealed class DigitsTests
{
    [Fact]
    public async Task Without_options_the_default_network_is_trained_on_drawn_digits()
    {
        DigitsOptions options = await ParseAsync();

        Assert.Equal(("digits", "lenet", 10, 1), (options.Dataset, options.Model, options.Epochs, options.Seed));
        Assert.Null(options.DataFolder);
        Assert.InRange(options.Workers, 1, 2);
        Assert.Equal("digits-lenet.safetensors", options.Output.Name);
    }

    [Fact]
    public async Task Every_option_is_read()
    {
        DigitsOptions options = await ParseAsync(
            "--dataset", "fashion-mnist", "--data", "folder", "--model", "linear", "--epochs", "3", "--seed", "7", "--workers", "1", "--output", "weights.safetensors");

        Assert.Equal(("fashion-mnist", "linear", 3, 7, 1), (options.Dataset, options.Model, options.Epochs, options.Seed, options.Workers));
        Assert.Equal("folder", options.DataFolder?.Name);
        Assert.Equal("weights.safetensors", options.Output.Name);
    }

    [Theory]
    [InlineData("lenet")]
    [InlineData("mlp")]
    [InlineData("linear")]
    [InlineData("tiny")]
    public async Task Every_model_has_a_name(string model)
    {
        DigitsOptions options = await ParseAsync("--model", model);

        Assert.Equal((model, $"digits-{model}.safetensors"), (options.Model, options.Output.Name));
    }

    [Fact]
    public void LeNet_has_the_layers_of_the_paper()
    {
        // LeCun et al. 1998, with all maps connected: 6 (25 + 1) + 16 (6 25 + 1) + 120 (400 + 1) + 84 (120 + 1) + 10 (84 + 1).
        Assert.Equal(61_706, DigitLeNet.Description.ParameterCount);
        Assert.Equal(
            ["0.weight", "0.bias", "3.weight", "3.bias", "7.weight", "7.bias", "9.weight", "9.bias", "11.weight", "11.bias"],
            DigitLeNet.Description.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void LeNet_reads_drawn_digits_that_it_has_not_seen()
    {
        const int Images = 2_000;
        DrawnDigits train = DrawnDigits.Draw(DigitSplit.Train, Images, seed: 1);
        DrawnDigits test = DrawnDigits.Draw(DigitSplit.Test, 500, seed: 1);
        var trainer = new Trainer<DigitLeNet>(new DigitLeNet(seed: 1)) { Optimizer = new Adam(2e-3f), Epochs = 3, BatchSize = 64, Seed = 1 };

        trainer.Fit(Dataset.Of(train.Pixels, ImageData.Scale, train.Labels), cancellation: TestContext.Current.CancellationToken);

        // Guessing reaches a tenth. The program trains on ten times as many images, more than three times as often.
        EvaluationResult result = trainer.Evaluate(Dataset.Of(test.Pixels, ImageData.Scale, test.Labels));
        Assert.True(result.Accuracy > 0.8, $"{100 * result.Accuracy:F1} % of 500 images are right.");
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs is at least 1.")]
    [InlineData("--workers", "0", "--workers is at least 1.")]
    [InlineData("--seed", "-1", "--seed is at least 0.")]
    [InlineData("--epochs", "many", "many")]
    [InlineData("--model", "resnet", "resnet")]
    [InlineData("--dataset", "imagenet", "imagenet")]
    public void A_value_that_is_none_is_refused_with_a_message(string option, string value, string expected)
    {
        ParseResult result = DigitsCommand.Create((_, _) => Task.FromResult(0)).Parse([option, value]);

        Assert.Contains(expected, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prediction_is_the_greatest_logit_and_its_softmax()
    {
        Prediction prediction = Prediction.Of([1000f, 1000f + MathF.Log(3f), 990f]);

        // 3 / (1 + 3 + exp(-10))
        Assert.Equal(1, prediction.Class);
        Assert.Equal(0.7499915f, prediction.Probability, 1e-4f);
    }

    [Fact]
    public void An_image_is_drawn_with_a_character_for_two_pixels()
    {
        float[] image = new float[784];
        image[0] = 1f;
        image[28] = 1f;
        image[783] = 0.5f;

        string[] lines = [.. ImageArt.Draw([image, image], gap: 2)];

        Assert.Equal(14, lines.Length);
        Assert.All(lines, line => Assert.Equal(28 + 2 + 28, line.Length));
        Assert.Equal(('█', ' ', '█'), (lines[0][0], lines[0][1], lines[0][30]));
        Assert.Equal(('░', '░'), (lines[13][27], lines[13][57]));
    }

    private static async Task<DigitsOptions> ParseAsync(params string[] arguments)
    {
        DigitsOptions? options = null;
        RootCommand command = DigitsCommand.Create((parsed, _) =>
        {
            options = parsed;
            return Task.FromResult(0);
        });
        Assert.Equal(0, await command.Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
        return options ?? throw new InvalidDataException("The command did not run.");
    }
}
