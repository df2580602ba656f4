using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Benchmarks.Generation;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Tasks;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Layers;

/// <summary>
/// Measures each call of a kernel where it stands: the network's declaration is compiled once more within this program, with a clock around each
/// call, so that kernels find the caches as the one before has left them. What the clock itself takes is measured and taken off; kernels of a few
/// nanoseconds drown in it.
/// </summary>
internal static class KernelBenchmark
{
    private static readonly Dictionary<string, (KernelRun Run, IReadOnlyList<KernelCall> Calls)> s_instrumented = [];

    /// <summary>A row for each call in a task, named task:function:kernel:layers, and in training one for what is left: optimizer and checks.</summary>
    public static IReadOnlyList<ResultRow> Run(BenchmarkNetwork network, BenchmarkTask task, MachineLimits limits, TimingOptions options)
    {
        string name = network.Specification.Name;
        if (!s_instrumented.TryGetValue(name, out (KernelRun Run, IReadOnlyList<KernelCall> Calls) instrumented))
        {
            instrumented = Instrument(network);
            s_instrumented.Add(name, instrumented);
        }

        (KernelRun run, IReadOnlyList<KernelCall> calls) = instrumented;
        SampleData data = SampleData.Draw(network.Specification, task.Samples);
        Optimizer? optimizer = task.Optimizer == OptimizerKind.None ? null : BenchmarkTask.Create(task.Optimizer, BenchmarkTask.LearningRate);
        int batches = data.Samples / task.Rows;

        long count = Steps(run, task, optimizer, data, batches, long.MaxValue, options.WarmUp);
        long steps = Math.Max(1, (long)(count * (options.BatchTime / options.WarmUp)));
        double[][] means = calls.Select(_ => new double[options.Batches]).ToArray();
        double[] rest = new double[options.Batches];
        double probe = ProbeTime();
        for (int batch = 0; batch < options.Batches; batch++)
        {
            Array.Clear(KernelProbe.Ticks);
            long start = Stopwatch.GetTimestamp();
            Steps(run, task, optimizer, data, batches, steps, TimeSpan.MaxValue);
            double whole = Stopwatch.GetElapsedTime(start).TotalNanoseconds / steps;
            int called = 0;
            for (int call = 0; call < calls.Count; call++)
            {
                double time = Nanoseconds(KernelProbe.Ticks[call]) / steps;
                whole -= time;
                called += time > 0 ? 1 : 0;
                means[call][batch] = time == 0 ? 0 : Math.Max(0, time - (probe / 2));
            }

            // Half of the clock's time falls within a call, and half without.
            rest[batch] = Math.Max(0, whole - (called * probe / 2));
        }

        var rows = new List<ResultRow>();
        for (int call = 0; call < calls.Count; call++)
        {
            Measurement time = Measurement.Of(means[call]);
            if (time.Maximum > 0)
            {
                KernelWork work = KernelWork.Of(network.Specification.Graph, calls[call], task.Rows);
                double gflops = time.Median > 0 ? work.Operations / time.Median : 0;
                double least = work.Bytes > 0 ? limits.LeastTime(work.Operations, work.Bytes, work.Bytes, 1) : work.Operations / limits.Peak;
                rows.Add(new ResultRow(
                    name, $"{task.Name}:{calls[call].Function}:{calls[call].Kernel}:{calls[call].Layers}", "netcompiler", time, gflops, time.Median > 0 ? least / time.Median : 0));
            }
        }

        if (optimizer is not null)
        {
            rows.Add(new ResultRow(name, $"{task.Name}:rest:optimizer, checks:", "netcompiler", Measurement.Of(rest), 0, 0));
        }

        return rows;
    }

    private static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;

    /// <summary>Takes steps until there are enough or time is up; returns how many.</summary>
    private static long Steps(KernelRun run, BenchmarkTask task, Optimizer? optimizer, SampleData data, int batches, long steps, TimeSpan time)
    {
        long start = Stopwatch.GetTimestamp();
        long step = 0;
        while (step < steps && (time == TimeSpan.MaxValue || Stopwatch.GetElapsedTime(start) < time))
        {
            run.Call(task, optimizer, data, (int)(step % batches));
            step++;
        }

        return step;
    }

    /// <summary>Nanoseconds that a pair of clock readings takes in all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double ProbeTime()
    {
        const int Pairs = 200;
        double least = double.MaxValue;
        for (int repetition = 0; repetition < 50; repetition++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Pairs; i++)
            {
                KernelProbe.Stop(KernelProbe.Ticks.Length - 1, KernelProbe.Start());
            }

            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalNanoseconds / Pairs);
        }

        return least;
    }

    private static (KernelRun Run, IReadOnlyList<KernelCall> Calls) Instrument(BenchmarkNetwork network)
    {
        CSharpCompilation declared = GeneratedCompilation.Create(GeneratedCompilation.Declarations(network.TypeName));
        var instrumenter = new KernelInstrumenter();
        SyntaxTree[] emitted = GeneratedCompilation.Sources(GeneratedCompilation.CreateDriver().RunGenerators(declared))
            .Select(source => CSharpSyntaxTree.Create(
                (CSharpSyntaxNode)instrumenter.Visit(source.SyntaxTree.GetRoot())!, GeneratedCompilation.ParseOptions, source.HintName, System.Text.Encoding.UTF8))
            .ToArray();
        if (instrumenter.Calls is [])
        {
            throw new InvalidOperationException($"{network.TypeName}: no kernel was found in the emitted text, so its form has changed; KernelInstrumenter says what it looks for.");
        }

        Assembly assembly = Assembly.Load(GeneratedCompilation.Emit(declared.AddSyntaxTrees(emitted)));
        return (KernelRun.Of(assembly.GetTypes().Single(type => type.Name == network.TypeName)), instrumenter.Calls);
    }
}
