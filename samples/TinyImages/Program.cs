using System;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;
using NetCompiler.Samples.TinyImages;

Console.OutputEncoding = Encoding.UTF8;

// After Ctrl+C the network is still tested and saved: the process is not ended at once.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await TinyImagesCommand.Create(RunAsync).Parse(args).InvokeAsync(invocation);

static async Task<int> RunAsync(TinyImagesOptions options, CancellationToken cancellation)
{
    try
    {
        // Ten minutes of training must not end at a folder that does not exist.
        foreach (FileInfo file in (FileInfo[])[options.Output, options.Page])
        {
            if (file.Directory is not { Exists: true })
            {
                throw new IOException($"There is no folder for {file.FullName}: make it, or name another file with --output and --page.");
            }
        }

        ImageSet data = options.Dataset == ImageSet.Shapes
            ? ImageSet.Draw(options.Seed)
            : await ImageSet.FindAsync(options.Dataset, options.DataFolder, options.Seed, Console.WriteLine, cancellation);
        Experiment.Run(data, options, Console.Out, cancellation);
        return 0;
    }
    catch (Exception exception) when (exception is DatasetNotFoundException or InvalidDataException or IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync(exception.Message);
        return 1;
    }
    catch (OperationCanceledException)
    {
        return 130;
    }
}
