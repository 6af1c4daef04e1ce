using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Those rows of a view whose mark is the asked one, with all columns, in the view's order. Rows are counted by an unshuffled cursor.</summary>
internal sealed class RowSubsetView(IDataView source, bool[] marks, bool mark) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => marks.LongCount(value => value == mark);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), marks, mark);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor input, bool[] marks, bool mark) : DataViewRowCursor
    {
        private long _next;
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => input.Batch;

        public override DataViewSchema Schema => input.Schema;

        public override bool MoveNext()
        {
            while (input.MoveNext())
            {
                if (_next == marks.Length)
                {
                    throw new InvalidOperationException($"The data had {marks.Length} rows when it was split, now it has more. Split it again.");
                }

                if (marks[_next++] == mark)
                {
                    _position++;
                    return true;
                }
            }

            if (_next < marks.Length)
            {
                throw new InvalidOperationException($"The data had {marks.Length} rows when it was split, now it has {_next}. Split it again.");
            }

            _position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
