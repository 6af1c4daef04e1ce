using System.Runtime.CompilerServices;

// What a transformer needs to be saved in a model zip (ModelSaveContext, VersionInfo, LoadableClass, IRowMapper) is internal to
// ML.NET. eng/MLNetInternals.targets opens it to the compiler, these lines open it to the runtime.
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Core")]
[assembly: IgnoresAccessChecksTo("Microsoft.ML.Data")]
