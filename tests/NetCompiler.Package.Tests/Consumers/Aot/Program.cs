using System;
using NetCompiler;
using NetCompiler.Training;

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
int[] targets = [0, 1, 1, 0];
var network = new Xor(seed: 1);
var optimizer = new Adam(0.05f);
for (int step = 0; step < 500; step++)
{
    network.TrainStep(inputs, targets, optimizer);
}

Span<float> logits = stackalloc float[2];
Console.Write("AOT:");
for (int i = 0; i < 4; i++)
{
    network.Forward(inputs.AsSpan(2 * i, 2), logits);
    Console.Write(logits[1] > logits[0] ? " 1" : " 0");
}

Console.WriteLine();

[Network(Batch = 4), Input(2)]
[Linear(8), Tanh]
[Linear(2), SoftmaxCrossEntropy]
public partial class Xor;
