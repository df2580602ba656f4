// Allocation is measured over the whole process, so that no other test may run beside.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
