using Npgsql;
using NpgsqlTypes;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Storage;

/// <summary>A statement with typed positional parameters, added in the order of their numbers.</summary>
internal sealed class Statement(string sql)
{
    private readonly NpgsqlBatchCommand _command = new(sql);

    /// <summary>The command, complete with its parameters.</summary>
    public NpgsqlBatchCommand Command => _command;

    /// <summary>Number of the parameter added last.</summary>
    public int Count => _command.Parameters.Count;

    /// <summary>The statement as text; may be extended while parameters are added.</summary>
    public string Sql
    {
        get => _command.CommandText;
        set => _command.CommandText = value;
    }

    public Statement With(Guid? value) => Add(NpgsqlDbType.Uuid, value);

    public Statement With(string? value) => Add(NpgsqlDbType.Text, value);

    public Statement With(bool? value) => Add(NpgsqlDbType.Boolean, value);

    public Statement With(int? value) => Add(NpgsqlDbType.Integer, value);

    public Statement With(long? value) => Add(NpgsqlDbType.Bigint, value);

    public Statement With(TimeSpan? value) => Add(NpgsqlDbType.Interval, value);

    public Statement With(DateTimeOffset? value) => Add(NpgsqlDbType.TimestampTz, value);

    public Statement With(byte[]? value) => Add(NpgsqlDbType.Bytea, value);

    public Statement WithAll(Guid[] values) => Add(NpgsqlDbType.Array | NpgsqlDbType.Uuid, values);

    public Statement WithAll(Guid?[] values) => Add(NpgsqlDbType.Array | NpgsqlDbType.Uuid, values);

    public Statement WithAll(string?[] values) => Add(NpgsqlDbType.Array | NpgsqlDbType.Text, values);

    public Statement WithAll(TimeSpan[] values) => Add(NpgsqlDbType.Array | NpgsqlDbType.Interval, values);

    public Statement WithJsonb(string? value) => Add(NpgsqlDbType.Jsonb, value);

    /// <summary>Two parameters: whether to set, and the value.</summary>
    public Statement WithChange(Change<string> change) => With(change.IsSet).With(change.Value);

    /// <inheritdoc cref="WithChange(Change{string})"/>
    public Statement WithChange(Change<bool> change) => With(change.IsSet).With(change.Value);

    /// <inheritdoc cref="WithChange(Change{string})"/>
    public Statement WithChange(Change<int?> change) => With(change.IsSet).With(change.Value);

    /// <inheritdoc cref="WithChange(Change{string})"/>
    public Statement WithChange(Change<byte[]> change) => With(change.IsSet).With(change.Value);

    /// <inheritdoc cref="WithChange(Change{string})"/>
    public Statement WithJsonbChange(Change<string> change) => With(change.IsSet).WithJsonb(change.Value);

    private Statement Add(NpgsqlDbType type, object? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return this;
    }
}
