using System;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Threading;
using NetCompiler.Samples.GuitarAmp;

Console.OutputEncoding = Encoding.UTF8;

// After Ctrl+C the network still plays and is saved: the process is not ended at once.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await GuitarAmpCommand.Create(Run).Parse(args).InvokeAsync(invocation);

static int Run(GuitarAmpOptions options, CancellationToken cancellation)
{
    try
    {
        Experiment.Run(options, Console.Out.WriteLine, cancellation);
        return 0;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}
