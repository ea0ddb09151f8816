using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Vespid.Storage;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Storage.Lease;

/// <summary>A process, as far as the lease is concerned.</summary>
internal sealed class Holder : IAsyncDisposable
{
    private readonly Database _database;
    private readonly NpgsqlDataSource _sql;

    private Holder(string connectionString, string name, TimeProvider time, bool mayWrite, bool isClustered)
    {
        var options = Options.Create(new StorageOptions
        {
            Holder = name,
            Address = new ActiveAddress($"http://{name}", $"http://{name}/in"),
            MayWrite = mayWrite,
            IsClustered = isClustered,
        });
        _database = new Database(options);
        _database.Open(connectionString);
        _sql = NpgsqlDataSource.Create(connectionString);
        Lease = new PostgresLease(_database, options, time, NullLogger<PostgresLease>.Instance);
        Lease.Changed += Changes.Add;
    }

    public PostgresLease Lease { get; }

    public List<bool> Changes { get; } = [];

    public static Holder Make(string connectionString, string name, bool mayWrite = true, TimeProvider? time = null, bool isClustered = false) =>
        new(connectionString, name, time ?? TimeProvider.System, mayWrite, isClustered);

    public static async Task<Holder> StartAsync(string connectionString, string name, TimeProvider? time = null, bool isClustered = false)
    {
        var holder = Make(connectionString, name, time: time, isClustered: isClustered);
        holder.Lease.OfferToLead();
        holder.Lease.Start();
        await holder.Lease.Tried.WaitAsync(TimeSpan.FromSeconds(20));
        return holder;
    }

    public Task<RuntimeGauges> GaugesAsync() => new RuntimeQueries(_database).GaugesAsync();

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _sql.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Lease.DisposeAsync();
        await _database.DisposeAsync();
        await _sql.DisposeAsync();
    }
}
