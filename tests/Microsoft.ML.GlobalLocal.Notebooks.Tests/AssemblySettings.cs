// The notebooks train with all cores already.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
