using NetCompiler.Benchmarks.Running;

// On this thread throughout: pinned processes inherit its cores.
return BenchmarkCommand.Create(options => options.PinnedCores > 0 ? PinnedRun.Run(options) : new BenchmarkSession(options).Run()).Parse(args).Invoke();
