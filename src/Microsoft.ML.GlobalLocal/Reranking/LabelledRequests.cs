namespace Microsoft.ML.GlobalLocal;

/// <summary>Held-out interactions as requests whose candidates are labelled by them, to train a ranking on.</summary>
internal static class LabelledRequests
{
    /// <summary>Reads the requests: all rows of one user, and of one context, make one. Rows without a user or an item of the model make none.</summary>
    /// <param name="heldOut">The interactions.</param>
    /// <param name="user">Their column of users.</param>
    /// <param name="item">Their column of items.</param>
    /// <param name="context">Their context columns.</param>
    public static IReadOnlyList<CandidateRequest> Read(IDataView heldOut, DataViewSchema.Column user, DataViewSchema.Column item, NumberColumns context)
    {
        var byUser = new SortedDictionary<int, List<CandidateRequest>>();
        using (var cursor = heldOut.GetRowCursor([.. context.Columns, user, item]))
        {
            var readUser = KeyColumn.CreateReader(cursor, user);
            var readItem = KeyColumn.CreateReader(cursor, item);
            var readContext = context.CreateReader(cursor);
            var values = new float[context.Width];
            while (cursor.MoveNext())
            {
                int userIndex = readUser();
                int itemIndex = readItem();
                if (userIndex >= 0 && itemIndex >= 0)
                {
                    readContext(values);
                    Find(byUser, userIndex, values).Positives!.Add(itemIndex);
                }
            }
        }

        foreach (var own in byUser.Values.Where(own => own.Count > 1))
        {
            var all = own.SelectMany(request => request.Positives!).ToHashSet();
            own.ForEach(request => request.Filter = new ItemFilter(denied: all.Where(other => !request.Positives!.Contains(other))));
        }

        return [.. byUser.Values.SelectMany(own => own)];
    }

    /// <summary>The request of a user in a context, made where there is none.</summary>
    private static CandidateRequest Find(SortedDictionary<int, List<CandidateRequest>> byUser, int user, float[] context)
    {
        if (!byUser.TryGetValue(user, out var own))
        {
            byUser.Add(user, own = []);
        }

        var request = own.Find(other => other.Context.AsSpan().SequenceEqual(context));
        if (request is null)
        {
            request = new CandidateRequest(context.Length) { User = user, Positives = [] };
            context.CopyTo(request.Context, 0);
            own.Add(request);
        }

        return request;
    }
}
