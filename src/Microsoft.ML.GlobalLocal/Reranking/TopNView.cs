using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The best rows of each group of rows, one row per group; read in one pass.</summary>
internal sealed class TopNView(TopNTransformer parent, IDataView source, DataViewSchema schema) : IDataView
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

        var input = parent.FindColumns(source.Schema);
        return new Cursor(schema, active, source.GetRowCursor(input), input, parent.TopN);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly DataViewSchema _schema;
        private readonly bool[] _active;
        private readonly DataViewRowCursor _input;
        private readonly Func<int> _readUser;
        private readonly Func<int> _readGroup;
        private readonly Func<int> _readItem;
        private readonly ValueGetter<float> _readScore;
        private readonly List<int> _groupItems = [];
        private readonly int[] _places;
        private readonly float[] _scores;
        private bool? _hasNext;
        private long _position = -1;
        private int _user;
        private int _found;

        public Cursor(DataViewSchema schema, bool[] active, DataViewRowCursor input, DataViewSchema.Column[] columns, int topN)
        {
            _schema = schema;
            _active = active;
            _input = input;
            _readUser = KeyColumn.CreateReader(input, columns[TopNTransformer.UserIndex]);
            _readGroup = KeyColumn.CreateReader(input, columns[TopNTransformer.GroupIndex]);
            _readItem = KeyColumn.CreateReader(input, columns[TopNTransformer.ItemIndex]);
            _readScore = input.GetGetter<float>(columns[TopNTransformer.ScoreIndex]);
            _places = new int[topN];
            _scores = new float[topN];
        }

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => _schema;

        public override bool MoveNext()
        {
            // The input stands on the first row of the next group, once it was moved at all.
            _hasNext ??= _input.MoveNext();
            if (_hasNext == false)
            {
                _position = -1;
                return false;
            }

            _user = _readUser();
            _groupItems.Clear();
            int group = _readGroup();
            var selector = new TopNSelector(_places, _scores);
            do
            {
                float score = float.NaN;
                int item = _readItem();
                if (item >= 0)
                {
                    _readScore(ref score);
                }

                // By the place in the group, since the order of the candidates decides between equal scores.
                selector.Add(_groupItems.Count, score);
                _groupItems.Add(item);
                _hasNext = _input.MoveNext();
            }
            while (_hasNext == true && _readGroup() == group);

            _found = selector.Complete();
            _position++;
            return true;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            Delegate getter = column.Index switch
            {
                TopNTransformer.UserIndex => (ValueGetter<uint>)((ref uint user) => user = (uint)(_user + 1)),
                TopNTransformer.ItemsIndex => (ValueGetter<VBuffer<uint>>)GetItems,
                _ => (ValueGetter<VBuffer<float>>)GetScores,
            };
            return getter as ValueGetter<TValue>
                ?? throw new InvalidOperationException($"Column '{column.Name}' has the type {column.Type}; it cannot be read as {typeof(TValue).Name}.");
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _input.Dispose();
            }

            base.Dispose(disposing);
        }

        private void GetItems(ref VBuffer<uint> value)
        {
            var editor = VBufferEditor.Create(ref value, _places.Length);
            editor.Values.Clear();
            for (int n = 0; n < _found; n++)
            {
                editor.Values[n] = (uint)_groupItems[_places[n]] + 1;
            }

            value = editor.Commit();
        }

        private void GetScores(ref VBuffer<float> value)
        {
            var editor = VBufferEditor.Create(ref value, _scores.Length);
            editor.Values.Fill(float.NaN);
            _scores.AsSpan(0, _found).CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}
