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
    public void Steps_give_what_the_whole_sequence_gives(string name)
    {
        NetworkDeclaration declaration = StreamingCases.Network("Streamed", StreamingCases.All[name]);
        StreamingReference reference = new(declaration, seed: 5);
        foreach (TensorProgram program in new[] { reference.Step, PassPipeline.Run(reference.Step, hoists: true) })
        {
            var carries = reference.Streaming.Carries.ToDictionary(carry => carry.Name, carry => Enumerable.Repeat(carry.Initial, (int)carry.Shape.Length).ToArray());
            for (int t = 0; t < StreamingCases.Steps; t++)
            {
                ReferenceCall call = reference.Call(t, isAfterPasses: program != reference.Step);
                foreach ((string carry, double[] value) in carries)
                {
                    call.Sources[(SourceKind.Carry, carry)] = value;
                }

                ReferenceRun run = Interpreter.Run(program, call);
                foreach (TensorModel output in reference.Streaming.Outputs)
                {
                    AssertClose($"step {t} of {output.Name}", reference.Expected(output.Name, t), run.Result(ResultKind.Output, output.Name), 1e-13, program.ToString());
                }

                foreach (string carry in carries.Keys.ToArray())
                {
                    carries[carry] = run.Result(ResultKind.Carry, carry);
                }
            }
        }
    }
}
