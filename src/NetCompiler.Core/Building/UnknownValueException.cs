using System;

namespace NetCompiler.Core.Building;

/// <summary>A line needs a value that a mistaken line before it would have made. That one has been reported; of this line nothing more is known.</summary>
internal sealed class UnknownValueException() : Exception("The value is unknown, because a line before is mistaken.");
