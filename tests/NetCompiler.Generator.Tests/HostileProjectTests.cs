using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>That emitted text compiles whatever surrounds it, with every warning an error and arithmetic checked.</summary>
public sealed class HostileProjectTests
{
    private const string ImplicitUsings = """
        global using global::System;
        global using global::System.Collections.Generic;
        global using global::System.IO;
        global using global::System.Linq;
        global using global::System.Runtime.CompilerServices;
        global using global::System.Runtime.Intrinsics;
        global using global::System.Net.Http;
        global using global::System.Threading;
        global using global::System.Threading.Tasks;
        global using global::NetCompiler;

        """;

    [Theory]
    [InlineData(NullableContextOptions.Disable)]
    [InlineData(NullableContextOptions.Annotations)]
    [InlineData(NullableContextOptions.Warnings)]
    [InlineData(NullableContextOptions.Enable)]
    public void Any_nullable_context(NullableContextOptions nullable)
    {
        CSharpCompilation compilation = CompiledNetworks.Strict($"namespace App;\n{CompiledNetworks.Everything}public partial class Mlp;");
        CompiledNetworks.Make(compilation.WithOptions(compilation.Options.WithNullableContextOptions(nullable)), "App.Mlp");
    }

    [Theory]
    [InlineData("System")]
    [InlineData("MyApp.System")]
    [InlineData("MyApp.Math")]
    [InlineData("MyApp.Unsafe.Networks")]
    [InlineData("MyApp.Vector512.Unsafe")]
    [InlineData("NetCompiler")]
    [InlineData("NetCompiler.Training")]
    [InlineData("MyApp.NetCompiler.System")]
    [InlineData("Kernels")]
    [InlineData("Session")]
    [InlineData("Mlp")]
    [InlineData("Größe.数据")]
    public void Any_namespace(string space) => Made(
        $"namespace {space};\n{CompiledNetworks.Everything}public partial class Mlp;", space + ".Mlp");

    [Fact]
    public void Namespace_of_a_keyword() => Made(
        $"namespace @class.@namespace;\n{CompiledNetworks.Small}public partial class Mlp;", "class.namespace.Mlp");

    [Fact]
    public void Nested_namespace_declarations() => Made(
        $"namespace A {{ namespace B.C {{ using Unsafe = System.String;\n{CompiledNetworks.Everything}public partial class Mlp; }} }}", "A.B.C.Mlp");

    [Fact]
    public void Global_namespace() => Made($"{CompiledNetworks.Small}public partial class Mlp;", "Mlp");

    [Theory]
    [InlineData("partial class Outer", "public")]
    [InlineData("partial class Outer", "internal")]
    [InlineData("partial class Outer", "private")]
    [InlineData("partial class Outer", "protected")]
    [InlineData("partial class Outer", "protected internal")]
    [InlineData("partial class Outer", "private protected")]
    [InlineData("partial class Outer", "")]
    [InlineData("sealed partial class Outer", "private")]
    [InlineData("abstract partial class Outer", "protected")]
    [InlineData("static partial class Outer", "public")]
    [InlineData("partial struct Outer", "public")]
    [InlineData("readonly partial struct Outer", "private")]
    [InlineData("ref partial struct Outer", "public")]
    [InlineData("partial record Outer", "public")]
    [InlineData("partial record Outer(int Session)", "protected")]
    [InlineData("partial record struct Outer", "public")]
    [InlineData("readonly partial record struct Outer(int Batch)", "internal")]
    [InlineData("partial interface Outer", "public")]
    [InlineData("partial interface Outer", "protected")]
    public void Any_container_and_accessibility(string container, string accessibility) => Made(
        $"namespace App;\ninternal {container} {{\n{CompiledNetworks.Small}{accessibility} partial class Mlp; }}", "App.Outer+Mlp");

    [Fact]
    public void Containers_in_containers() => Made(
        $"namespace App;\ninternal partial record struct Kernels {{ internal static partial class @event {{ partial interface Session {{\n{CompiledNetworks.Small}public sealed partial record Mlp; }} }} }}",
        "App.Kernels+event+Session+Mlp");

    [Theory]
    [InlineData("public partial class")]
    [InlineData("public sealed partial class")]
    [InlineData("internal partial class")]
    [InlineData("partial class")]
    [InlineData("public partial record")]
    [InlineData("public partial record class")]
    [InlineData("public sealed partial record")]
    [InlineData("internal sealed partial record class")]
    [InlineData("public unsafe partial class")]
    public void Any_kind_of_class(string declaration)
    {
        CSharpCompilation compilation = CompiledNetworks.Strict($"namespace App;\n{CompiledNetworks.Small}{declaration} Mlp;");
        CompiledNetworks.Make(compilation.WithOptions(compilation.Options.WithAllowUnsafe(declaration.Contains("unsafe", StringComparison.Ordinal))), "App.Mlp");
    }

    [Theory]
    [InlineData("@class", "class")]
    [InlineData("@record", "record")]
    [InlineData("@float", "float")]
    [InlineData("@var", "var")]
    [InlineData("Größe", "Größe")]
    [InlineData("数字分类器", "数字分类器")]
    [InlineData("A\\u0062c", "Abc")]
    [InlineData("_", "_")]
    [InlineData("System", "System")]
    [InlineData("NetCompiler", "NetCompiler")]
    [InlineData("arguments", "arguments")]
    [InlineData("TSink", "TSink")]
    [InlineData("Exp", "Exp")]
    [InlineData("StepArguments", "StepArguments")]
    public void Any_class_name(string written, string name) => Made(
        $"namespace App;\n{CompiledNetworks.Small}#pragma warning disable CS8981\npublic partial class {written};", "App." + name);

    [Fact]
    public void Equal_names_in_several_places() => CompiledNetworks.Make(
        CompiledNetworks.Strict(
            $"namespace A {{\n{CompiledNetworks.Small}public partial class Mlp; }}\nnamespace B {{\n{CompiledNetworks.Small}public partial class Mlp; }}",
            $"{CompiledNetworks.Small}public partial class Mlp;\n{CompiledNetworks.Small}public partial class MLP;",
            $"namespace A.B {{ internal partial class Outer {{\n{CompiledNetworks.Small}public partial class Mlp; }} }}"),
        "A.Mlp",
        "B.Mlp",
        "Mlp",
        "MLP",
        "A.B.Outer+Mlp");

    [Fact]
    public void Members_named_like_emitted_helpers_and_locals() => Made(
        $$"""
        namespace App;
        {{CompiledNetworks.Everything}}public partial class Mlp
        {
            internal int rows = 1, arguments = 1, sink = 1, phase = 1, worker = 1, workers = 1, tiles = 1, firstRow = 1, lastRow = 1, scale = 1, share = 1;
            internal int p = 1, q = 1, w = 1, t0 = 1, t1 = 1, input = 1, output = 1, target = 1;
            internal string Exp = "", Part = "", Mix = "", Math = "", MathF = "", System = "", NetCompiler = "", Train0 = "", Forward0 = "", Require = "";
            internal static float Tanh(float x) => x;
            internal static float Sigmoid => 0;
            internal class Span; internal class ReadOnlySpan; internal struct Single; internal enum Int32; internal delegate void StepArguments();
            internal event global::System.Action MaskKey { add { } remove { } }
        }
        """,
        "App.Mlp");

    [Fact]
    public void Types_named_like_those_of_framework_and_runtime() => Made(
        $$"""
        namespace App
        {
            internal class Math; internal class MathF; internal class Span; internal class StepArguments; internal class NetworkMemory; internal class Optimizer;
            internal class String; internal class Object; internal class Single; internal class IDisposable; internal class ParameterCollection; internal class MemoryMarshal;
            {{CompiledNetworks.Everything}}public partial class Mlp;
        }
        internal class Unsafe; internal class Vector512; internal class Vector256<T>; internal class MethodImplAttribute : global::System.Attribute;
        """,
        "App.Mlp");

    [Fact]
    public void Global_usings_and_aliases() => Made(
        $$"""
        {{ImplicitUsings}}
        global using Unsafe = System.String;
        global using Vector512 = System.Collections.Generic.List<int>;
        global using MethodImpl = System.ObsoleteAttribute;
        global using Kernels = System.Int32;
        global using Arguments = NetCompiler.StepArguments;
        global using static System.Math;
        using Session = System.Int64;
        namespace App;
        {{CompiledNetworks.Everything}}public partial class Mlp;
        """,
        "App.Mlp");

    [Fact]
    public void Imported_types_of_the_same_names_in_the_global_namespace() => Made(
        $$"""
        global using Foreign;
        {{CompiledNetworks.Everything}}public partial class Mlp;
        namespace Foreign { internal class Unsafe; internal class Vector128; internal enum MethodImplOptions; }
        """,
        "Mlp");

    [Fact]
    public void Base_class_and_interfaces() => Made(
        $$"""
        namespace App;
        internal abstract class Model : System.IDisposable
        {
            private int Forward;
            internal virtual int rows => Forward;
            public abstract override string ToString();
            public void Dispose() { Forward = 1; }
            private protected Model(params int[] _) { }
        }
        internal interface IModel<T> where T : IModel<T> { static abstract T Create(); string Batch { get; } void Forward(); }
        {{CompiledNetworks.Everything}}internal partial class Mlp : Model, IModel<Mlp>, System.IEquatable<Mlp>
        {
            static Mlp() { }
            public static Mlp Create() => new(seed: 3);
            string IModel<Mlp>.Batch => "";
            void IModel<Mlp>.Forward() { }
            public override string ToString() => "mlp";
            public bool Equals(Mlp? other) => ReferenceEquals(this, other);
        }
        """,
        "App.Mlp");

    [Theory]
    [InlineData("conv 1")]
    [InlineData("<stem>")]
    [InlineData("a & b")]
    [InlineData("*/ int x; /*")]
    [InlineData("\" + Exit() + \"")]
    [InlineData("\\n\\t\\0{0}{x}")]
    [InlineData("größe 数 😀")]
    [InlineData("]]>")]
    [InlineData("-->")]
    [InlineData("// comment")]
    [InlineData("class")]
    [InlineData("#endif")]
    public void Any_layer_name(string name)
    {
        string Literal(string suffix) => SymbolDisplay.FormatLiteral(name + suffix, quote: true);
        Made(
            $$"""
            using NetCompiler;
            namespace App;
            [Network(HessianVector = true), Input(5, Name = {{Literal("")}})]
            [Linear(4, Name = {{Literal("2")}}), Dropout(Name = {{Literal("3")}})]
            [Use<Piece>(4, Name = {{Literal("4")}}), Add({{Literal("2")}})]
            [Linear(2, Name = {{Literal("5")}}), Output({{Literal("5")}})]
            [MeanSquaredError(Target = {{Literal("6")}}, Value = {{Literal("5")}})]
            public partial class Mlp;
            [Block, Linear(Arg.A, Name = {{Literal("")}}), ReLU] internal class Piece;
            """,
            "App.Mlp");
    }

    [Fact]
    public void Documented_class() => Made(
        $$"""
        namespace App;
        /// <summary>Mine: <see cref="Forward(System.ReadOnlySpan{float}, System.Span{float})"/>.</summary>
        /// <remarks>Mine too.</remarks>
        {{CompiledNetworks.Everything}}public partial class Mlp;
        """,
        "App.Mlp");

    [Fact]
    public void Attributes_of_others_and_obsolete_class() => Made(
        $"namespace App;\n[System.Obsolete(\"old\")]\n{CompiledNetworks.Everything}[System.Serializable, System.Diagnostics.CodeAnalysis.Experimental(\"APP1\")]\npublic partial class Mlp;", "App.Mlp");

    // Arrays as arguments of attributes, which shapes are, are not CLS-compliant, so that a network cannot be.
    [Fact]
    public void Cls_compliant_assembly() => Made(
        $"[assembly: System.CLSCompliant(true)]\nnamespace App;\n{CompiledNetworks.Small}[System.CLSCompliant(false)] public partial class Mlp;", "App.Mlp");

    private static GeneratorRun Made(string source, string network) => CompiledNetworks.Make(CompiledNetworks.Strict(source), network);
}
