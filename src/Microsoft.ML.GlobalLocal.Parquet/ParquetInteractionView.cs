using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The interactions of a Parquet file that has been checked. A cursor reads the columns that it needs, a row group at a time.</summary>
internal sealed class ParquetInteractionView : IDataView
{
    private readonly string _path;
    private readonly int[] _positions;
    private readonly bool _timeIsNumber;

    /// <summary>Makes the view.</summary>
    /// <param name="path">The file.</param>
    /// <param name="positions">Where its columns are.</param>
    /// <param name="timeIsNumber">Whether the times are numbers; <see langword="null"/> where there are none.</param>
    public ParquetInteractionView(string path, InteractionPositions positions, bool? timeIsNumber)
    {
        _path = path;
        _timeIsNumber = timeIsNumber == true;
        var columns = new List<int> { positions.User, positions.Item };
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("User", TextDataViewType.Instance);
        schema.AddColumn("Item", TextDataViewType.Instance);
        if (positions.Rating is { } rating)
        {
            columns.Add(rating);
            schema.AddColumn("Rating", NumberDataViewType.Single);
        }

        if (positions.Time is { } time)
        {
            columns.Add(time);
            schema.AddColumn("Time", _timeIsNumber ? NumberDataViewType.Double : DateTimeDataViewType.Instance);
        }

        _positions = [.. columns];
        Schema = schema.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(ParquetInteractionView view, HashSet<int> needed) : DataViewRowCursor
    {
        private readonly ParquetTable _table = ParquetTable.Open(view._path);
        private readonly Array?[] _values = new Array?[view._positions.Length];
        private int _group = -1;
        private int _row = -1;
        private int _rows;
        private long _position = -1;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => needed.Contains(column.Index);

        public override bool MoveNext()
        {
            _row++;
            while (_row >= _rows)
            {
                if (++_group >= _table.GroupCount)
                {
                    _position = -1;
                    return false;
                }

                ReadGroup();
            }

            _position++;
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw new ArgumentException($"The column '{column.Name}' was not asked for when the cursor was made.", nameof(column));
            }

            return CreateGetter(column) as ValueGetter<TValue>
                ?? throw new ArgumentException($"The column '{column.Name}' holds values of type {column.Type}, not {typeof(TValue).Name}.", nameof(column));
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _table.Dispose();
            }

            base.Dispose(disposing);
        }

        private void ReadGroup()
        {
            // The users are read always: they say how many rows there are.
            var users = _table.ReadText(_group, view._positions[0]);
            _values[0] = users;
            for (int column = 1; column < _values.Length; column++)
            {
                if (needed.Contains(column))
                {
                    _values[column] = column == 1 ? _table.ReadText(_group, view._positions[1]) : _table.ReadValues(_group, view._positions[column]);
                }
            }

            _row = 0;
            _rows = users.Length;
        }

        private Delegate CreateGetter(DataViewSchema.Column column)
        {
            int index = column.Index;
            return column.Name switch
            {
                "Rating" => (ValueGetter<float>)((ref float value) => value = (float)GetNumber(index)),
                "Time" when view._timeIsNumber => (ValueGetter<double>)((ref double value) => value = GetNumber(index)),
                "Time" => (ValueGetter<DateTime>)((ref DateTime value) => value = GetDate(index)),
                _ => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = ((string?[])_values[index]!)[_row].AsMemory()),
            };
        }

        private double GetNumber(int column) => _values[column] is double[] numbers
            ? numbers[_row]
            : double.Parse(((string[])_values[column]!)[_row], CultureInfo.InvariantCulture);

        private DateTime GetDate(int column) => _values[column] is DateTime?[] dates
            ? dates[_row]!.Value
            : DateTime.Parse(((string[])_values[column]!)[_row], CultureInfo.InvariantCulture);
    }
}
