using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Peers;
using NetCompiler.Benchmarks.Running;

namespace NetCompiler.Benchmarks.Streaming;

/// <summary>Measures streaming steps: one a call, and blocks of 64; and the real-time factor of audio, the time that a second of it takes.</summary>
internal static class StreamBenchmark
{
    private const string Ours = "netcompiler";
    private const int Block = 64;
    private const int SampleRate = 48000;
    private const int Samples = 4096;

    /// <summary>Measures a network, and PyTorch beside it.</summary>
    /// <returns>Whether all that was asked for could be measured.</returns>
    public static bool Run(BenchmarkOptions options, MachineLimits limits, Action<ResultRow> report)
    {
        StreamNetwork network = StreamSuite.Find(options.Net!);
        StreamCalls calls = network.Create();
        float[] signal = Signal();
        ResultRow Row(string task, string system, Measurement time) => new(
            network.Name, task, system, time, network.Operations / time.Median, limits.LeastTime(network.Operations, network.Bytes, network.Bytes, 1) / time.Median);
        var step = new StepWork(calls, signal);
        Measurement single = Timing.Measure(ref step, options.Timing);
        report(Row("step", Ours, single));
        calls.ResetState();
        var block = new BlockWork(calls, signal, Block);
        Measurement blocks = Timing.Measure(ref block, options.Timing);
        report(Row("step_of_block_64", Ours, new Measurement(blocks.Median / Block, blocks.Minimum / Block, blocks.Maximum / Block)));
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"# {network.Name}: real-time factor at {SampleRate} Hz: {single.Median * SampleRate / 1e9:0.00000} a step, {blocks.Median / Block * SampleRate / 1e9:0.00000} in blocks of {Block}"));
        if (!options.Peers)
        {
            return true;
        }

        calls.ResetState();
        float[] outputs = new float[Block];
        calls.StepBlock(signal.AsSpan(0, Block), Block, outputs);
        try
        {
            report(Row("step", "pytorch", PyTorchStream.Measure(network, calls.Parameters, signal.AsSpan(0, Block).ToArray(), outputs, options)));
            return true;
        }
        catch (MissingPeerException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return false;
        }
    }

    // A tone that fades, again and again: what an effect would be given.
    private static float[] Signal() =>
        [.. Enumerable.Range(0, Samples).Select(sample => (float)(Math.Exp(-sample / 1500.0) * Math.Sin(2 * Math.PI * 220 * sample / SampleRate)))];

    private struct StepWork(StreamCalls calls, float[] signal) : IWork
    {
        private int _next;
        private readonly float[] _output = new float[1];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long count)
        {
            StreamStep step = calls.Step;
            for (long call = 0; call < count; call++)
            {
                step(signal.AsSpan(_next, 1), _output);
                _next = _next + 1 == signal.Length ? 0 : _next + 1;
            }
        }
    }

    private struct BlockWork(StreamCalls calls, float[] signal, int steps) : IWork
    {
        private int _next;
        private readonly float[] _output = new float[steps];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long count)
        {
            StreamBlock block = calls.StepBlock;
            for (long call = 0; call < count; call++)
            {
                block(signal.AsSpan(_next, steps), steps, _output);
                _next = _next + steps == signal.Length ? 0 : _next + steps;
            }
        }
    }
}
