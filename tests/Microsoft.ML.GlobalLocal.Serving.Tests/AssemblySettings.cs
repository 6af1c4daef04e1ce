// Files, ports and a browser: one test at a time is quicker on few cores than all waiting for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
