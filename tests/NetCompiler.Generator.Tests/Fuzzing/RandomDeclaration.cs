using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading;
using NetCompiler.Core;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Generator.Tests.Fuzzing;

/// <summary>
/// A random declaration as C# text, drawn from a seed. It knows no layer: lines are drawn over all attributes that there are, and kept where the compiler takes them, so that
/// legal networks of some depth come out; a part of the seeds is spoilt afterwards.
/// </summary>
internal sealed class RandomDeclaration
{
    // What a network that is executed may have in all its values, so that the interpreter keeps up.
    private const double MostElements = 60_000;

    private const string Functions = "internal static float Half(float x) => (0.5f * x) + 1; internal static float Swish(float x) => x / (1 + System.MathF.Exp(-x));";

    private readonly Random _random;
    private readonly RandomArguments _arguments;
    private readonly List<RandomLine> _lines = [];
    private readonly List<(string Name, List<RandomLine> Lines)> _blocks = [];
    private readonly List<Option> _options = [];
    private readonly string _name;

    private RandomDeclaration(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        _arguments = new RandomArguments(_random);
        _name = "Net" + seed.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Option(string Name, RandomArgument Argument);

    private sealed class FoundException(Exception inner) : Exception(inner.Message, inner);

    public int Seed { get; }

    /// <summary>The full metadata name of the class.</summary>
    public string TypeName => "Fuzz." + _name;

    /// <summary>Draws one.</summary>
    public static RandomDeclaration Create(int seed)
    {
        var declaration = new RandomDeclaration(seed);
        try
        {
            declaration.Draw();
        }
        catch (FoundException)
        {
            // What it is at this moment is what the generator has to see.
        }

        return declaration;
    }

    /// <summary>The file.</summary>
    public string Source
    {
        get
        {
            string options = _options.Count == 0 ? string.Empty : $"({string.Join(", ", _options.Select(option => $"{option.Name} = {option.Argument.Text}"))})";
            string keyword = Seed % 11 == 0 ? "record" : "class";
            string blocks = string.Concat(_blocks.Select(block => $"\n/// <summary>A block.</summary>\n[Block]\n{Lines(block.Lines)}internal sealed class {block.Name}\n{{\n    {Functions}\n}}\n"));
            return $"using NetCompiler;\n\nnamespace Fuzz;\n\n/// <summary>A network.</summary>\n[Network{options}]\n{Lines(_lines)}public partial {keyword} {_name}\n{{\n    {Functions}\n}}\n{blocks}";
        }
    }

    private static string Lines(IEnumerable<RandomLine> lines) => string.Concat(lines.Select(line => $"[{line.Text}]\n"));

    private void Draw()
    {
        _arguments.Strangeness = 0;
        _options.Add(new Option("Batch", _arguments.Argument("Batch", typeof(byte))));
        _arguments.Strangeness = 3;
        DrawInputs();
        int wanted = _random.Next(1, 9);
        for (int attempt = 0; attempt < 14 * wanted && _lines.Count < wanted + 1; attempt++)
        {
            if (_blocks.Count < 2 && _random.Next(60) == 0)
            {
                DrawBlock();
            }
            else
            {
                Propose(_arguments.Line(_arguments.One(DeclarableAttributes.Lines)));
            }
        }

        for (int attempt = 0; attempt < 40 && _random.Next(20) != 0 && !HasLoss(); attempt++)
        {
            Propose(_arguments.Line(_arguments.One(DeclarableAttributes.Lines)));
        }

        foreach (PropertyInfo property in DeclarableAttributes.PropertiesOf(typeof(NetworkAttribute)).Where(property => property.Name != "Batch"))
        {
            if (_random.Next(8) == 0)
            {
                var option = new Option(property.Name, _arguments.Argument(property.Name, property.PropertyType));
                _options.Add(option);
                if (_random.Next(4) != 0 && !Compiles())
                {
                    _options.Remove(option);
                }
            }
        }

        if (_random.Next(100) < 45)
        {
            Spoil();
        }
    }

    private void DrawInputs()
    {
        int inputs = _arguments.One([1, 1, 1, 1, 2, 3]);
        for (int attempt = 0; attempt < 80 && _lines.Count < inputs; attempt++)
        {
            RandomLine line = _arguments.Line(typeof(InputAttribute));
            _lines.Add(line);
            string name = _lines[0].Name ?? "input";
            if ((inputs > 1 && line.Name is null) || (Build([.. _lines, From(name)]) ?? Build([.. _lines, From(name), Embedding()])) is null)
            {
                _lines.Remove(line);
                continue;
            }

            Know(line, "input");
        }

        if (_lines.Count == 0)
        {
            Know(_arguments.Line(typeof(InputAttribute)), "input");
            _lines.Add(new RandomLine(typeof(InputAttribute), "Input(4)", new LineDeclaration(
                "Input", EquatableArray.Of(new ArgumentDeclaration("shape", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of(4L))))), null, new AttributeLocation(string.Empty, 0))));
        }

        if (_lines.Count > 1)
        {
            _lines.Add(From(_lines[0].Name!));
        }

        // Integers are nothing before they are vectors.
        if (Build(_lines) is null)
        {
            _lines.Add(Embedding());
        }
    }

    private static RandomLine Embedding() => new(typeof(EmbeddingAttribute), "Embedding(16, 3)", new LineDeclaration(
        "Embedding", EquatableArray.Of(new ArgumentDeclaration("count", ArgumentValue.Of(16L)), new ArgumentDeclaration("width", ArgumentValue.Of(3L))), null, new AttributeLocation(string.Empty, 0)));

    private static RandomLine From(string name) => new(typeof(FromAttribute), $"From(\"{name}\")", new LineDeclaration(
        "From", EquatableArray.Of(new ArgumentDeclaration("value", ArgumentValue.Of(name))), null, new AttributeLocation(string.Empty, 0)));

    private void Know(RandomLine line, string? otherwise = null)
    {
        if ((line.Name ?? otherwise) is { } name)
        {
            _arguments.Names.Add(name);
        }
    }

    private bool Propose(RandomLine line)
    {
        if (!DeclarableAttributes.MayRepeat(line.Attribute) && _lines.Any(other => other.Attribute == line.Attribute))
        {
            return false;
        }

        _lines.Add(line);
        if (Build(_lines) is null)
        {
            _lines.Remove(line);
            return false;
        }

        Know(line);
        return true;
    }

    // A block grows line by line where it is placed.
    private void DrawBlock()
    {
        string name = $"Block{_blocks.Count}Of{Seed.ToString(CultureInfo.InvariantCulture)}";
        var lines = new List<RandomLine>();
        string[] outer = [.. _arguments.Names];
        _arguments.Names.Clear();
        _arguments.Names.Add("input");
        _blocks.Add((name, lines));
        _arguments.Blocks.Add(name);
        RandomLine use = _arguments.Line(DeclarableAttributes.Lines.Single(type => type.IsGenericType));
        use = use with { Text = use.Text.Replace("NoBlock", name, StringComparison.Ordinal), Line = use.Line with { TypeArgument = "Fuzz." + name } };
        _lines.Add(use);
        for (int attempt = 0; attempt < 30 && lines.Count < 4; attempt++)
        {
            _arguments.IsInBlock = true;
            RandomLine line = _arguments.Line(_arguments.One(DeclarableAttributes.Lines));
            _arguments.IsInBlock = false;
            lines.Add(line);
            if (Build(_lines) is null)
            {
                lines.Remove(line);
            }
            else
            {
                Know(line);
            }
        }

        _arguments.Names.Clear();
        _arguments.Names.AddRange(outer);
        if (lines.Count == 0 || Build(_lines) is null)
        {
            _lines.Remove(use);
        }
        else
        {
            Know(use);
        }
    }

    private void Spoil()
    {
        _arguments.Strangeness = 25;
        for (int i = _random.Next(1, 3); i > 0; i--)
        {
            int place = _random.Next(_lines.Count);
            switch (_random.Next(6))
            {
                case 0 when _lines.Count > 1:
                    _lines.RemoveAt(place);
                    break;
                case 1:
                    (_lines[place], _lines[_lines.Count - 1]) = (_lines[_lines.Count - 1], _lines[place]);
                    break;
                case 2 when DeclarableAttributes.MayRepeat(_lines[place].Attribute):
                    _lines.Insert(place, _lines[place]);
                    break;
                case 3 when _lines[place].Attribute is { IsGenericType: false } attribute:
                    _lines[place] = _arguments.Line(attribute);
                    break;
                case 4 when _blocks.Count > 0:
                    List<RandomLine> block = _arguments.One(_blocks).Lines;
                    block.Insert(_random.Next(block.Count + 1), _arguments.Line(_arguments.One(DeclarableAttributes.Lines.Where(DeclarableAttributes.MayRepeat).ToArray())));
                    break;
                default:
                    _lines.Insert(_random.Next(_lines.Count + 1), _arguments.Line(_arguments.One(DeclarableAttributes.Lines.Where(DeclarableAttributes.MayRepeat).ToArray())));
                    break;
            }
        }

        if (_random.Next(6) == 0)
        {
            PropertyInfo property = _arguments.One(DeclarableAttributes.PropertiesOf(typeof(NetworkAttribute)));
            _options.RemoveAll(option => option.Name == property.Name);
            _options.Add(new Option(property.Name, _arguments.Argument(property.Name, property.PropertyType)));
        }
    }

    private bool HasLoss() => Build(_lines) is { Loss: not null };

    private bool Compiles()
    {
        try
        {
            return NetworkCompiler.Plan(Declaration(_lines), CancellationToken.None).Plan is not null;
        }
        catch (Exception exception)
        {
            throw new FoundException(exception);
        }
    }

    // What the compiler makes of lines, or null where it refuses them or they are more than tests execute. An exception is what this is here to find: nothing more is drawn then.
    private NetworkModel? Build(IReadOnlyList<RandomLine> lines)
    {
        try
        {
            NetworkModel? model = NetworkBuilder.Build(Declaration(lines), NetworkMode.Training, CancellationToken.None).Model;
            return model is not null && model.Builder.Values.Sum(value => Elements(value.Shape)) <= MostElements ? model : null;
        }
        catch (Exception exception) when (exception is not FoundException)
        {
            throw new FoundException(exception);
        }
    }

    /// <summary>Whether the interpreter, which takes plain loops in double, runs it in no time.</summary>
    public static bool IsSmall(NetworkDeclaration declaration) =>
        NetworkBuilder.Build(declaration, NetworkMode.Training, CancellationToken.None).Model is { } model && model.Builder.Values.Sum(value => Elements(value.Shape)) <= MostElements;

    private static double Elements(Shape shape) => shape.Extents.Aggregate(1.0, (product, extent) => product * extent.Maximum);

    private NetworkDeclaration Declaration(IReadOnlyList<RandomLine> lines)
    {
        FunctionNode x = FunctionNode.Parameter(0);
        FunctionNode half = FunctionNode.Of("add", FunctionNode.Of("multiply", FunctionNode.Constant(0.5), x), FunctionNode.Constant(1));
        FunctionNode swish = FunctionNode.Of("divide", x, FunctionNode.Of("add", FunctionNode.Constant(1), FunctionNode.Of("exp", FunctionNode.Of("negate", x))));
        IEnumerable<FunctionDeclaration> functions = _blocks.Select(block => "Fuzz." + block.Name).Prepend(TypeName)
            .SelectMany(owner => new[] { new FunctionDeclaration(owner, "Half", 1, half, null), new FunctionDeclaration(owner, "Swish", 1, swish, null) });
        return new NetworkDeclaration(
            new TypeDeclaration("Fuzz", EquatableArray<string>.Empty, _name, "class", "public", false, TypeName),
            _options.Select(option => new ArgumentDeclaration(option.Name, option.Argument.Value)).ToEquatableArray(),
            Placed(TypeName, lines),
            _blocks.Select(block => new BlockDeclaration("Fuzz." + block.Name, Placed("Fuzz." + block.Name, block.Lines))).ToEquatableArray(),
            functions.ToEquatableArray(),
            EquatableArray<string>.Empty,
            HasSummary: true);
    }

    private static EquatableArray<LineDeclaration> Placed(string owner, IReadOnlyList<RandomLine> lines) =>
        lines.Select((line, i) => line.Line with { Location = new AttributeLocation(owner, i + 1) }).ToEquatableArray();
}
