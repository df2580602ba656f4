namespace NetCompiler.Training;

/// <summary>Divides a number of equal pieces among workers as evenly as whole pieces allow.</summary>
internal static class Division
{
    /// <summary>The first piece of a worker; that of the worker after the last is the number of pieces.</summary>
    public static int Start(int pieces, int worker, int workers) => (int)((long)pieces * worker / workers);
}
