using System;
using System.CommandLine;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;
using NetCompiler.Samples.Shakespeare;

Console.OutputEncoding = Encoding.UTF8;

// After Ctrl+C the network still saves its weights and writes: the process is not ended at once.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await ShakespeareCommand.Create(RunAsync).Parse(args).InvokeAsync(invocation);

static async Task<int> RunAsync(ShakespeareOptions options, CancellationToken cancellation)
{
    try
    {
        var view = new TerminalView();

        // Minutes of training must not end at a folder that does not exist.
        if (options.Weights is null && options.Output.Directory is not { Exists: true })
        {
            throw new IOException($"There is no folder for {options.Output.FullName}: make it, or name another file with --output.");
        }

        string text = options.Weights is not null ? string.Empty
            : options.Dataset == TextData.Plays ? TextData.ReadPlays()
            : await TextData.FindAsync(options.DataFolder, view.ShowMessage, cancellation);
        switch (options.Model)
        {
            case "gru":
                Experiment.Run(seed => new CharacterGru(seed), text, options, view, cancellation);
                break;
            case "lstm":
                Experiment.Run(seed => new CharacterLstm(seed), text, options, view, cancellation);
                break;
            case "transformer":
                Experiment.Run(seed => new CharacterTransformer(seed), text, options, view, cancellation);
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
