namespace NetCompiler.Sequences.Tests.Networks;

/// <summary>Who of nine speakers says two vowels: 12 coefficients of linear prediction a step, 7 to 29 steps.</summary>
[Network(Batch = 32)]
[Input(12, Steps = 29)]
[LSTM(32, Bidirectional = true), Mean, Dropout(0.2), Linear(9)]
[SoftmaxCrossEntropy]
public sealed partial class SpeakerNetwork;

/// <summary>Which of four motions a watch feels: acceleration and rotation in three axes, 100 steps.</summary>
[Network(Batch = 20)]
[Input(6, Steps = 100)]
[GRU(24), Max, Linear(4)]
[SoftmaxCrossEntropy]
public sealed partial class MotionNetwork;

/// <summary>The number of sunspots of the next year from those of 22 years.</summary>
[Network(Batch = 32)]
[Input(1, Steps = 22, Lengths = false)]
[LSTM(16), Last, Linear(1)]
[MeanSquaredError]
public sealed partial class SunspotNetwork;

/// <summary>The lowest temperature of the next day from those of 28 days, and from where in the year the day lies.</summary>
[Network(Batch = 64)]
[Input(3, Steps = 28, Lengths = false)]
[GRU(16), Last, Linear(1)]
[MeanSquaredError]
public sealed partial class TemperatureNetwork;

/// <summary>The sum of 40 numbers: with rectified units that begin as an identity (Le, Jaitly and Hinton 2015), the gradients of a sum explode.</summary>
[Network(Batch = 32)]
[Input(1, Steps = 40, Lengths = false)]
[RNN(16, Nonlinearity = Nonlinearity.ReLU), Last, Linear(1)]
[MeanSquaredError]
public sealed partial class SummingNetwork;

/// <summary>Which of four tones follow each other, each some steps long, with pauses or none: scores of the tones and of the blank in every step.</summary>
[Network(Batch = 16)]
[Input(4, Steps = 20)]
[GRU(24, Bidirectional = true), Linear(5)]
[CTC(4)]
public sealed partial class ToneNetwork;
