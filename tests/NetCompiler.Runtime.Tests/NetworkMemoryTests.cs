using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using NetCompiler.Runtime.Tests.Networks;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Buffers, the contract's version, edits, what is prepared, sessions and parameter views.</summary>
public sealed class NetworkMemoryTests
{
    [Fact]
    public void BuffersAreAlignedZeroAndAsLongAsDescribed()
    {
        NetworkDescription description = SmallNetwork<Batch4>.Description;
        var memory = new NetworkMemory(description);
        Assert.Equal(description.ParameterLength, memory.Parameters.Length);
        Assert.Equal(description.TrainingWorkspaceLength, memory.TrainingWorkspace.Length);
        Assert.Equal(description.InferenceWorkspaceLength, memory.InferenceWorkspace.Length);
        Assert.Equal(0, memory.State.Length);
        Assert.False(memory.Parameters.ContainsAnyExcept(0f));
        Assert.Equal(0, AddressOf(memory.Parameters) % 64);
        Assert.Equal(0, AddressOf(memory.TrainingWorkspace) % 64);
        Assert.Equal(0, AddressOf(memory.InferenceWorkspace) % 64);
    }

    [Fact]
    public void BuffersDoNotMove()
    {
        var memory = new NetworkMemory(SmallNetwork<Batch4>.Description);
        long before = AddressOf(memory.Parameters);
        for (int round = 0; round < 3; round++)
        {
            _ = new byte[100_000];
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        }

        Assert.Equal(before, AddressOf(memory.Parameters));
    }

    [Fact]
    public void AnotherContractIsRefusedByBothNames()
    {
        NetworkDescription description = Copy(SmallNetwork<Batch4>.Description, contractVersion: NetworkDescription.CurrentContractVersion + 6);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new NetworkMemory(description));
        Assert.Contains("'Tests.SmallNetwork' was generated for contract version 7", exception.Message);
        Assert.Contains("has contract version 1", exception.Message);
    }

    [Fact]
    public void ADescriptionThatLeavesItsBufferIsRefused()
    {
        NetworkDescription description = Copy(SmallNetwork<Batch4>.Description, parameterLength: 512);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new NetworkMemory(description));
        Assert.Contains("'2.bias'", exception.Message);
        Assert.Throws<ArgumentException>(() => new NetworkMemory(Copy(SmallNetwork<Batch4>.Description, parameterLength: 530)));
    }

    [Fact]
    public void EveryEditRaisesTheVersion()
    {
        var network = new SmallNetwork<Batch4>();
        int version = network.Memory.Version;
        using (ParameterEdit edit = network.Memory.Edit())
        {
            edit.Parameters[0] = 3;
        }

        Assert.True(network.Memory.Version > version);
        Assert.Equal(3, network.Memory.Parameters[0]);
        version = network.Memory.Version;
        network.Parameters["2.weight"][0] = 1;
        Assert.True(network.Memory.Version > version);
        version = network.Memory.Version;
        network.Parameters["2.bias"].CopyFrom([1, 2, 3]);
        Assert.True(network.Memory.Version > version);
    }

    [Fact]
    public void AnEndedEditGivesNothingAway()
    {
        ParameterEdit edit = new SmallNetwork<Batch4>().Memory.Edit();
        edit.Dispose();
        edit.Dispose();
        ObjectDisposedException? caught = null;
        try
        {
            edit.Parameters.Clear();
        }
        catch (ObjectDisposedException exception)
        {
            caught = exception;
        }

        Assert.NotNull(caught);
    }

    [Fact]
    public void PreparationFollowsEdits()
    {
        var network = new SmallNetwork<Batch4>(3);
        int preparations = SmallNetwork<Batch4>.Preparations;
        Assert.Equal(network.Parameters["2.weight"][2, 7], network.Memory.Prepared<SmallNetwork<Batch4>>()[(7 * 3) + 2]);
        _ = network.Memory.Prepared<SmallNetwork<Batch4>>();
        Assert.Equal(preparations + 1, SmallNetwork<Batch4>.Preparations);

        network.Parameters["2.weight"][2, 7] = 42;
        Assert.Equal(42, network.Memory.Prepared<SmallNetwork<Batch4>>()[(7 * 3) + 2]);
        Assert.Equal(preparations + 2, SmallNetwork<Batch4>.Preparations);
    }

    [Fact]
    public void ManyThreadsThatAskAtOnceSeeAWholePreparation()
    {
        var network = new SmallNetwork<Batch4>(3);
        for (int round = 0; round < 50; round++)
        {
            network.Parameters["2.weight"].CopyFrom([.. Enumerable.Repeat((float)round, 60)]);
            int wrong = 0;
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                if (network.Memory.Prepared<SmallNetwork<Batch4>>().ContainsAnyExcept((float)round))
                {
                    Interlocked.Increment(ref wrong);
                }
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.Equal(0, wrong);
        }
    }

    [Fact]
    public void ANetworkThatPreparesNothingPaysNothing() =>
        Assert.Equal(0, new LinearRegression<Batch4>().Memory.Prepared<LinearRegression<Batch4>>().Length);

    [Fact]
    public void ACloneSharesNothing()
    {
        var network = new StatefulNetwork(1);
        network.Parameters["0.weight"][0] = 7;
        NetworkMemory clone = network.Memory.Clone();
        network.Parameters["0.weight"][0] = 8;
        network.Parameters["0.running_mean"][0] = 9;
        Assert.Equal(7, new ParameterCollection(clone)["0.weight"][0]);
        Assert.Equal(0.5f, new ParameterCollection(clone)["0.running_mean"][0]);
        Assert.Equal(network.Memory.Seed, clone.Seed);
    }

    [Fact]
    public void ASessionHasItsOwnWorkspaceUntilItEnds()
    {
        var network = new SmallNetwork<Batch4>();
        var session = new SessionMemory(network.Memory);
        Assert.Same(network.Memory, session.Network);
        Assert.Equal(SmallNetwork<Batch4>.Hidden, session.Workspace.Length);
        Assert.False(session.Workspace.Overlaps(network.Memory.InferenceWorkspace));
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Workspace.Length);
    }

    [Fact]
    public void ViewsReadAndWriteByLogicalIndex()
    {
        var network = new SmallNetwork<Batch4>(5);
        ParameterView weight = network.Parameters["0.weight"];
        float[] values = [.. Enumerable.Range(0, weight.Length).Select(index => (float)index)];
        weight.CopyFrom(values);
        Assert.Equal(values, weight.ToArray());
        Assert.Equal((17 * 5) + 3, weight[17, 3]);
        Assert.Equal((17 * 5) + 3, weight[(17 * 5) + 3]);

        // Row 17, column 3 in panels of 16 rows: the second panel, its fourth column, its second lane.
        Assert.Equal((17 * 5) + 3, network.Memory.Parameters[(5 * 16) + (3 * 16) + 1]);
        weight[17, 3] = -1;
        Assert.Equal(-1, network.Memory.Parameters[(5 * 16) + (3 * 16) + 1]);
        Assert.Equal("0.weight [20, 5]", weight.ToString());
    }

    [Fact]
    public void ViewsOfOtherBuffersAreInverseToEachOther()
    {
        var network = new SmallNetwork<Batch4>();
        float[] buffer = new float[network.Memory.Parameters.Length];
        ParameterView weight = network.Parameters["2.weight"];
        float[] values = [.. Enumerable.Range(1, weight.Length).Select(index => (float)index)];
        weight.Scatter(values, buffer);
        float[] back = new float[weight.Length];
        weight.Gather(buffer, back);
        Assert.Equal(values, back);
        Assert.Equal(weight.Length, buffer.Count(value => value != 0));
    }

    [Fact]
    public void WrongNamesIndicesAndLengthsAreRefused()
    {
        var network = new SmallNetwork<Batch4>();
        KeyNotFoundException unknown = Assert.Throws<KeyNotFoundException>(() => network.Parameters["1.weight"]);
        Assert.Contains("no parameter '1.weight'. It has: '0.weight', '0.bias', '2.weight', '2.bias'", unknown.Message);
        Assert.False(network.Parameters.TryGet("1.weight", out _));
        ParameterView weight = network.Parameters["0.weight"];
        Assert.Throws<ArgumentOutOfRangeException>(() => weight[100]);
        Assert.Throws<ArgumentOutOfRangeException>(() => weight[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => weight[0, 5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => weight[20, 0]);
        Assert.Throws<InvalidOperationException>(() => network.Parameters["0.bias"][0, 0]);
        Assert.Throws<ArgumentException>(() => weight.CopyFrom(new float[99]));
        Assert.Throws<ArgumentException>(() => weight.CopyTo(new float[99]));
        Assert.Throws<ArgumentException>(() => weight.Gather(new float[100], new float[100]));
    }

    [Fact]
    public void TheCollectionListsParametersAndKnowsStates()
    {
        var network = new StatefulNetwork();
        Assert.Equal(["0.weight"], network.Parameters.Select(view => view.Name));
        Assert.Equal(["0.running_mean"], network.Parameters.States.Select(view => view.Name));
        Assert.Equal(0.5f, network.Parameters["0.running_mean"][0]);
        Assert.Equal(4, new SmallNetwork<Batch4>().Parameters.Count);
        Assert.Equal(183, SmallNetwork<Batch4>.Description.ParameterCount);
    }

    private static unsafe long AddressOf(ReadOnlySpan<float> span)
    {
        fixed (float* first = &MemoryMarshal.GetReference(span))
        {
            return (long)first;
        }
    }

    private static NetworkDescription Copy(NetworkDescription from, int? contractVersion = null, int? parameterLength = null) => new()
    {
        Name = from.Name,
        ContractVersion = contractVersion ?? from.ContractVersion,
        Batch = from.Batch,
        Inputs = from.Inputs,
        Outputs = from.Outputs,
        Targets = from.Targets,
        Losses = from.Losses,
        Parameters = from.Parameters,
        States = from.States,
        ParameterLength = parameterLength ?? from.ParameterLength,
        StateLength = from.StateLength,
        PreparedLength = from.PreparedLength,
        InferenceWorkspaceLength = from.InferenceWorkspaceLength,
        TrainingWorkspaceLength = from.TrainingWorkspaceLength,
        TrainPhases = from.TrainPhases,
        Summary = from.Summary,
    };
}
