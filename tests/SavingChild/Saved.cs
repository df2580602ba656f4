using System;
using System.Collections.Generic;
using System.Globalization;

namespace NetCompiler.SavingChild;

/// <summary>Large enough that a process is often killed while it writes.</summary>
[Network(Batch = 1), Input(200)]
[Linear(200), ReLU]
[Linear(20)]
public partial class Saved
{
    private const string Key = "version";

    /// <summary>Gives every parameter the same value, which says which file it is.</summary>
    public void SetVersion(int version)
    {
        using ParameterEdit edit = _memory.Edit();
        edit.Parameters.Fill(version);
    }

    /// <summary>Saves under a name, with the version in the metadata too.</summary>
    public void SaveVersion(string path, int version) => Save(path, new NetworkMetadata
    {
        Properties = new Dictionary<string, string>(StringComparer.Ordinal) { [Key] = version.ToString(CultureInfo.InvariantCulture) },
    });

    /// <summary>The version of a whole file.</summary>
    /// <exception cref="InvalidOperationException">Its parts are of several versions.</exception>
    public static int VersionOf(string path)
    {
        Saved network = Load(path);
        int version = int.Parse(NetworkFile.ReadMetadata(path).Properties[Key], CultureInfo.InvariantCulture);
        foreach (ParameterView parameter in network.Parameters)
        {
            foreach (float value in parameter.ToArray())
            {
                if (value != version)
                {
                    throw new InvalidOperationException($"'{parameter.Name}' has {value} in a file of version {version}.");
                }
            }
        }

        return version;
    }
}
