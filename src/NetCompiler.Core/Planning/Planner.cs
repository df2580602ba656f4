using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Lowering;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning;

/// <summary>
/// Turns a program into calls of kernels: groups here, layouts and kernels in the lowerings, phases in <see cref="PhaseScheduler"/>, strips of rows in
/// <see cref="StripPlanner"/>, memory in <see cref="WorkspacePlanner"/>.
/// </summary>
internal sealed class Planner
{
    private readonly TensorProgram _program;
    private readonly PlanContext _context;
    private readonly KernelGrouping _grouping;
    private readonly PlanBuilder _plan;

    // How many results of the program a value is.
    private readonly Dictionary<TensorValue, int> _leaves;

    private Planner(TensorProgram program, PlanContext context)
    {
        _program = program;
        _context = context;
        _grouping = KernelGrouping.Run(program, context);
        _plan = new PlanBuilder(context, _grouping);
        _leaves = program.Results.GroupBy(result => result.Value).ToDictionary(group => group.Key, group => group.Count());
    }

    public static FunctionPlan Plan(TensorProgram program, PlanContext context) => new Planner(program, context).Plan();

    private FunctionPlan Plan()
    {
        foreach (TensorValue value in _program.Values)
        {
            AddSource(value);
        }

        foreach (ProgramResult result in _program.Results.Where(result => result.Kind == ResultKind.ParameterGradient))
        {
            ChoosePut(result);
        }

        foreach (KernelGroup group in _grouping.Groups)
        {
            _plan.SetHoisting(group.IsHoisted);
            GroupLowering.Realize(_plan, group);
        }

        _plan.SetHoisting(false);
        var results = new ResultLowering(_plan);
        foreach (ProgramResult result in _program.Results)
        {
            results.Leave(result);
        }

        results.Carry(_program.Results.Where(result => result.Kind == ResultKind.Carry).ToArray());

        PlanTensor? loss = Scalar(ResultKind.Loss);
        PlanTensor? objective = Scalar(ResultKind.Objective);
        IReadOnlyList<Phase> phases = _context.InPhases ? PhaseScheduler.Schedule(_plan.Calls).Select(phase => StripPlanner.Divide(phase, _context.Real)).ToArray() : [new Phase(_plan.Calls)];
        int workspace = WorkspacePlanner.Place(phases, _context.InPhases, new[] { loss, objective }.Where(tensor => tensor is not null).ToArray()!);
        return new FunctionPlan
        {
            Name = _context.Name,
            Phases = phases,
            Prepare = _plan.Prepare,
            PreparedLength = _plan.PreparedLength,
            WorkspaceLength = workspace,
            Loss = loss,
            Objective = objective,
        };
    }

    private PlanTensor? Scalar(ResultKind kind)
    {
        ProgramResult? result = _program.Results.FirstOrDefault(candidate => candidate.Kind == kind);
        return result is null ? null : _plan.Tensor(result.Value);
    }

    private void AddSource(TensorValue value)
    {
        if (value.Operation is not SourceOperation source)
        {
            return;
        }

        string name = source.Kind.ToString().ToLowerInvariant() + " " + source.Source;
        _plan.SetTensor(value, source.Kind switch
        {
            SourceKind.Input or SourceKind.Lengths or SourceKind.Target or SourceKind.Cotangent =>
                PlanTensor.Create(name, value.Shape, value.Element, RowLayout.Dense(value.Shape), BufferKind.Slot, slot: _context.Slots[(source.Kind, source.Source)]),
            SourceKind.Parameter or SourceKind.Direction =>
                PlanTensor.Create(
                    name,
                    value.Shape,
                    value.Element,
                    _context.Parameters[source.Source].Layout,
                    source.Kind == SourceKind.Parameter ? BufferKind.Parameters : BufferKind.Direction,
                    offset: _context.Parameters[source.Source].Offset),
            SourceKind.State => _plan.StateOf(source.Source, value.Element),
            SourceKind.Carry => _plan.CarryOf(source.Source),
            _ => throw new ProgramException($"{source.Kind} has no storage."),
        });
    }

    // A gradient goes from the kernel's registers to the sink where nothing else needs it and its layout is the parameter's.
    private void ChoosePut(ProgramResult result)
    {
        ParameterPlacement parameter = _context.Parameters[result.Name];
        TensorValue value = result.Value;
        if (!_grouping.OnlyLeaves(value) || _leaves[value] > 1)
        {
            return;
        }

        // The gradient of a bias is a sum over rows, reshaped from [1, n] to [n].
        TensorValue producer = value;
        while (producer.Operation is ReshapeOperation && _grouping.IsUsedOnlyBy(producer.Operands[0], producer))
        {
            producer = producer.Operands[0];
        }

        bool direct = _grouping.GroupThatMakes(producer) switch
        {
            ContractGroup contract => contract.Result == producer && KernelGrouping.IsWeightGradient(contract.Contract) && _grouping.PanelsOf(contract.Contract) == parameter.Layout,
            FlatGroup flat => flat.Map == producer && _grouping.PanelsOf(producer) == parameter.Layout,
            ColumnGroup column => column.Reduces.Count == 1 && column.Reduces[0] == producer && producer.Shape.Last > 1 && parameter.Layout is RowLayout { IsPadded: true } && producer.Shape.Length == producer.Shape.Last,
            _ => false,
        };
        if (direct)
        {
            _plan.SetPut(producer, parameter);
            if (producer != value)
            {
                _plan.SetPut(value, parameter);
            }
        }
    }
}
