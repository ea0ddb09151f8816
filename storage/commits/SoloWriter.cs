using Npgsql;

namespace Vespid.Storage.Commits;

/// <summary>
/// SQL of one kind of control-plane row. A commit that carries such a row is a transaction of its own: first the epoch, the state, the
/// dependencies and the batched rows of the commit, then its solo rows in order.
/// </summary>
/// <remarks>
/// The command is one statement with positional parameters (<c>$1</c>). The number of rows it reports (of its outermost statement,
/// returned or affected) is its guard. Strings in its parameters are cleaned of U+0000 by the commit log.
/// </remarks>
/// <typeparam name="TRow">A sealed record.</typeparam>
internal abstract class SoloWriter<TRow> : ISoloWriter
    where TRow : CommitRow
{
    public virtual bool MustAffectOneRow => true;

    Type ISoloWriter.RowType => typeof(TRow);

    public abstract NpgsqlBatchCommand Write(TRow row);

    NpgsqlBatchCommand ISoloWriter.Write(CommitRow row) => Write((TRow)row);
}
