using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>A random network, compiled and loaded together with the others of the run.</summary>
internal sealed class NetworkCase
{
    /// <summary>From here on seeds are those of the networks before, in double precision.</summary>
    public const int FirstDoubleSeed = 1_000_000;

    /// <summary>A variable that says which seeds a run takes, as FIRST-LAST,FIRST-LAST,...</summary>
    public const string SeedsVariable = "NETCOMPILER_FUZZ_SEEDS";

    /// <summary>A variable that names the file of an assembly that holds the networks already: <see cref="Image"/> of the run that started this one.</summary>
    public const string ImageVariable = "NETCOMPILER_FUZZ_IMAGE";

    private static readonly Lazy<(IReadOnlyDictionary<int, NetworkCase> Cases, IReadOnlyDictionary<int, string> Problems, byte[] Image)> s_all = new(LoadAll);

    private readonly ConcurrentDictionary<int, NetworkSamples> _samples = new();
    private readonly ConcurrentDictionary<(FunctionKind, int), IReadOnlyDictionary<string, ReferenceTensor>> _references = new();

    private NetworkCase(int seed, NetworkDeclaration declaration, Type type)
    {
        Seed = seed;
        Declaration = declaration;
        Network = new EmittedNetwork(type);
        Model = NetworkBuilder.Build(declaration, NetworkMode.Inference, CancellationToken.None).Model!;
        Carries = Network.Description.CarriedLength == 0 ? [] : NetworkBuilder.Build(declaration, NetworkMode.Training, CancellationToken.None).Model!.Carries;
        Functions =
        [
            FunctionKind.Infer,
            .. Network.Train is null ? (FunctionKind[])[] : [FunctionKind.Evaluate, FunctionKind.Train],
            .. Network.HessianVector is null ? (FunctionKind[])[] : [FunctionKind.HessianVector],
            .. Network.InputGradient is null ? (FunctionKind[])[] : [FunctionKind.InputGradient],
            .. Network.VectorJacobian is null ? (FunctionKind[])[] : [FunctionKind.VectorJacobian],
        ];
        var random = new Random(seed);
        // A variance over the batch needs two samples.
        Rows = [.. new[] { Model.Batch <= 9 || random.Next(3) == 0 ? Model.Batch : random.Next(1, Model.Batch + 1), random.Next(1, Model.Batch + 1), 1 }.Select(rows => Math.Max(rows, Model.MinimumTrainingRows)).Distinct().Take(seed % 4 == 0 ? 3 : 2)];
    }

    /// <summary>The seeds of this run.</summary>
    public static IReadOnlyList<int> Seeds { get; } = SeedsOfRun();

    /// <summary>The assembly that holds all networks of the run.</summary>
    public static byte[] Image => s_all.Value.Image;

    public int Seed { get; }

    public NetworkDeclaration Declaration { get; }

    public EmittedNetwork Network { get; }

    public NetworkModel Model { get; }

    /// <summary>What its batches leave to each other.</summary>
    public IReadOnlyList<CarryModel> Carries { get; }

    /// <summary>The functions that the network has.</summary>
    public IReadOnlyList<FunctionKind> Functions { get; }

    /// <summary>Numbers of rows to call it with.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The network of a seed; fails the test where it could not be compiled.</summary>
    public static NetworkCase Get(int seed)
    {
        Assert.False(s_all.Value.Problems.TryGetValue(seed, out string? problem), problem);
        return s_all.Value.Cases[seed];
    }

    public NetworkSamples Samples(int rows) => _samples.GetOrAdd(rows, count => new NetworkSamples(Model, Carries, count, Seed, IsDouble(Declaration)));

    public IReadOnlyDictionary<string, ReferenceTensor> Reference(FunctionKind kind, int rows) =>
        _references.GetOrAdd((kind, rows), key => ReferenceResults.Run(Declaration, key.Item1, Samples(key.Item2), TestContext.Current.CancellationToken));

    /// <summary>The case in words, for messages.</summary>
    public override string ToString() => $"seed {Seed}:\n{RandomNetworks.Print(Declaration)}";

    private static (IReadOnlyDictionary<int, NetworkCase> Cases, IReadOnlyDictionary<int, string> Problems, byte[] Image) LoadAll()
    {
        NetworkDeclaration[] declarations = [.. Seeds.Select(DeclarationOf)];
        EmittedAssembly emitted = Emitted(declarations);
        var cases = new Dictionary<int, NetworkCase>();
        var problems = new Dictionary<int, string>();
        foreach ((int seed, NetworkDeclaration declaration) in Seeds.Zip(declarations))
        {
            if (emitted.Problems.TryGetValue(declaration.Type.MetadataName, out string? problem))
            {
                problems.Add(seed, $"{problem}\nseed {seed}:\n{RandomNetworks.Print(declaration)}");
            }
            else
            {
                cases.Add(seed, new NetworkCase(seed, declaration, emitted.Assembly.GetType(declaration.Type.MetadataName, throwOnError: true)!));
            }
        }

        return (cases, problems, emitted.Image);
    }

    /// <summary>Whether a declaration asks for double precision.</summary>
    public static bool IsDouble(NetworkDeclaration declaration) => ReferenceResults.IsDouble(declaration);

    /// <summary>The declaration of a seed.</summary>
    public static NetworkDeclaration DeclarationOf(int seed) => seed switch
    {
        >= FirstDoubleSeed => InDouble(DeclarationOf(seed - FirstDoubleSeed)),
        < RandomImageNetworks.FirstSeed => RandomNetworks.Create(seed),
        >= RandomLossNetworks.FirstSeed => RandomLossNetworks.Create(seed),
        >= RandomUnitNetworks.FirstSeed => RandomUnitNetworks.Create(seed),
        >= RandomAttentionNetworks.FirstSeed => RandomAttentionNetworks.Create(seed),
        >= RandomSequenceNetworks.FirstSeed => RandomSequenceNetworks.Create(seed),
        >= RandomVocabularyNetworks.FirstSeed => RandomVocabularyNetworks.Create(seed),
        _ => RandomImageNetworks.Create(seed),
    };

    private static NetworkDeclaration InDouble(NetworkDeclaration declaration)
    {
        string name = declaration.Type.Name + "InDouble";
        string old = declaration.Type.MetadataName;
        string metadataName = old[..^declaration.Type.Name.Length] + name;
        AttributeLocation Moved(AttributeLocation location) => location.Owner == old ? location with { Owner = metadataName } : location;
        return declaration with
        {
            Type = declaration.Type with { Name = name, MetadataName = metadataName },
            Options = declaration.Options.Append(new ArgumentDeclaration("Precision", ArgumentValue.Of("Double"))).ToEquatableArray(),
            Lines = declaration.Lines.Select(line => line with { Location = Moved(line.Location) }).ToEquatableArray(),
            Functions = declaration.Functions.Select(function => function.Owner == old ? function with { Owner = metadataName } : function).ToEquatableArray(),
        };
    }

    private static EmittedAssembly Emitted(IEnumerable<NetworkDeclaration> declarations)
    {
        if (Environment.GetEnvironmentVariable(ImageVariable) is not { } path)
        {
            return EmittedCompilation.Load(declarations);
        }

        byte[] image = File.ReadAllBytes(path);
        return new EmittedAssembly(Assembly.Load(image), image, new Dictionary<string, string>());
    }

    private static IReadOnlyList<int> SeedsOfRun()
    {
        string ranges = Environment.GetEnvironmentVariable(SeedsVariable) ?? "1-100,10001-10100,20001-20006,100001-100084,110501-110501,250001-250072,400001-400008,400019-400019,400022-400022,300001-300030,310001-310020,320001-320010,500001-500030,"
            + "1000001-1000020,1010001-1010016,1020001-1020001,1100001-1100042,1250001-1250036,1400001-1400002,1300001-1300004,1310001-1310003,1320001-1320002,1500001-1500006,600001-600038,1600001-1600019";
        return [.. ranges.Split(',').Select(range => range.Split('-').Select(int.Parse).ToArray()).SelectMany(range => Enumerable.Range(range[0], range[^1] - range[0] + 1))];
    }
}
