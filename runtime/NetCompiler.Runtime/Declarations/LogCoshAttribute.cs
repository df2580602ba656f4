using System;

namespace NetCompiler;

/// <summary>A loss: the logarithm of the hyperbolic cosine of the residual, about ½ r² near 0 and |r| − log 2 far away. The target is <see cref="float"/>, in the shape of the value.</summary>
/// <group>losses</group>
/// <formula>mean log cosh(y − t)</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>none</pytorch>
/// <keras>keras.losses.LogCosh</keras>
/// <sample>[Input(8)] [Linear(3)] [LogCosh]</sample>
/// <remarks>Its derivative is tanh(y − t). No residual is too large for it. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LogCoshAttribute : TargetLossAttribute;
