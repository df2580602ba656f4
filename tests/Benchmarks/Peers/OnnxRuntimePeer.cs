using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Running;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Tasks;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>Measures ONNX Runtime in this process: inputs and output are wrapped beforehand, so that a call is one call of its C API.</summary>
internal static unsafe class OnnxRuntimePeer
{
    private static OnnxRuntimeLibrary? s_library;

    /// <summary>Where install-peers puts the library: onnxruntime-node's, of this operating system and processor.</summary>
    private static FileInfo? Installed
    {
        get
        {
            string repository = typeof(OnnxRuntimePeer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryDirectory").Value!;
            string system = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            string processor = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
            var folder = new DirectoryInfo(Path.Combine(repository, "artifacts", "peers", "node_modules", "onnxruntime-node", "bin"));
            return folder.Exists
                ? folder.EnumerateFiles("*onnxruntime*", SearchOption.AllDirectories).FirstOrDefault(file =>
                    file.Directory!.Name == processor && file.Directory.Parent!.Name == system
                    && (file.Name.StartsWith("libonnxruntime.", StringComparison.Ordinal) || file.Name == "onnxruntime.dll"))
                : null;
        }
    }

    /// <summary>Checks the outputs, and measures a call.</summary>
    /// <exception cref="MissingPeerException">The library is not installed.</exception>
    /// <exception cref="InvalidDataException">It computes something else than we do.</exception>
    public static Measurement Measure(PeerComparison comparison, BenchmarkTask task, BenchmarkOptions options)
    {
        OnnxRuntimeLibrary library = s_library ??= Load(options);
        NetworkSpecification network = comparison.Network;
        nint session = library.CreateSession(OnnxModel.Write(network, comparison.Weights, task.Rows));
        var call = new Call(library, session, comparison.Data.Inputs, network, task.Rows);

        float[] outputs = new float[comparison.Outputs.Length / (task.Rows * network.Outputs) * task.Rows * network.Outputs];
        for (int row = 0; row < outputs.Length / network.Outputs && row < task.Rows * BenchmarkTask.InferenceBatches; row += task.Rows)
        {
            call.Run(1);
            call.Output.CopyTo(outputs.AsSpan(row * network.Outputs));
        }

        int compared = Math.Min(outputs.Length, task.Rows * BenchmarkTask.InferenceBatches * network.Outputs);
        comparison.Check("ONNX Runtime", task.Name, comparison.Outputs.AsSpan(0, compared), outputs.AsSpan(0, compared));
        return Timing.Measure(ref call, options.Timing);
    }

    private static OnnxRuntimeLibrary Load(BenchmarkOptions options)
    {
        FileInfo? file = options.OnnxRuntime ?? Installed;
        if (file is not { Exists: true })
        {
            throw new MissingPeerException($"ONNX Runtime is not installed{(file is null ? string.Empty : " at " + file.FullName)}. Run tests/Benchmarks/install-peers, or name its shared library with --onnxruntime FILE.");
        }

        var library = new OnnxRuntimeLibrary(file);
        Console.Error.WriteLine($"# ONNX Runtime {library.Version}, C API");
        return library;
    }

    private struct Call : IWork
    {
        private readonly OnnxRuntimeLibrary _library;
        private readonly nint _session;
        private readonly float[] _inputs;
        private readonly float[] _output;
        private readonly nint[] _tensors;
        private readonly int _start;
        private readonly int _length;
        private readonly nint* _inputTensors;
        private readonly nint* _outputTensor;
        private readonly byte** _inputName;
        private readonly byte** _outputName;
        private int _next;

        public Call(OnnxRuntimeLibrary library, nint session, float[] inputs, NetworkSpecification network, int rows)
        {
            _library = library;
            _session = session;
            _length = rows * network.Outputs;

            // Aligned to lines of the cache, as its own allocator would.
            _inputs = Aligned(BenchmarkTask.InferenceBatches * rows * network.Inputs, out int inputStart);
            inputs.AsSpan(0, BenchmarkTask.InferenceBatches * rows * network.Inputs).CopyTo(_inputs.AsSpan(inputStart));
            _output = Aligned(_length, out _start);
            _tensors = GC.AllocateArray<nint>(BenchmarkTask.InferenceBatches + 3, pinned: true);
            nint* tensors = (nint*)Marshal.UnsafeAddrOfPinnedArrayElement(_tensors, 0);
            long[] inputShape = [rows, .. network.Graph.Input.Shape.Select(extent => (long)extent)];
            float* values = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(_inputs, inputStart);
            for (int batch = 0; batch < BenchmarkTask.InferenceBatches; batch++)
            {
                tensors[batch] = library.CreateTensor(values + ((long)batch * rows * network.Inputs), inputShape, isInteger: network.Vocabulary > 0);
            }

            tensors[BenchmarkTask.InferenceBatches] = library.CreateTensor((float*)Marshal.UnsafeAddrOfPinnedArrayElement(_output, _start), [rows, .. network.Graph.Output.Shape.Select(extent => (long)extent)], isInteger: false);
            tensors[BenchmarkTask.InferenceBatches + 1] = Marshal.StringToCoTaskMemUTF8("input");
            tensors[BenchmarkTask.InferenceBatches + 2] = Marshal.StringToCoTaskMemUTF8("output");
            _inputTensors = tensors;
            _outputTensor = tensors + BenchmarkTask.InferenceBatches;
            _inputName = (byte**)(tensors + BenchmarkTask.InferenceBatches + 1);
            _outputName = (byte**)(tensors + BenchmarkTask.InferenceBatches + 2);
        }

        public readonly ReadOnlySpan<float> Output => _output.AsSpan(_start, _length);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long calls)
        {
            var run = _library.RunFunction;
            for (long call = 0; call < calls; call++)
            {
                nint status = run(_session, 0, _inputName, _inputTensors + _next, 1, _outputName, 1, _outputTensor);
                if (status != 0)
                {
                    _library.Check(status);
                }

                _next = (_next + 1) % BenchmarkTask.InferenceBatches;
            }
        }

        private static float[] Aligned(int length, out int start)
        {
            float[] values = GC.AllocateArray<float>(length + 15, pinned: true);
            start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(values, 0) & 63) / sizeof(float);
            return values;
        }
    }
}
