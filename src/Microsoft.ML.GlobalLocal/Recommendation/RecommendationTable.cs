using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes recommendations to a table of a database, by any provider of ADO.NET.</summary>
public static class RecommendationTable
{
    // 4 parameters a row; SQL Server takes 2100 in a statement.
    private const int RowsPerStatement = 250;

    /// <summary>
    /// Replaces the rows of a table by recommendations, within a transaction of the caller's: until that is committed, readers see the old rows. The
    /// table has the columns <c>user</c>, <c>rank</c> (from 1), <c>item</c> and <c>score</c>. They are written as they come.
    /// </summary>
    /// <param name="transaction">The transaction; the caller commits it, or rolls it back.</param>
    /// <param name="table">The table's name as SQL has it, such as <c>shop.recommendations</c>. It is not escaped: take no name from others.</param>
    /// <param name="recommendations">The lists, as <see cref="Recommender.RecommendAll"/> gives them.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">The transaction is over.</exception>
    /// <exception cref="DbException">The database refuses a statement.</exception>
    public static void Replace(DbTransaction transaction, string table, IEnumerable<UserRecommendations> recommendations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentException.ThrowIfNullOrEmpty(table);
        ArgumentNullException.ThrowIfNull(recommendations);
        var connection = transaction.Connection ?? throw new ArgumentException("The transaction was committed or rolled back already.", nameof(transaction));
        using (var delete = connection.CreateCommand())
        {
            delete.Transaction = transaction;
            delete.CommandText = $"DELETE FROM {table}";
            delete.ExecuteNonQuery();
        }

        DbCommand? insert = null;
        try
        {
            var rows = recommendations.SelectMany(list => list.Items.Select((item, n) => (list.User, Rank: n + 1, item.Item, item.Score)));
            foreach (var block in rows.Chunk(RowsPerStatement))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (insert?.Parameters.Count != 4 * block.Length)
                {
                    insert?.Dispose();
                    insert = CreateInsert(connection, transaction, table, block.Length);
                }

                for (int n = 0; n < block.Length; n++)
                {
                    insert.Parameters[4 * n].Value = block[n].User;
                    insert.Parameters[4 * n + 1].Value = block[n].Rank;
                    insert.Parameters[4 * n + 2].Value = block[n].Item;
                    insert.Parameters[4 * n + 3].Value = block[n].Score;
                }

                insert.ExecuteNonQuery();
            }
        }
        finally
        {
            insert?.Dispose();
        }
    }

    private static DbCommand CreateInsert(DbConnection connection, DbTransaction transaction, string table, int rows)
    {
        var insert = connection.CreateCommand();
        insert.Transaction = transaction;

        // Quoted, for user is a word of SQL's own in PostgreSQL and SQL Server.
        var text = new StringBuilder($"INSERT INTO {table} (\"user\", \"rank\", \"item\", \"score\") VALUES ");
        for (int row = 0; row < rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(row == 0 ? "" : ", ")}(@u{row}, @r{row}, @i{row}, @s{row})");
            foreach (char column in "uris")
            {
                var parameter = insert.CreateParameter();
                parameter.ParameterName = FormattableString.Invariant($"@{column}{row}");
                insert.Parameters.Add(parameter);
            }
        }

        insert.CommandText = text.ToString();
        return insert;
    }
}
