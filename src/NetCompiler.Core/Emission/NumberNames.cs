using System.Collections.Generic;

namespace NetCompiler.Core.Emission;

/// <summary>Names for numbers in a text that several kernels share: what is a number of one kernel is an argument of the text.</summary>
internal sealed class NumberNames
{
    private readonly List<(string Name, long Value)> _numbers = [];

    /// <summary>The names in the text and what they are for this kernel, in the order of their first use.</summary>
    public IReadOnlyList<(string Name, long Value)> All => _numbers;

    /// <summary>A name for a number: equal numbers of one stem have one.</summary>
    public string Of(string stem, long value)
    {
        string name = stem;
        for (int i = 1; ; i++)
        {
            int known = _numbers.FindIndex(number => number.Name == name);
            if (known < 0)
            {
                _numbers.Add((name, value));
                return name;
            }

            if (_numbers[known].Value == value)
            {
                return name;
            }

            name = stem + "As" + Literal.Int(i);
        }
    }

    /// <summary>A variable times a stride; empty where it does not move, and without a name where it moves by one.</summary>
    public string Term(string variable, string stem, long stride) => stride == 0 ? string.Empty : stride == 1 ? variable : $"{variable} * {Of(stem, stride)}";
}
