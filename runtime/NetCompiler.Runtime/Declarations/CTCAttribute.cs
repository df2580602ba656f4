using System;

namespace NetCompiler;

/// <summary>
/// A loss: connectionist temporal classification, -log p(target | scores), where p sums the probabilities of all ways to write the labels of the target into the steps, in order,
/// each in one or more steps that follow each other, with blanks anywhere between (and always between equal labels). <c>torch.nn.CTCLoss</c>; Graves et al. 2006.
/// </summary>
/// <group>losses</group>
/// <formula>−log Σ over alignments of Πₜ softmax(x_t) at the aligned class</formula>
/// <shape>scores [steps, classes], target [targetLength] of class indices</shape>
/// <pytorch>torch.nn.CTCLoss</pytorch>
/// <keras>keras.losses.CTC</keras>
/// <sample>[Input(4, Steps = 8)] [Linear(5)] [CTC(3)]</sample>
/// <remarks>
/// <para>
/// The value is a sequence of scores [steps, classes], one for each label and one for the blank, of which it takes the logarithm of the softmax itself (what
/// has been through <c>log_softmax</c> already stays as it is). Of a row with fewer steps than the input declares only those that count are aligned.
/// </para>
/// <para>
/// The target of a sample is <see cref="TargetLength"/> class indices: its labels, and behind them blanks. So each row has a target of its own length, from none on;
/// PyTorch's <c>target_lengths</c> are the numbers of labels. No label may stand behind a blank.
/// </para>
/// <para>
/// The loss of a sample is divided by its number of labels (at least 1), unless <see cref="PerLabel"/> is false, and the loss is the mean over samples: PyTorch's reductions
/// <c>mean</c> and, but for the division by the samples, <c>sum</c>. A batch in parts adds up to the whole. A target that does not fit its steps has the probability 0 and an infinite loss; its gradient
/// is 0, where PyTorch's is NaN. With <see cref="ZeroInfinity"/> its loss is 0 as well.
/// </para>
/// <para>Losses come after all layers. All computation is in logarithms, so that long sequences do not underflow. There is no accuracy for it.</para>
/// </remarks>
/// <param name="targetLength">The most labels of a target, 1 to 65,536.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CTCAttribute(int targetLength) : TargetLossAttribute
{
    /// <summary>The most labels of a target, 1 to 65,536: as many class indices the target of each sample has.</summary>
    public int TargetLength { get; } = targetLength;

    /// <summary>The class of the blank, 0 to classes - 1; 0 unless given. PyTorch's <c>blank</c>.</summary>
    public int Blank { get; init; }

    /// <summary>Whether the loss of a sample is divided by its number of labels; true unless given. PyTorch's <c>reduction="mean"</c>.</summary>
    public bool PerLabel { get; init; } = true;

    /// <summary>Whether what cannot be aligned has the loss 0 instead of an infinite one; false unless given. PyTorch's <c>zero_infinity</c>.</summary>
    public bool ZeroInfinity { get; init; }
}
