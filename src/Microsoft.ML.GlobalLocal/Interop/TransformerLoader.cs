using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What ML.NET calls, by reflection, to load a transformer from a model zip.</summary>
/// <typeparam name="T">The transformer.</typeparam>
internal static class TransformerLoader<T>
    where T : class, ITransformer, ISavedTransformer<T>
{
    /// <summary>Loads the transformer. ML.NET asks for this name and these parameters.</summary>
    public static T Create(IHostEnvironment environment, ModelLoadContext context) => ModelStream.Load<T>(environment, context);
}
