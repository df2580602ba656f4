using NetCompiler.Blocks;

namespace NetCompiler.Network.Tests.Networks;

/// <summary>The network of <c>WaveNet.json</c>: dilated causal convolutions of a signal with gates, residuals and skips.</summary>
[Network(Batch = 4, HessianVector = true), Input(1, 512)]
[Conv1d(32, 1, Name = "layer0")]
[Use<GatedUnit>(32, 1, Name = "unit1"), Conv1d(32, 1, Name = "skip1")]
[From("unit1"), Conv1d(32, 1, Name = "residual1"), Add("layer0", Name = "layer1")]
[Use<GatedUnit>(32, 2, Name = "unit2"), Conv1d(32, 1, Name = "skip2")]
[From("unit2"), Conv1d(32, 1, Name = "residual2"), Add("layer1", Name = "layer2")]
[Use<GatedUnit>(32, 4, Name = "unit3"), Conv1d(32, 1, Name = "skip3")]
[From("unit3"), Conv1d(32, 1, Name = "residual3"), Add("layer2", Name = "layer3")]
[Use<GatedUnit>(32, 8, Name = "unit4"), Conv1d(32, 1, Name = "skip4")]
[From("unit4"), Conv1d(32, 1, Name = "residual4"), Add("layer3", Name = "layer4")]
[Use<GatedUnit>(32, 16, Name = "unit5"), Conv1d(32, 1, Name = "skip5")]
[From("unit5"), Conv1d(32, 1, Name = "residual5"), Add("layer4", Name = "layer5")]
[Use<GatedUnit>(32, 32, Name = "unit6"), Conv1d(32, 1, Name = "skip6")]
[From("unit6"), Conv1d(32, 1, Name = "residual6"), Add("layer5", Name = "layer6")]
[Use<GatedUnit>(32, 64, Name = "unit7"), Conv1d(32, 1, Name = "skip7")]
[From("unit7"), Conv1d(32, 1, Name = "residual7"), Add("layer6", Name = "layer7")]
[Use<GatedUnit>(32, 128, Name = "unit8"), Conv1d(32, 1, Name = "skip8")]
[From("unit8"), Conv1d(32, 1, Name = "residual8"), Add("layer7", Name = "layer8")]
[Use<GatedUnit>(32, 256, Name = "unit9"), Conv1d(32, 1, Name = "skip9")]
[From("unit9"), Conv1d(32, 1, Name = "residual9"), Add("layer8", Name = "layer9")]
[Use<GatedUnit>(32, 512, Name = "unit10"), Conv1d(32, 1, Name = "skip10")]
[Add("skip1", "skip2", "skip3", "skip4", "skip5", "skip6", "skip7", "skip8", "skip9"), ReLU]
[Conv1d(32, 1, Name = "mix"), ReLU]
[Conv1d(1, 1, Name = "head")]
[MeanSquaredError]
public partial class WaveNet;
