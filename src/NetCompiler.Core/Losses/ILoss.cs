using NetCompiler.Core.Layers;

namespace NetCompiler.Core.Losses;

/// <summary>A line that judges a value. Its value for each sample is a tensor of shape [rows, 1]; weights and means are the builder's.</summary>
internal interface ILoss : ILayer;
