namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A level of a tree in training: which users like which of its nodes. A user likes a node where it has an item under it, and so likes a node if and only
/// if it likes one of its children (the max-heap property).
/// </summary>
internal sealed class NodeLevel
{
    private readonly ItemTree _tree;
    private readonly int _level;

    private NodeLevel(ItemTree tree, int level, InteractionMatrix liked, int negatives)
    {
        _tree = tree;
        _level = level;
        Liked = liked;
        Negatives = negatives;
    }

    /// <summary>The users' liked nodes, by their positions in the level.</summary>
    public InteractionMatrix Liked { get; }

    /// <summary>The number of nodes drawn for each interaction.</summary>
    public int Negatives { get; }

    /// <summary>Makes the levels of a tree in which a beam chooses: those with more nodes than it keeps, or the last one alone.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="interactions">The users' items.</param>
    /// <param name="beam">The number of nodes that are kept of a level.</param>
    /// <param name="negatives">The number of nodes drawn at the last level; at those above it, in proportion to their depth, but at least 1.</param>
    public static NodeLevel[] Create(ItemTree tree, InteractionMatrix interactions, int beam, int negatives)
    {
        var users = new int[interactions.Count];
        var positions = new int[interactions.Count];
        int first = tree.FindLevelAbove(beam);
        var levels = new NodeLevel[tree.Depth - first + 1];
        for (int level = first; level <= tree.Depth; level++)
        {
            int count = 0;
            for (int user = 0; user < interactions.UserCount; user++)
            {
                foreach (int item in interactions.GetItems(user))
                {
                    users[count] = user;
                    positions[count++] = tree.FindPosition(item, level);
                }
            }

            var liked = InteractionMatrix.FromPairs(users, positions, interactions.UserCount, tree.GetCount(level));
            levels[level - first] = new NodeLevel(tree, level, liked, level == 0 ? negatives : Math.Max(1, (int)((long)negatives * level / tree.Depth)));
        }

        return levels;
    }

    /// <summary>The number of the node of this level on the path to an item.</summary>
    public int GetPathNode(int item) => _tree.GetNode(_level, _tree.FindPosition(item, _level));

    /// <summary>Whether there is a node that the user does not like.</summary>
    public bool HasNegatives(int user) => Liked.GetCount(user) < Liked.ItemCount;

    /// <summary>Draws a node that a user does not like; <see cref="HasNegatives"/> tells whether there is one.</summary>
    /// <returns>Its number.</returns>
    public int DrawNegative(int user, Random random)
    {
        var liked = Liked.GetItems(user);
        return _tree.GetNode(_level, GlobalTripletSampler.FindOther(liked, random.Next(Liked.ItemCount - liked.Length)));
    }
}
