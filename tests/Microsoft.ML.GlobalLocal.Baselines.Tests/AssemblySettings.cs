// The number of libtorch's threads is the process's: tests that run beside each other would see one another's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
