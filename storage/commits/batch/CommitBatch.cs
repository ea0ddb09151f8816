using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;

namespace Vespid.Storage.Commits.Batch;

/// <summary>
/// The commits of one statement as arrays, and the statement that fits them: one data-modifying expression made of the sections present.
/// Reused from batch to batch; one a connection.
/// </summary>
internal sealed class CommitBatch
{
    private readonly StateVerifySection _verify = new();
    private readonly StateWriteSection _write = new();
    private readonly DependencySection _accounts = new("channel_accounts");
    private readonly DependencySection _organizations = new("organizations");
    private readonly MessageSection _messages = MessageSection.New();
    private readonly MessageSection _readmitted = MessageSection.Readmitted();
    private readonly OutboxChangeSection _changes = new();
    private readonly RunEndSection _runEnds = new();
    private readonly SessionSection _sessions = new();
    private readonly RunSection _runs = new();
    private readonly PairingSection _pairings = new();
    private readonly OutboxSection _outbox = new();
    private readonly ChannelEventSection _events = new();
    private readonly AuditSection _audit = new();
    private readonly WebchatSection _webchat = new();
    private readonly EdgeEventSection _edgeEvents = new();
    private readonly EdgeNoteSection _edgeNotes = new();
    private readonly Section[] _sections;

    // Commits with more than one guarded row: a miss of one may come after the other was written, so it must undo the statement.
    private readonly List<int> _strict = [];

    public CommitBatch() =>
        _sections =
        [
            _verify, _write, _accounts, _accounts.Uses, _organizations, _organizations.Uses, _messages, _readmitted, _changes, _runEnds, _sessions, _runs, _pairings,
            _outbox, _events, _audit, _webchat, _edgeEvents, _edgeNotes,
        ];

    public int Count { get; private set; }

    /// <summary>Which sections the statement needs: a bit each, and one for the strict commits.</summary>
    public int Shape
    {
        get
        {
            var shape = _strict.Count > 0 ? 1 << _sections.Length : 0;
            for (var i = 0; i < _sections.Length; i++)
            {
                if (_sections[i].Count > 0)
                    shape |= 1 << i;
            }

            return shape;
        }
    }

    /// <summary>Whether a row rides in the shared statement.</summary>
    public static bool Takes(CommitRow row) => row is InboundMessageRow or RunRow or RunEnd or SessionRow or PairingRequestRow or OutboxRow or OutboxChange
        or ChannelEventRow or AuditRow or WebchatMessageRow or EdgeEventRow or EdgeNoteRow;

    public void Clear()
    {
        Count = 0;
        _strict.Clear();
        foreach (var section in _sections)
            section.Clear();
    }

    public void Add(Commit commit)
    {
        var index = Count++;
        if (commit.State is { } state)
        {
            if (state.Payload is null)
                _verify.Append(index, state);
            else
                _write.Append(index, state, commit.Id, commit.OrganizationId);
        }

        foreach (ref readonly var dependency in commit.DependsOn.AsSpan())
            (dependency.Kind == DependencyKind.ChannelAccount ? _accounts : _organizations).Append(index, dependency);

        var guards = 0;
        foreach (var row in commit.Rows.AsSpan())
            guards += Add(index, row);
        if (guards > 1)
            _strict.Add(index);
    }

    /// <summary>The statement for the present shape; its parameters are those of <see cref="Bind"/>.</summary>
    public string Sql()
    {
        var parameter = 3;
        var present = _sections.Where(section => section.Count > 0).Select(section => (Section: section, Rows: section.RowSource(ref parameter))).ToList();
        var failed = string.Join(" UNION ALL ", present.Where(s => s.Section.FailedSql.Length > 0).Select(s => s.Section.FailedSql.Replace("{rows}", s.Rows, StringComparison.Ordinal)));
        var missed = string.Join(" UNION ALL ", present.Where(s => s.Section.MissedSql.Length > 0).Select(s => s.Section.MissedSql));
        const string Checked = "r.c NOT IN (SELECT c FROM failed)";
        var open = missed.Length > 0 ? Checked + " AND r.c NOT IN (SELECT c FROM missed)" : Checked;

        var sql = new StringBuilder("WITH " + EpochFence.Part);
        Append(section => section.CheckSql);
        sql.Append(",\nfailed AS MATERIALIZED (SELECT c, 1 AS verdict FROM generate_series(0, $2 - 1) AS s(c) WHERE NOT EXISTS (SELECT FROM fence)");
        sql.Append(failed.Length > 0 ? " UNION ALL " : string.Empty).Append(failed).Append(')');
        Append(section => section.GuardSql);
        if (missed.Length > 0)
            sql.Append(",\nmissed(c, verdict) AS MATERIALIZED (").Append(missed).Append(')');
        Append(section => section.AppendSql);
        sql.Append("\nSELECT c, verdict FROM failed");
        if (missed.Length > 0)
        {
            var verdict = _strict.Count > 0
                ? string.Create(CultureInfo.InvariantCulture, $"CASE WHEN c = ANY(${parameter}) THEN commit_guard_missed(verdict) ELSE verdict END")
                : "verdict";
            sql.Append(" UNION ALL SELECT c, ").Append(verdict).Append(" FROM missed");
        }

        foreach (var (section, _) in present.Where(s => s.Section.AfterSql.Length > 0))
            sql.Append(" UNION ALL ").Append(section.AfterSql);
        return sql.ToString();

        void Append(Func<Section, string> part)
        {
            foreach (var (section, rows) in present)
            {
                if (part(section) is { Length: > 0 } text)
                {
                    sql.Append(",\n").Append(text
                        .Replace("{rows}", rows, StringComparison.Ordinal)
                        .Replace("{checked}", Checked, StringComparison.Ordinal)
                        .Replace("{open}", open, StringComparison.Ordinal));
                }
            }
        }
    }

    /// <summary>Adds the parameters of the present shape. Values are read at each execution: the arrays are shared, epoch and count are the first two.</summary>
    public void Bind(NpgsqlParameterCollection parameters)
    {
        parameters.Add(new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
        parameters.Add(new NpgsqlParameter<int> { NpgsqlDbType = NpgsqlDbType.Integer });
        foreach (var section in _sections)
        {
            if (section.Count > 0)
                section.Bind(parameters);
        }

        if (_strict.Count > 0)
            parameters.Add(new NpgsqlParameter<List<int>> { TypedValue = _strict, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
    }

    private int Add(int index, CommitRow row)
    {
        switch (row)
        {
            case InboundMessageRow message:
                (message.Readmits ? _readmitted : _messages).Append(index, message);
                return 1;
            case OutboxChange change:
                _changes.Append(index, change);
                return 1;
            case RunEnd end:
                _runEnds.Append(index, end);
                return 1;
            case RunRow run:
                _runs.Append(index, run);
                return 0;
            case OutboxRow entry:
                _outbox.Append(index, entry);
                return 0;
            case SessionRow session:
                _sessions.Append(index, session);
                return 0;
            case PairingRequestRow pairing:
                _pairings.Append(index, pairing);
                return 0;
            case ChannelEventRow channelEvent:
                _events.Append(index, channelEvent);
                return 0;
            case AuditRow audit:
                _audit.Append(index, audit);
                return 0;
            case WebchatMessageRow message:
                _webchat.Append(index, message);
                return 0;
            case EdgeEventRow edgeEvent:
                _edgeEvents.Append(index, edgeEvent);
                return 0;
            case EdgeNoteRow note:
                _edgeNotes.Append(index, note);
                return 0;
            default:
                return 0;
        }
    }
}
