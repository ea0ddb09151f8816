using Npgsql;

namespace Vespid.Storage.Commits;

/// <summary>Writes one kind of control-plane row. Register each with <c>services.AddSingleton&lt;ISoloWriter, …&gt;()</c>; derive from <see cref="SoloWriter{TRow}"/>.</summary>
internal interface ISoloWriter
{
    /// <summary>The sealed record it writes; one writer a type.</summary>
    Type RowType { get; }

    /// <summary>Whether anything but exactly one row affected turns the whole commit into <see cref="CommitStatus.Missed"/>.</summary>
    bool MustAffectOneRow { get; }

    NpgsqlBatchCommand Write(CommitRow row);
}
