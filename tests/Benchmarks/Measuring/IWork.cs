namespace NetCompiler.Benchmarks.Measuring;

/// <summary>What is measured. Implemented by structs, whose loops are compiled with the calls in them.</summary>
internal interface IWork
{
    /// <summary>Does the work a number of times in a loop.</summary>
    void Run(long calls);
}
