using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What a transformer tells about itself to be saved in a model zip and loaded from one.</summary>
/// <typeparam name="TSelf">The transformer.</typeparam>
internal interface ISavedTransformer<TSelf>
    where TSelf : class, ITransformer, ISavedTransformer<TSelf>
{
    /// <summary>The eight characters that name the kind of component in the zip.</summary>
    static abstract string ModelSignature { get; }

    /// <summary>The name under which ML.NET finds the loader; at most 24 characters, and in <c>LoadableTransformers.cs</c>.</summary>
    static abstract string LoaderSignature { get; }

    /// <summary>Reads the transformer from its stream.</summary>
    static abstract TSelf Read(IHostEnvironment environment, Stream stream);

    /// <summary>Writes the transformer to a stream.</summary>
    void Write(Stream stream);
}
