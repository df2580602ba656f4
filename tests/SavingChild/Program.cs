using System;
using System.Globalization;
using NetCompiler.SavingChild;

// Saves versions from the second argument on under the name of the first, until it is killed. Says so when the first is saved.
string path = args[0];
var network = new Saved();
for (int version = int.Parse(args[1], CultureInfo.InvariantCulture); ; version++)
{
    network.SetVersion(version);
    network.SaveVersion(path, version);
    Console.WriteLine(version.ToString(CultureInfo.InvariantCulture));
}
