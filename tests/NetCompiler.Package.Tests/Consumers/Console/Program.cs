using NetCompiler.Training;

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
int[] targets = [0, 1, 1, 0];

Write("Company.Library.Xor", Learn<Company.Library.Xor>(new(seed: 1), (net, optimizer) => net.TrainStep(inputs, targets, optimizer), (net, x, y) => net.Forward(x, y)));
Write("Company.Application.Xor", Learn<Company.Application.Xor>(new(seed: 1), (net, optimizer) => net.TrainStep(inputs, targets, optimizer), (net, x, y) => net.Forward(x, y)));
Write("Company.Application.System.Mlp", Learn<Company.Application.System.Mlp>(new(seed: 1), (net, optimizer) => net.TrainStep(inputs, targets, optimizer), (net, x, y) => net.Forward(x, y)));
Write("Company.Application.NetCompiler.Mlp", Learn<Company.Application.NetCompiler.Mlp>(new(seed: 1), (net, optimizer) => net.TrainStep(inputs, targets, optimizer), (net, x, y) => net.Forward(x, y)));
Write("System.NetCompiler.Mlp", Learn<System.NetCompiler.Mlp>(new(seed: 1), (net, optimizer) => net.TrainStep(inputs, targets, optimizer), (net, x, y) => net.Forward(x, y)));

// Friends see the library's internal networks.
Console.WriteLine($"internal: {Company.Library.Hidden.ParameterCount} {Company.Library.Outer.Mlp.ParameterCount} {Company.Library.Outer.Inner.Mlp.ParameterCount} {Company.Library.Other.Mlp.ParameterCount}");

string Learn<TNetwork>(TNetwork network, Action<TNetwork, Adam> train, Action<TNetwork, float[], float[]> forward)
{
    var optimizer = new Adam(0.05f);
    for (int step = 0; step < 500; step++)
    {
        train(network, optimizer);
    }

    float[] logits = new float[2];
    string classes = string.Empty;
    for (int i = 0; i < 4; i++)
    {
        forward(network, inputs[(2 * i)..((2 * i) + 2)], logits);
        classes += logits[1] > logits[0] ? " 1" : " 0";
    }

    return classes;
}

void Write(string name, string classes) => Console.WriteLine(name + ":" + classes);
