using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Passes;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>The program of a streaming step, run again and again by the reference interpreter, against the program of the whole sequence.</summary>
public sealed class StreamingProgramTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => StreamingCases.All.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_give_what_the_whole_sequence_gives(string name) => Check(StreamingCases.Network("Streamed", StreamingCases.All[name]), seed: 5);

    /// <summary>Random networks over sequences: those that stream do it right, and what stands in the way of the others is said.</summary>
    [Theory]
    [InlineData(RandomSequenceNetworks.FirstSeed, 120, 40)]
    [InlineData(RandomSequenceNetworks.FirstRecurrentSeed, 120, 30)]
    public void Random_networks_stream(int first, int count, int least)
    {
        int streamed = 0;
        for (int seed = first; seed < first + count; seed++)
        {
            NetworkDeclaration declaration = RandomSequenceNetworks.Create(seed);
            (_, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Streaming, TestContext.Current.CancellationToken);
            if (error is null)
            {
                Check(declaration, seed);
                streamed++;
            }
            else
            {
                Assert.Equal("NC0115", error.Code);
                Assert.Contains("[Network(Streaming = true)]", error.Message);
            }
        }

        Assert.InRange(streamed, least, count);
    }

    private static void Check(NetworkDeclaration declaration, int seed)
    {
        StreamingReference reference = new(declaration, seed);
        foreach (TensorProgram program in new[] { reference.Step, PassPipeline.Run(reference.Step, hoists: true) })
        {
            var carries = reference.Streaming.Carries.ToDictionary(carry => carry.Name, carry => Enumerable.Repeat(carry.Initial, (int)carry.Shape.Length).ToArray());
            for (int t = 0; t < reference.Steps; t++)
            {
                ReferenceCall call = reference.Call(t, isAfterPasses: program != reference.Step);
                foreach ((string carry, double[] value) in carries)
                {
                    call.Sources[(SourceKind.Carry, carry)] = value;
                }

                ReferenceRun run = Interpreter.Run(program, call);
                foreach (TensorModel output in reference.Streaming.Outputs)
                {
                    if (reference.Expected(output.Name, t) is { } expected)
                    {
                        AssertClose($"{RandomNetworks.Print(declaration)}\nstep {t} of {output.Name}", expected, run.Result(ResultKind.Output, output.Name), 1e-12, program.ToString());
                    }
                }

                foreach (string carry in carries.Keys.ToArray())
                {
                    carries[carry] = run.Result(ResultKind.Carry, carry);
                }
            }
        }
    }
}
