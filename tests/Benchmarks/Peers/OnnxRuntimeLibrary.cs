using System;
using System.IO;
using System.Runtime.InteropServices;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>
/// ONNX Runtime through its C API, which is a table of function pointers that only grows: an entry is known by its place (onnxruntime_c_api.h).
/// </summary>
internal sealed unsafe class OnnxRuntimeLibrary
{
    // The oldest version with all that is called here; every later library serves it.
    private const uint ApiVersion = 13;

    private readonly nint* _api;
    private readonly nint _environment;
    private readonly nint _memory;

    /// <summary>Loads the library.</summary>
    /// <exception cref="InvalidOperationException">It does not serve the version that is called here, or refuses a call.</exception>
    public OnnxRuntimeLibrary(FileInfo library)
    {
        nint handle = NativeLibrary.Load(library.FullName);
        var getBase = (delegate* unmanaged<nint*>)NativeLibrary.GetExport(handle, "OrtGetApiBase");
        nint* entry = getBase();
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)entry[1])())!;
        _api = (nint*)((delegate* unmanaged<uint, nint>)entry[0])(ApiVersion);
        if (_api == null)
        {
            throw new InvalidOperationException($"ONNX Runtime {Version} does not serve version {ApiVersion} of its C API.");
        }

        nint name = Marshal.StringToCoTaskMemUTF8("benchmark");
        nint environment;
        Check(((delegate* unmanaged<int, nint, nint*, nint>)_api[Place.CreateEnvironment])(3, name, &environment));
        _environment = environment;
        nint memory;
        Check(((delegate* unmanaged<int, int, nint*, nint>)_api[Place.CreateCpuMemoryInfo])(0, 0, &memory));
        _memory = memory;
    }

    /// <summary>The library's version.</summary>
    public string Version { get; }

    /// <summary>The function that runs a session.</summary>
    public delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> RunFunction =>
        (delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_api[Place.Run];

    /// <summary>Makes a session: one thread, nodes in turn, every optimization of the graph.</summary>
    public nint CreateSession(ReadOnlySpan<byte> model)
    {
        nint options;
        Check(((delegate* unmanaged<nint*, nint>)_api[Place.CreateSessionOptions])(&options));
        Check(((delegate* unmanaged<nint, int, nint>)_api[Place.SetExecutionMode])(options, 0));
        Check(((delegate* unmanaged<nint, int, nint>)_api[Place.SetOptimizationLevel])(options, 99));
        Check(((delegate* unmanaged<nint, int, nint>)_api[Place.SetIntraThreads])(options, 1));
        Check(((delegate* unmanaged<nint, int, nint>)_api[Place.SetInterThreads])(options, 1));
        nint session;
        fixed (byte* bytes = model)
        {
            Check(((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)_api[Place.CreateSessionFromArray])(_environment, bytes, (nuint)model.Length, options, &session));
        }

        return session;
    }

    /// <summary>Wraps memory that stays where it is.</summary>
    public nint CreateTensor(float* values, ReadOnlySpan<long> shape, bool isInteger)
    {
        long length = 1;
        foreach (long extent in shape)
        {
            length *= extent;
        }

        nint tensor;
        fixed (long* extents = shape)
        {
            Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_api[Place.CreateTensor])(
                _memory, values, (nuint)(length * sizeof(float)), extents, (nuint)shape.Length, isInteger ? 6 : 1, &tensor));
        }

        return tensor;
    }

    /// <summary>Throws what a call reported.</summary>
    public void Check(nint status)
    {
        if (status != 0)
        {
            nint message = ((delegate* unmanaged<nint, nint>)_api[Place.GetErrorMessage])(status);
            throw new InvalidOperationException("ONNX Runtime: " + Marshal.PtrToStringUTF8(message));
        }
    }

    private static class Place
    {
        public const int GetErrorMessage = 2;
        public const int CreateEnvironment = 3;
        public const int CreateSessionFromArray = 8;
        public const int Run = 9;
        public const int CreateSessionOptions = 10;
        public const int SetExecutionMode = 13;
        public const int SetOptimizationLevel = 23;
        public const int SetIntraThreads = 24;
        public const int SetInterThreads = 25;
        public const int CreateTensor = 49;
        public const int CreateCpuMemoryInfo = 69;
    }
}
