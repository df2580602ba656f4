using System;

namespace NetCompiler.Samples.Data;

/// <summary>A data set is neither on this machine nor to be had from its sources; the message says where to put which files.</summary>
public sealed class DatasetNotFoundException : Exception
{
    /// <summary>Reports that a data set was not found.</summary>
    public DatasetNotFoundException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
