using System.Collections.Generic;

namespace NetCompiler.Samples.Data;

/// <summary>The data sets that the samples know where to find.</summary>
public static class KnownDatasets
{
    /// <summary>Training images: 60,000 of 28x28 bytes, IDX.</summary>
    public const string TrainImages = "train-images-idx3-ubyte";

    /// <summary>Training labels: 60,000 bytes 0 to 9, IDX.</summary>
    public const string TrainLabels = "train-labels-idx1-ubyte";

    /// <summary>Test images: 10,000 of 28x28 bytes, IDX.</summary>
    public const string TestImages = "t10k-images-idx3-ubyte";

    /// <summary>Test labels: 10,000 bytes 0 to 9, IDX.</summary>
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    /// <summary>The text of <see cref="TinyShakespeare"/>.</summary>
    public const string TinyShakespeareText = "input.txt";

    /// <summary>Handwritten digits (LeCun, Cortes and Burges 1998).</summary>
    public static KnownDataset Mnist { get; } = new(
        "mnist",
        "http://yann.lecun.com/exdb/mnist/",
        [
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/",
        ],
        [
            new(TrainImages, 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new(TrainLabels, 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new(TestImages, 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new(TestLabels, 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ]);

    /// <summary>Photographs of clothes, in the form of MNIST (Xiao, Rasul and Vollgraf 2017).</summary>
    public static KnownDataset FashionMnist { get; } = new(
        "fashion-mnist",
        "https://github.com/zalandoresearch/fashion-mnist",
        [
            "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        ],
        [
            new(TrainImages, 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new(TrainLabels, 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new(TestImages, 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new(TestLabels, 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        ]);

    /// <summary>Colour photographs of 32x32 pixels (Krizhevsky 2009), in the binary version: five files to train on and, last, one to test on.</summary>
    public static KnownDataset Cifar10 { get; } = new(
        "cifar-10",
        "https://www.cs.toronto.edu/~kriz/cifar.html",
        ["https://www.cs.toronto.edu/~kriz/"],
        [
            new("data_batch_1.bin", 30_730_000, "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
            new("data_batch_2.bin", 30_730_000, "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
            new("data_batch_3.bin", 30_730_000, "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
            new("data_batch_4.bin", 30_730_000, "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
            new("data_batch_5.bin", 30_730_000, "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
            new("test_batch.bin", 30_730_000, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
        ])
    {
        Archive = "cifar-10-binary.tar.gz",
    };

    /// <summary>A part of CIFAR-10 for quick trials, in the same format: <c>train.bin</c> and <c>test.bin</c> with as many images as there are. Nowhere to download.</summary>
    public static KnownDataset Cifar10Subset { get; } = new(
        "cifar-10-subset",
        "https://www.cs.toronto.edu/~kriz/cifar.html, cut to as many images as wanted,",
        [],
        [new("train.bin", 30_730_000, string.Empty), new("test.bin", 6_146_000, string.Empty)]);

    /// <summary>Forty thousand lines of Shakespeare's plays, 65 different characters (Karpathy 2015, "The unreasonable effectiveness of recurrent neural networks").</summary>
    public static KnownDataset TinyShakespeare { get; } = new(
        "tinyshakespeare",
        "https://github.com/karpathy/char-rnn",
        ["https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/"],
        [new(TinyShakespeareText, 1_115_394, "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed")])
    {
        IsPlain = true,
    };

    /// <summary>What the classes of <see cref="Cifar10"/> are called, by label.</summary>
    public static IReadOnlyList<string> Cifar10Classes { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>What the classes of <see cref="FashionMnist"/> are called, by label.</summary>
    public static IReadOnlyList<string> FashionMnistClasses { get; } =
        ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];
}
