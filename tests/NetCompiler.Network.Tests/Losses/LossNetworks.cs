namespace NetCompiler.Network.Tests.Losses;

/// <summary>Weights of samples for all losses of a network; batches of more than eight are cut.</summary>
[Network(Batch = 8, SampleWeight = "weight"), Input(5)]
[Linear(16), Tanh, Linear(3)]
[SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.5], LabelSmoothing = 0.1)]
public partial class WeightedClassifier;

/// <summary>PyTorch's mean, which no part of a batch knows.</summary>
[Network(Batch = 8), Input(5)]
[Linear(16), Tanh, Linear(3)]
[SoftmaxCrossEntropy(ClassWeights = [1, 2, 0.5], Reduction = Reduction.WeightedMean)]
public partial class MeanByWeights;

/// <summary>Two towers that share their parameters, whose ends should point the same way for equal classes.</summary>
[Network(Batch = 16), Input(5, Name = "left"), Input(5, Name = "right")]
[From("left"), Linear(16, Name = "first"), Tanh, Linear(4, Name = "a")]
[From("right"), Linear(16, Shares = "first"), Tanh, Linear(4, Shares = "a", Name = "b")]
[CosineEmbedding("a", "b", Margin = 0.2)]
public partial class CosineTowers;

/// <summary>Three towers and no target.</summary>
[Network(Batch = 16), Input(5, Name = "anchor"), Input(5, Name = "positive"), Input(5, Name = "negative")]
[From("anchor"), Linear(16, Name = "first"), Tanh, Linear(4, Name = "a")]
[From("positive"), Linear(16, Shares = "first"), Tanh, Linear(4, Shares = "a", Name = "p")]
[From("negative"), Linear(16, Shares = "first"), Tanh, Linear(4, Shares = "a", Name = "n")]
[TripletMargin("a", "p", "n", Margin = 4)]
public partial class TripletTowers;

/// <summary>A mean and a variance, both predicted.</summary>
[Network(Batch = 32), Input(1, Name = "x")]
[Linear(16), Tanh(Name = "hidden")]
[Linear(1), Softplus(Name = "variance")]
[From("hidden"), Linear(1, Name = "mean")]
[Output("mean", "variance")]
[GaussianNLL("variance", Value = "mean")]
public partial class MeanAndVariance;

/// <summary>Three quantiles of one number.</summary>
[Network(Batch = 32), Input(1)]
[Linear(3), Quantile(0.1, 0.5, 0.9)]
public partial class Quantiles;

/// <summary>Classes of each step, some of which are left out.</summary>
[Network(Batch = 4), Input(3, Steps = 6)]
[Linear(4), SoftmaxCrossEntropy(IgnoreIndex = 3)]
public partial class StepClasses;

/// <summary>Classes of each position.</summary>
[Network(Batch = 4), Input(2, 3, 2)]
[Conv2d(3, 1), SoftmaxCrossEntropy]
public partial class PositionClasses;

/// <summary>Two losses of one value, the weight of a sample in one of them, in double precision.</summary>
[Network(Batch = 4, Precision = Precision.Double), Input(3)]
[Linear(2), Huber(SampleWeight = "trust"), LogCosh(Target = "target")]
public partial class TwoLosses;
