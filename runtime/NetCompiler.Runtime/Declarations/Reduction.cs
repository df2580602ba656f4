namespace NetCompiler;

/// <summary>
/// What becomes of a loss's terms: one for each element of a value, each position of classes, or each sample. A loss is one number, so that PyTorch's <c>none</c> is not among them.
/// </summary>
/// <remarks>
/// The objective is a weighted sum whose chunks add up: a batch that is larger than the compiled one is computed in parts. All but <see cref="WeightedMean"/> can be divided so.
/// </remarks>
public enum Reduction
{
    /// <summary>
    /// The mean of a sample's terms, of a sequence those of the steps that count, and the mean of that over samples: each sample weighs the same. PyTorch's <c>mean</c> wherever samples have equally many
    /// terms and no class weights divide. Terms may be multiplied by weights of classes; what it divides by is their number.
    /// </summary>
    Mean,

    /// <summary>The sum of a sample's terms, and the mean of that over samples: PyTorch's <c>sum</c> divided by the samples, KLDivLoss's <c>batchmean</c>.</summary>
    Sum,

    /// <summary>
    /// The sum of all terms of the batch: PyTorch's <c>sum</c>. It grows with the batch, and what a trainer reports of an epoch is the mean of its steps', each weighted by its samples.
    /// </summary>
    BatchSum,

    /// <summary>
    /// The sum of all terms of the batch, divided by the sum of their weights: of the weights of their classes, of samples, and 0 for positions that are left out and steps that do not count.
    /// PyTorch's <c>mean</c> of CrossEntropyLoss and NLLLoss with <c>weight</c> or <c>ignore_index</c>. No part of a batch knows that sum, so that a batch is at most as large as the compiled
    /// one; a trainer's evaluation is the mean of its chunks', each weighted by its samples. Where all weights are 0 the loss is 0, and PyTorch's NaN.
    /// </summary>
    WeightedMean,
}
