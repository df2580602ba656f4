using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace NetCompiler;

/// <summary>The parameters of a network by PyTorch's names. Counting and enumeration give the trainable ones, in the order of PyTorch's <c>state_dict</c>.</summary>
/// <param name="memory">The network's buffers.</param>
public sealed class ParameterCollection(NetworkMemory memory) : IReadOnlyList<ParameterView>
{
    private readonly NetworkMemory _memory = memory ?? throw new ArgumentNullException(nameof(memory));

    /// <summary>The network's buffers.</summary>
    internal NetworkMemory Memory => _memory;

    /// <summary>Number of trainable tensors.</summary>
    public int Count => _memory.Description.Parameters.Count;

    /// <summary>State that is saved and not trained: running statistics.</summary>
    public IReadOnlyList<ParameterView> States => [.. _memory.Description.States.Select(state => new ParameterView(_memory, state, isState: true))];

    /// <summary>The trainable tensor at a place in the order.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public ParameterView this[int index] => new(_memory, _memory.Description.Parameters[index], isState: false);

    /// <summary>The parameter or state tensor of a name.</summary>
    /// <param name="name">PyTorch's name: <c>0.weight</c>.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those there are.</exception>
    public ParameterView this[string name]
    {
        get
        {
            if (TryGet(name, out ParameterView? view))
            {
                return view;
            }

            IEnumerable<string> known = _memory.Description.Parameters.Concat(_memory.Description.States).Select(tensor => $"'{tensor.Name}'");
            throw new KeyNotFoundException(
                $"Network '{_memory.Description.Name}' has no parameter '{name}'. It has: {string.Join(", ", known)}.");
        }
    }

    /// <summary>Looks for the parameter or state tensor of a name.</summary>
    /// <param name="name">PyTorch's name.</param>
    /// <param name="view">The tensor.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ParameterView? view)
    {
        ArgumentNullException.ThrowIfNull(name);
        view = Find(_memory.Description.Parameters, name, isState: false) ?? Find(_memory.Description.States, name, isState: true);
        return view is not null;
    }

    /// <summary>
    /// Freezes the parameters whose names fit a pattern: training steps leave them alone, bit for bit, and their gradients are in no norm, as with PyTorch's <c>requires_grad_(False)</c>. The
    /// gradients are computed all the same; <c>Frozen = true</c> on a layer saves that.
    /// </summary>
    /// <param name="pattern">A whole name, in which <c>*</c> stands for any characters, dots too, and <c>?</c> for one: <c>features.*</c>.</param>
    /// <exception cref="ArgumentException">No parameter fits; the message lists them.</exception>
    public void Freeze(string pattern) => _memory.SetFrozen(pattern, isFrozen: true);

    /// <summary>Undoes <see cref="Freeze"/> for the parameters whose names fit a pattern.</summary>
    /// <param name="pattern">A whole name, in which <c>*</c> stands for any characters, dots too, and <c>?</c> for one.</param>
    /// <exception cref="ArgumentException">No parameter fits; the message lists them.</exception>
    /// <exception cref="InvalidOperationException">A parameter is frozen by its layer: there is no code for its gradient.</exception>
    public void Unfreeze(string pattern) => _memory.SetFrozen(pattern, isFrozen: false);

    /// <inheritdoc/>
    public IEnumerator<ParameterView> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ParameterView? Find(IReadOnlyList<ParameterDescription> tensors, string name, bool isState)
    {
        foreach (ParameterDescription tensor in tensors)
        {
            if (tensor.Name == name)
            {
                return new ParameterView(_memory, tensor, isState);
            }
        }

        return null;
    }
}
