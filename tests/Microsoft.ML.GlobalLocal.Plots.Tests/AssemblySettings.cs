// The registry of formatters is the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
