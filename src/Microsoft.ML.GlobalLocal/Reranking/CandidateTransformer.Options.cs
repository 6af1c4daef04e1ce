namespace Microsoft.ML.GlobalLocal;

public sealed partial class CandidateTransformer
{
    /// <summary>The options of <see cref="CandidateTransformer"/>.</summary>
    public sealed class Options
    {
        /// <summary>The default of <see cref="Count"/>.</summary>
        public const int DefaultCount = 100;

        /// <summary>The largest number of candidates of a user, at least 1.</summary>
        /// <value>Default 100.</value>
        public int Count = DefaultCount;

        /// <summary>The number K of clusters that a search visits, from 1 to the index's M.</summary>
        /// <value>Default: as the model has it.</value>
        public int? Clusters;

        /// <summary>The names of the spaces whose scores and weights are features.</summary>
        /// <value>Default: all spaces of the model.</value>
        public IReadOnlyList<string>? Spaces;

        /// <summary>What else is known of the items: a row per item, with its id (text, a key or a whole number) in the item column.</summary>
        /// <value>Default: nothing.</value>
        public IDataView? ItemData;

        /// <summary>The columns of <see cref="ItemData"/> that are features: Single, or vectors of Single. They are kept in the model.</summary>
        /// <value>Default: none.</value>
        public IReadOnlyList<string> ItemColumns = [];

        /// <summary>The columns of the input that are features: Single, or vectors of Single. They are read anew for every request.</summary>
        /// <value>Default: none.</value>
        public IReadOnlyList<string> ContextColumns = [];

        /// <summary>The column of user keys.</summary>
        /// <value>Default <c>User</c>.</value>
        public string UserColumnName = InteractionColumns.DefaultUser;

        /// <summary>The column of item keys.</summary>
        /// <value>Default <c>Item</c>.</value>
        public string ItemColumnName = InteractionColumns.DefaultItem;

        /// <summary>The same options with other spaces.</summary>
        internal Options With(IReadOnlyList<string> spaces)
        {
            var copy = (Options)MemberwiseClone();
            copy.Spaces = spaces;
            return copy;
        }
    }
}
