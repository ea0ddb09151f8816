using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vespid.Storage.Server;

namespace Vespid.Tests.Integration.Support;

/// <summary>Looks into the private database of a host, beside it.</summary>
internal sealed class DatabaseProbe : IAsyncDisposable
{
    private readonly PrivatePostgres _server;
    private readonly NpgsqlDataSource _source;

    private DatabaseProbe(PrivatePostgres server)
    {
        _server = server;
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { ApplicationName = "vespid-test-probe" });
    }

    public string ConnectionString => _server.ConnectionString;

    /// <summary>Process id of the database server.</summary>
    public int ServerProcessId => _server.ProcessId;

    /// <summary>Adopts the running server of a data folder; it stays up at least until this is disposed.</summary>
    public static async Task<DatabaseProbe> OpenAsync(string dataFolder) =>
        new(await PrivatePostgres.StartAsync(dataFolder, TimeProvider.System, NullLogger.Instance));

    public async Task<long> CountAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<List<string>> ColumnAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));
        return values;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _server.DisposeAsync();
    }
}
