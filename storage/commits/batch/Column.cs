using Npgsql;
using NpgsqlTypes;

namespace Vespid.Storage.Commits.Batch;

/// <summary>One array parameter of the shared statement.</summary>
internal abstract class Column(string name)
{
    public string Name { get; } = name;

    public abstract void Clear();

    public abstract void Bind(NpgsqlParameterCollection parameters);
}

/// <summary>A column whose list is reused from batch to batch.</summary>
internal sealed class Column<T>(string name, NpgsqlDbType type) : Column(name)
{
    private readonly List<T> _values = [];

    public void Add(T value) => _values.Add(value);

    public override void Clear() => _values.Clear();

    public override void Bind(NpgsqlParameterCollection parameters) =>
        parameters.Add(new NpgsqlParameter<List<T>> { TypedValue = _values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
