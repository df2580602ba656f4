using System;
using System.IO;
using System.Numerics;

namespace NetCompiler;

/// <summary>Reads the tensor of a file that a parameter begins with.</summary>
internal static class InitializationFile
{
    /// <summary>Reads the tensor into a buffer.</summary>
    /// <typeparam name="T">The buffer's element.</typeparam>
    /// <param name="parameter">Which parameter, and where its values come from.</param>
    /// <param name="buffer">The whole buffer that holds it.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or does not hold the tensor in the parameter's shape.</exception>
    public static void Read<T>(ParameterDescription parameter, Span<T> buffer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        string path = Path.Combine(AppContext.BaseDirectory, parameter.Initialization.File!);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"Parameter '{parameter.Name}' begins with a tensor of '{path}' (InitFile = \"{parameter.Initialization.File}\"), and there is no such file. Copy it beside the program (CopyToOutputDirectory), or load the whole network from a file, which reads none else.", path);
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        SafetensorsLoader.ReadTensor(stream, path, parameter.Initialization.Tensor ?? parameter.Name, parameter, buffer);
    }
}
