using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scans;

namespace NetCompiler.Core.Differentiation;

/// <summary>
/// A scan's body while it is differentiated: a copy, to which rules append, and from which another scan's body takes what it needs. That scan computes none of the copy's values:
/// it has captures and elements of its own for them, and reads the others as they were stacked.
/// </summary>
internal sealed class ScanImage
{
    private readonly ProgramBuilder _outer;
    private readonly TensorValue _scan;
    private readonly StepDependence _dependence;
    private readonly Dictionary<TensorValue, TensorValue> _copies = [];
    private readonly Dictionary<TensorValue, TensorValue> _originals = [];
    private readonly Dictionary<TensorValue, (SourceKind Kind, string Name, TensorValue Given)> _sources = [];
    private readonly Dictionary<TensorValue, TensorValue> _imported = [];

    public ScanImage(ProgramBuilder outer, TensorValue scan)
    {
        _outer = outer;
        _scan = scan;
        Operation = (ScanOperation)scan.Operation;
        _dependence = new StepDependence(Operation.Body.Values);
        foreach (TensorValue value in Operation.Body.Values)
        {
            Copy.Label = value.Label;
            TensorValue copy = Copy.Add(value.Operation, value.Operands.Select(operand => _copies[operand]).ToArray());
            _copies.Add(value, copy);
            _originals[copy] = value;
        }
    }

    public ScanOperation Operation { get; }

    /// <summary>The copy of the body that rules append to.</summary>
    public ProgramBuilder Copy { get; } = new();

    /// <summary>The copy of a value of the body.</summary>
    public TensorValue this[TensorValue value] => _copies[value];

    /// <summary>A source of the new body.</summary>
    /// <param name="kind">Carry, element or capture.</param>
    /// <param name="name">Its name, which no other source has.</param>
    /// <param name="shape">Its shape in the body.</param>
    /// <param name="given">The operand of the new scan.</param>
    public TensorValue Source(SourceKind kind, string name, Shape shape, TensorValue given)
    {
        TensorValue source = Copy.Add(new SourceOperation(kind, name, shape));
        _sources.Add(source, (kind, name, given));
        return source;
    }

    /// <summary>The operand of the scan that a source of its body stands for.</summary>
    public TensorValue Given(TensorValue source) => _scan.Operands[Operation.Sources.TakeWhile(other => other != source).Count()];

    /// <summary>Puts a value into the new body, with all that it is made of.</summary>
    public TensorValue Import(ScanBuilder target, TensorValue value)
    {
        if (!_imported.TryGetValue(value, out TensorValue? known))
        {
            known = Make(target, value);
            _imported.Add(value, known);
        }

        return known;
    }

    private TensorValue Make(ScanBuilder target, TensorValue value)
    {
        target.Body.Label = value.Label;
        if (_sources.TryGetValue(value, out (SourceKind Kind, string Name, TensorValue Given) source))
        {
            return source.Kind switch
            {
                SourceKind.Carry => target.Carry(source.Name, source.Given),
                SourceKind.Element => target.Element(source.Name, source.Given),
                _ => target.Capture(source.Name, source.Given),
            };
        }

        if (_originals.TryGetValue(value, out TensorValue? original))
        {
            if (original.Operation is SourceOperation primal)
            {
                switch (primal.Kind)
                {
                    case SourceKind.Capture:
                        return target.Capture(primal.Source, Given(original));
                    case SourceKind.Element:
                        return target.Element(primal.Source, Given(original));
                    case SourceKind.Step:
                        return target.Step();
                }
            }

            if (!_dependence.IsRecomputed(original))
            {
                return target.Element(Operation.FreeName("value " + original), Stacked(original));
            }
        }

        TensorValue[] operands = value.Operands.Select(operand => Import(target, operand)).ToArray();
        target.Body.Label = value.Label;
        return target.Body.Add(value.Operation, operands);
    }

    /// <summary>A value of the body at every step.</summary>
    private TensorValue Stacked(TensorValue original) =>
        _outer.Add(new ItemOperation(ResultKind.Stacked, Operation.StackedAs(original) ?? throw new ProgramException($"scan {Operation.Body.Name}: {original} is not stacked.")), _scan);

    /// <summary>Whether a value of the copy is the same at every step.</summary>
    public bool IsFixed(TensorValue value) => value.Operation is SourceOperation source
        ? source.Kind == SourceKind.Capture
        : value.Operation is not ItemOperation && value.Operands.All(IsFixed);

    /// <summary>A value of the copy, the same at every step, in the outer program.</summary>
    public TensorValue Fixed(TensorValue value)
    {
        if (_sources.TryGetValue(value, out (SourceKind Kind, string Name, TensorValue Given) source))
        {
            return source.Given;
        }

        return value.Operation is SourceOperation ? Given(_originals[value]) : _outer.Add(value.Operation, value.Operands.Select(Fixed).ToArray());
    }

    /// <summary>A value of the copy at every step: as the outer program has it, or as the new scan stacks it. Returns how to get it when that scan is finished.</summary>
    public Func<TensorValue> AtEveryStep(ScanBuilder target, TensorValue value)
    {
        if (_sources.TryGetValue(value, out (SourceKind Kind, string Name, TensorValue Given) source) && source.Kind == SourceKind.Element)
        {
            return () => source.Given;
        }

        if (_originals.TryGetValue(value, out TensorValue? original))
        {
            if (original.Operation is SourceOperation { Kind: SourceKind.Element })
            {
                return () => Given(original);
            }

            if (_dependence.IsResidual(original))
            {
                return () => Stacked(original);
            }
        }

        string name = "of " + value;
        TensorValue imported = Import(target, value);
        if (target.Body.Results.All(result => result.Kind != ResultKind.Stacked || result.Name != name))
        {
            target.Stack(name, imported);
        }

        return () => target.Stacked(name);
    }
}
