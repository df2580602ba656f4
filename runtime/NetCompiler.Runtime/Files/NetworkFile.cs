using System;
using System.IO;
using System.Reflection;

namespace NetCompiler;

/// <summary>
/// Saves and loads the parameters and running statistics of networks as safetensors files (https://huggingface.co/docs/safetensors), with PyTorch's
/// names and shapes: a file saved here is a PyTorch <c>state_dict</c>, and a <c>state_dict</c> of the same architecture loads here. A network of floats is saved as F32 and one of
/// doubles as F64. Either reads F32, F64, F16 and BF16: a network of floats rounds F64 to the nearest float (what is larger becomes infinite), and nothing else is rounded.
/// </summary>
public static class NetworkFile
{
    /// <summary>Saves a network. The file appears as a whole or not at all: on failure a file that was there before is untouched.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="path">The file, in a folder that exists; usually ends with <c>.safetensors</c>.</param>
    /// <param name="metadata">What the file says beside the weights.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file, may not be written.</exception>
    /// <exception cref="IOException">The file cannot be written: the disk is full, or the name is a folder's.</exception>
    /// <exception cref="ArgumentException">A property of the metadata has a reserved name.</exception>
    public static void Save<T>(T network, string path, NetworkMetadata? metadata = null)
        where T : class, INetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Save(network, stream, metadata));
    }

    /// <summary>Saves a network to a stream.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="stream">Receives the file; stays open.</param>
    /// <param name="metadata">What the file says beside the weights.</param>
    /// <exception cref="ArgumentException">A property of the metadata has a reserved name.</exception>
    public static void Save<T>(T network, Stream stream, NetworkMetadata? metadata = null)
        where T : class, INetwork<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        var parameters = new ParameterCollection(network.Memory);
        SafetensorsWriter.Write(stream, [.. parameters, .. parameters.States], (metadata ?? new NetworkMetadata()).ToStrings());
    }

    /// <summary>Makes a network of a file. Elements may be F32, F64, F16 or BF16.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="path">The file.</param>
    /// <returns>A new network with the file's weights.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or its tensors are not those of the network: the message names every one.</exception>
    public static T Load<T>(string path)
        where T : class, INetwork<T>
    {
        using FileStream stream = Open(path);
        return T.Create(SafetensorsLoader.Load(stream, path, T.Description));
    }

    /// <summary>Makes a network of a file whose tensors have the names, shapes and order of gates of a given framework. Elements may be F32, F64, F16 or BF16.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="convention">Whose convention it is.</param>
    /// <returns>A new network with the file's weights.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or its tensors are not those of the network: the message names every one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such convention.</exception>
    public static T Load<T>(string path, WeightConvention convention)
        where T : class, INetwork<T>
    {
        using FileStream stream = Open(path);
        return convention switch
        {
            WeightConvention.PyTorch => T.Create(SafetensorsLoader.Load(stream, path, T.Description)),
            WeightConvention.Keras => T.Create(SafetensorsLoader.LoadKeras(stream, path, T.Description)),
            _ => throw new ArgumentOutOfRangeException(nameof(convention), convention, "There is no such convention."),
        };
    }

    /// <summary>Makes a network of a stream, which holds the file from its present position to its end.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="stream">The file; stays open, at its end.</param>
    /// <returns>A new network with the file's weights.</returns>
    /// <exception cref="InvalidDataException">The file is malformed, or its tensors are not those of the network: the message names every one.</exception>
    public static T Load<T>(Stream stream)
        where T : class, INetwork<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        return T.Create(SafetensorsLoader.Load(stream, NameOf(stream), T.Description));
    }

    /// <summary>Makes a network of a file that was compiled into an assembly as <c>EmbeddedResource</c>.</summary>
    /// <typeparam name="T">The network's class.</typeparam>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The resource's full name, or the file's name where one resource only ends with it.</param>
    /// <returns>A new network with the file's weights.</returns>
    /// <exception cref="FileNotFoundException">There is no such resource; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The file is malformed, or its tensors are not those of the network: the message names every one.</exception>
    public static T LoadEmbedded<T>(Assembly assembly, string resource)
        where T : class, INetwork<T>
    {
        using Stream stream = EmbeddedFile.Open(assembly, resource);
        return T.Create(SafetensorsLoader.Load(stream, resource, T.Description));
    }

    /// <summary>Reads what a file says beside the weights.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The metadata; empty where the file has none.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static NetworkMetadata ReadMetadata(string path)
    {
        using FileStream stream = Open(path);
        return NetworkMetadata.FromStrings(SafetensorsHeader.Read(stream, path).Metadata, path);
    }

    /// <summary>Reads what a file says beside the weights.</summary>
    /// <param name="stream">The file, at its first byte; stays open, after the header.</param>
    /// <returns>The metadata; empty where the file has none.</returns>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static NetworkMetadata ReadMetadata(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return NetworkMetadata.FromStrings(SafetensorsHeader.Read(stream, NameOf(stream)).Metadata, NameOf(stream));
    }

    /// <summary>Reads what a file that was compiled into an assembly says beside the weights.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">The resource's full name, or the file's name where one resource only ends with it.</param>
    /// <returns>The metadata; empty where the file has none.</returns>
    /// <exception cref="FileNotFoundException">There is no such resource; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The file is malformed.</exception>
    public static NetworkMetadata ReadEmbeddedMetadata(Assembly assembly, string resource)
    {
        using Stream stream = EmbeddedFile.Open(assembly, resource);
        return NetworkMetadata.FromStrings(SafetensorsHeader.Read(stream, resource).Metadata, resource);
    }

    private static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    private static string NameOf(Stream stream) => stream is FileStream file ? file.Name : stream.GetType().Name;
}
