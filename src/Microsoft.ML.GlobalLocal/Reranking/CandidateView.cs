using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The candidates of requests as rows, found as they are read.</summary>
/// <param name="schema">The columns, in the order of <see cref="CandidateSchema.Create"/>.</param>
/// <param name="createList">Makes what finds the candidates, for one cursor.</param>
/// <param name="readRequests">Reads the requests, for one cursor.</param>
/// <param name="featureCount">The number of features.</param>
internal sealed class CandidateView(DataViewSchema schema, Func<CandidateList> createList, Func<IEnumerable<CandidateRequest>> readRequests, int featureCount) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
        }

        return new Cursor(schema, active, createList(), readRequests().GetEnumerator(), featureCount);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, bool[] active, CandidateList list, IEnumerator<CandidateRequest> requests, int featureCount) : DataViewRowCursor
    {
        private long _position = -1;
        private uint _group;
        private int _row = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => schema;

        public override bool MoveNext()
        {
            while (_group == 0 || _row + 1 == list.Count)
            {
                if (!requests.MoveNext())
                {
                    _position = -1;
                    return false;
                }

                list.Fill(requests.Current);
                _group++;
                _row = -1;
            }

            _row++;
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Index switch
            {
                CandidateSchema.UserIndex => (ValueGetter<uint>)((ref uint user) => user = (uint)(list.User + 1)),
                CandidateSchema.GroupIndex => (ValueGetter<uint>)((ref uint group) => group = _group),
                CandidateSchema.ItemIndex => (ValueGetter<uint>)((ref uint item) => item = (uint)(list.GetItem(_row) + 1)),
                CandidateSchema.FeaturesIndex => (ValueGetter<VBuffer<float>>)GetFeatures,
                _ => (ValueGetter<float>)((ref float label) => label = list.GetLabel(_row)),
            };
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Column '{column.Name}' has the type {column.Type}; it cannot be read as {typeof(TValue).Name}.");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                requests.Dispose();
            }

            base.Dispose(disposing);
        }

        private void GetFeatures(ref VBuffer<float> value)
        {
            var editor = VBufferEditor.Create(ref value, featureCount);
            list.CopyFeatures(_row, editor.Values);
            value = editor.Commit();
        }
    }
}
