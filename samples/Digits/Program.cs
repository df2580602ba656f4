using System;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;
using NetCompiler.Samples.Digits;

Console.OutputEncoding = Encoding.UTF8;

// After Ctrl+C the network is still tested and saved: the process is not ended at once.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await DigitsCommand.Create(RunAsync).Parse(args).InvokeAsync(invocation);

static async Task<int> RunAsync(DigitsOptions options, CancellationToken cancellation)
{
    try
    {
        var view = new TerminalView();

        // Ten minutes of training must not end at a folder that does not exist.
        if (options.Output.Directory is not { Exists: true })
        {
            throw new IOException($"There is no folder for {options.Output.FullName}: make it, or name another file with --output.");
        }

        ImageData data = options.Dataset == ImageData.Digits
            ? ImageData.Draw(options.Seed)
            : await ImageData.FindAsync(options.Dataset, options.DataFolder, options.Seed, view.ShowMessage, cancellation);
        switch (options.Model)
        {
            case "lenet":
                Experiment.Run(new DigitLeNet(options.Seed), data, options, view, cancellation);
                break;
            case "mlp":
                Experiment.Run(new DigitMlp(options.Seed), data, options, view, cancellation);
                break;
            case "linear":
                Experiment.Run(new DigitLinear(options.Seed), data, options, view, cancellation);
                break;
            case "tiny":
                Experiment.Run(new DigitTiny(options.Seed), data, options, view, cancellation);
                break;
            default:
                throw new ArgumentException($"There is no model '{options.Model}'.", nameof(options));
        }

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
