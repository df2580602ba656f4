namespace NetCompiler;

/// <summary>Which number of connections Kaiming's initialisers divide by: <c>mode</c> of <c>torch.nn.init.kaiming_normal_</c>.</summary>
public enum InitFan
{
    /// <summary>Inputs of an output: values keep their variance on the way forward.</summary>
    FanIn,

    /// <summary>Outputs of an input: gradients keep their variance on the way back.</summary>
    FanOut,
}
