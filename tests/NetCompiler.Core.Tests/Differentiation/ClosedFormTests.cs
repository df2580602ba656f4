using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;
using static NetCompiler.Core.Tests.Differentiation.DerivativeChecks;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>Gradients and Hessians that textbooks give, computed by loops of the test's own.</summary>
public sealed class ClosedFormTests
{
    private const int Rows = DerivativeCase.ActualRows;
    private const double Scale = 0.25;

    [Fact]
    public void SoftmaxCrossEntropyHasSoftmaxMinusOneHot()
    {
        const int classes = 4;
        var c = new DerivativeCase(1);
        ProgramBuilder b = c.Builder;
        TensorValue z = c.Variable(Shape.Of(DerivativeCase.R, classes), -3, 3);
        TensorValue label = c.Labels(Shape.Of(DerivativeCase.R, 1), classes);
        TensorValue shifted = b.Map(Operand(0) - Operand(1), z, b.StopGradient(b.Max(z, 1)));
        TensorValue logSum = b.Map(UnaryKind.Log, b.Sum(b.Map(UnaryKind.Exp, shifted), 1));
        TensorValue chosen = b.Sum(b.Map(Select(ComparisonKind.Equal, Coordinate(0), Operand(1), Operand(0), 0), shifted, label), 1);
        TensorValue loss = b.Reshape(b.SumAll(b.Map(Operand(2) * (Operand(0) - Operand(1)), logSum, chosen, b.Scale())), Shape.Scalar);
        TensorValue gradient = ReverseMode.Differentiate(b, loss, null, [z])[z];
        TensorValue v = c.Source(SourceKind.Direction, "v", z.Shape);
        TensorValue product = ForwardMode.Differentiate(b, new Dictionary<TensorValue, TensorValue> { [z] = v }, [gradient])[gradient];
        ReferenceRun run = c.Run();

        var expected = new double[Rows * classes];
        var hessian = new double[Rows * classes];
        double value = 0;
        for (int row = 0; row < Rows; row++)
        {
            double[] p = Enumerable.Range(0, classes).Select(k => Math.Exp(run[z][(row * classes) + k])).ToArray();
            double total = p.Sum();
            p = p.Select(e => e / total).ToArray();
            int y = (int)run[label][row];
            value -= Scale * Math.Log(p[y]);
            double mean = Enumerable.Range(0, classes).Sum(k => p[k] * run[v][(row * classes) + k]);
            for (int k = 0; k < classes; k++)
            {
                expected[(row * classes) + k] = Scale * (p[k] - (k == y ? 1 : 0));
                hessian[(row * classes) + k] = Scale * p[k] * (run[v][(row * classes) + k] - mean);
            }
        }

        AssertClose("loss", [value], run[loss], 1e-13);
        AssertClose("gradient", expected, run[gradient], 1e-13);
        AssertClose("Hessian-vector product", hessian, run[product], 1e-13);
    }

    [Fact]
    public void LinearRegressionHasTheNormalEquations()
    {
        const int inputs = 4;
        const int outputs = 2;
        var c = new DerivativeCase(2);
        ProgramBuilder b = c.Builder;
        TensorValue x = c.Source(SourceKind.Input, "x", Shape.Of(DerivativeCase.R, inputs));
        TensorValue y = c.Source(SourceKind.Target, "y", Shape.Of(DerivativeCase.R, outputs));
        TensorValue w = c.Variable(Shape.Of(outputs, inputs));
        TensorValue bias = c.Variable(Shape.Of(outputs));
        TensorValue error = b.Map(Operand(0) + Operand(1) - Operand(2), b.Add(ContractOperation.Over(1, 1), x, w), bias, y);
        TensorValue loss = b.SumAll(b.Map(Operand(1) * (Operand(0) * Operand(0)), error, b.Scale()));
        IReadOnlyDictionary<TensorValue, TensorValue> gradients = ReverseMode.Differentiate(b, loss, null, [w, bias]);
        TensorValue v = c.Source(SourceKind.Direction, "v", w.Shape);
        TensorValue product = ForwardMode.Differentiate(b, new Dictionary<TensorValue, TensorValue> { [w] = v }, [gradients[w]])[gradients[w]];
        ReferenceRun run = c.Run();

        double X(int row, int i) => run[x][(row * inputs) + i];
        double Error(int row, int o) => Enumerable.Range(0, inputs).Sum(i => X(row, i) * run[w][(o * inputs) + i]) + run[bias][o] - run[y][(row * outputs) + o];
        double Moved(int row, int o) => Enumerable.Range(0, inputs).Sum(i => X(row, i) * run[v][(o * inputs) + i]);
        var byWeight = new double[outputs * inputs];
        var byBias = new double[outputs];
        var hessian = new double[outputs * inputs];
        for (int row = 0; row < Rows; row++)
        {
            for (int o = 0; o < outputs; o++)
            {
                byBias[o] += 2 * Scale * Error(row, o);
                for (int i = 0; i < inputs; i++)
                {
                    byWeight[(o * inputs) + i] += 2 * Scale * Error(row, o) * X(row, i);
                    hessian[(o * inputs) + i] += 2 * Scale * Moved(row, o) * X(row, i);
                }
            }
        }

        AssertClose("weights", byWeight, run[gradients[w]], 1e-13);
        AssertClose("biases", byBias, run[gradients[bias]], 1e-13);
        AssertClose("Hessian-vector product", hessian, run[product], 1e-13);
    }

    [Fact]
    public void AQuadraticFormHasTheSymmetricHessian()
    {
        const int n = 3;
        var c = new DerivativeCase(3);
        ProgramBuilder b = c.Builder;
        TensorValue a = c.Source(SourceKind.Input, "a", Shape.Of(n, n));
        TensorValue x = c.Variable(Shape.Of(n));
        TensorValue form = b.Add(ContractOperation.Over(0, 0), x, b.Add(ContractOperation.Over(1, 0), a, x));
        TensorValue gradient = ReverseMode.Differentiate(b, form, null, [x])[x];
        TensorValue v = c.Source(SourceKind.Direction, "v", x.Shape);
        TensorValue product = ForwardMode.Differentiate(b, new Dictionary<TensorValue, TensorValue> { [x] = v }, [gradient])[gradient];
        ReferenceRun run = c.Run();

        double[] Symmetric(double[] by) => Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Sum(j => (run[a][(i * n) + j] + run[a][(j * n) + i]) * by[j])).ToArray();
        AssertClose("gradient", Symmetric(run[x]), run[gradient], 1e-13);
        AssertClose("Hessian-vector product", Symmetric(run[v]), run[product], 1e-13);
    }

    /// <summary>torch.amax: [1, 3, 3, 2] with adjoint 8 gives [0, 4, 4, 0].</summary>
    [Fact]
    public void TiedMaximaShareTheirAdjointEvenly()
    {
        var builder = new ProgramBuilder();
        TensorValue x = builder.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(2, 4)));
        TensorValue max = builder.Max(x, 1);
        TensorValue seed = builder.Add(new SourceOperation(SourceKind.Cotangent, "u", max.Shape));
        TensorValue direction = builder.Add(new SourceOperation(SourceKind.Direction, "v", x.Shape));
        TensorValue gradient = ReverseMode.Differentiate(builder, max, seed, [x])[x];
        TensorValue tangent = ForwardMode.Differentiate(builder, new Dictionary<TensorValue, TensorValue> { [x] = direction }, [max])[max];
        var call = new ReferenceCall
        {
            Sources =
            {
                [(SourceKind.Input, "x")] = [1, 3, 3, 2, -5, -5, -5, -5],
                [(SourceKind.Cotangent, "u")] = [8, 4],
                [(SourceKind.Direction, "v")] = [100, 1, 2, 100, 1, 2, 3, 6],
            },
        };
        ReferenceRun run = Interpreter.Run(builder.Finish("ties"), call);

        Assert.Equal([0, 4, 4, 0, 1, 1, 1, 1], run[gradient]);
        Assert.Equal([1.5, 3], run[tangent]);
    }

    [Fact]
    public void ANaNMaximumTellsSoInItsGradient()
    {
        var builder = new ProgramBuilder();
        TensorValue x = builder.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(2)));
        TensorValue gradient = ReverseMode.Differentiate(builder, builder.Max(x, 0), null, [x])[x];
        var call = new ReferenceCall { Sources = { [(SourceKind.Input, "x")] = [1, double.NaN] } };

        Assert.All(Interpreter.Run(builder.Finish("nan"), call)[gradient], element => Assert.True(double.IsNaN(element)));
    }
}
