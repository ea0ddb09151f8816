using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Vespid.Storage.Commits.Batch;

/// <summary>
/// The rows of one kind in a batch, as parallel arrays, and the SQL that they need. In the SQL <c>{rows}</c> stands for the arrays as
/// a row source named <c>r</c>, whose first column <c>c</c> is the position of the commit in the batch.
/// </summary>
internal abstract class Section
{
    private readonly List<Column> _columns = [];
    private readonly Column<int> _commit;

    protected Section() => _commit = Int("c");

    public int Count { get; private set; }

    /// <summary>Common table expressions that check something and write nothing; empty if none.</summary>
    public virtual string CheckSql => string.Empty;

    /// <summary>Selects (c, verdict) of the commits that fail the check; empty if it checks nothing.</summary>
    public virtual string FailedSql => string.Empty;

    /// <summary>Common table expressions that write the guarded rows of commits that passed the checks (<c>{checked}</c>); empty if none.</summary>
    public virtual string GuardSql => string.Empty;

    /// <summary>Selects (c, verdict) of the commits whose guard missed; empty if it guards nothing.</summary>
    public virtual string MissedSql => string.Empty;

    /// <summary>Common table expressions that write the rows of commits that passed the guards too (<c>{open}</c>); empty if none.</summary>
    public virtual string AppendSql => string.Empty;

    /// <summary>Selects (c, verdict) once everything is written, to raise what must not have happened; empty if nothing.</summary>
    public virtual string AfterSql => string.Empty;

    public virtual void Clear()
    {
        Count = 0;
        foreach (var column in _columns)
            column.Clear();
    }

    public void Bind(NpgsqlParameterCollection parameters)
    {
        foreach (var column in _columns)
            column.Bind(parameters);
    }

    /// <summary>The arrays as a row source; <paramref name="first"/> is the number of the first parameter and becomes that of the next section.</summary>
    public string RowSource(ref int first)
    {
        var text = new StringBuilder("unnest(");
        for (var i = 0; i < _columns.Count; i++)
            text.Append(i == 0 ? "$" : ", $").Append((first + i).ToString(CultureInfo.InvariantCulture));
        first += _columns.Count;
        return text.Append(") AS r(").AppendJoin(", ", _columns.Select(column => column.Name)).Append(')').ToString();
    }

    protected void Next(int commit)
    {
        Count++;
        _commit.Add(commit);
    }

    protected Column<string?> Text(string name) => Keep(new Column<string?>(name, NpgsqlDbType.Text));

    protected Column<string?> Json(string name) => Keep(new Column<string?>(name, NpgsqlDbType.Json));

    protected Column<string?> Jsonb(string name) => Keep(new Column<string?>(name, NpgsqlDbType.Jsonb));

    protected Column<byte[]?> JsonbBytes(string name) => Keep(new Column<byte[]?>(name, NpgsqlDbType.Jsonb));

    protected Column<Guid> Uuid(string name) => Keep(new Column<Guid>(name, NpgsqlDbType.Uuid));

    protected Column<Guid?> UuidOrNull(string name) => Keep(new Column<Guid?>(name, NpgsqlDbType.Uuid));

    protected Column<int> Int(string name) => Keep(new Column<int>(name, NpgsqlDbType.Integer));

    protected Column<long> Long(string name) => Keep(new Column<long>(name, NpgsqlDbType.Bigint));

    protected Column<long?> LongOrNull(string name) => Keep(new Column<long?>(name, NpgsqlDbType.Bigint));

    protected Column<bool> Bool(string name) => Keep(new Column<bool>(name, NpgsqlDbType.Boolean));

    protected Column<TimeSpan> Span(string name) => Keep(new Column<TimeSpan>(name, NpgsqlDbType.Interval));

    protected Column<DateTime?> TimeOrNull(string name) => Keep(new Column<DateTime?>(name, NpgsqlDbType.TimestampTz));

    private Column<T> Keep<T>(Column<T> column)
    {
        _columns.Add(column);
        return column;
    }
}
