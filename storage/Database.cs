using Npgsql;

namespace Vespid.Storage;

/// <summary>
/// The connection pools. They exist once the server is known: after <see cref="Open"/>, which the start of the storage calls before any
/// other service starts.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    // Plans are kept, and may have been made while the tables were empty: the statistics that would say otherwise come later than the rows.
    private const string ByIndex = "-c enable_seqscan=off -c jit=off";
    private const string WriterSettings = "-c statement_timeout=2000 -c idle_in_transaction_session_timeout=2000 -c synchronous_commit=on " + ByIndex;

    private readonly StorageOptions _options;
    private volatile string? _connectionString;
    private volatile Pool? _reads;
    private volatile Pool? _writes;
    private Pool? _retired;

    public Database(Microsoft.Extensions.Options.IOptions<StorageOptions> options) => _options = options.Value;

    /// <summary>
    /// Reads over all organisations, where <see cref="Queries.TenantReader"/> shows one; also writes that belong to no lease (sign-ins, migrations).
    /// </summary>
    internal Pool Reads => _reads ?? throw NotOpen();

    /// <summary>
    /// Writes of the lease's holder: connections named after its epoch, which a successor terminates, with statement and idle-in-transaction
    /// time-outs of 2 s. Each statement still has to check the epoch. Take it anew for each use: it changes with the epoch.
    /// </summary>
    internal Pool Writes => _writes ?? throw NotOpen();

    /// <summary>Connection string of the server; contains the password.</summary>
    internal string ConnectionString => _connectionString ?? throw NotOpen();

    /// <summary>Whether <see cref="Open"/> was called.</summary>
    public bool IsOpen => _reads is not null;

    /// <summary>Application name of the writers of an epoch.</summary>
    internal static string WriterName(long epoch) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"vespid-writer-{epoch}");

    /// <summary>One connection of the commit log. Its plans are made once.</summary>
    internal string WriterConnectionString(long epoch) => new NpgsqlConnectionStringBuilder(ConnectionString)
    {
        ApplicationName = WriterName(epoch),
        Pooling = false,
        Timeout = 2,
        CommandTimeout = 3,
        CancellationTimeout = 500,
        Options = WriterSettings + " -c plan_cache_mode=force_generic_plan",
    }.ConnectionString;

    /// <summary>Names the server. Opens no connection yet.</summary>
    internal void Open(string connectionString)
    {
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { Timezone = "UTC", IncludeErrorDetail = false }.ConnectionString;
        _reads = new Pool(new NpgsqlConnectionStringBuilder(_connectionString)
        {
            ApplicationName = "vespid-reader",
            MaxPoolSize = _options.ReadPoolSize,
            MinPoolSize = 0,
            Timeout = 2,
            CommandTimeout = 5,
            CancellationTimeout = 500,
            MaxAutoPrepare = 50,
            NoResetOnClose = true,
            Options = ByIndex,
        }.ConnectionString);
        UseEpoch(0);
    }

    /// <summary>Puts the writers under an epoch. The pool before is closed at the change after this one, when nothing can be using it any more.</summary>
    internal void UseEpoch(long epoch)
    {
        var next = new Pool(new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            ApplicationName = WriterName(epoch),
            MaxPoolSize = _options.WritePoolSize + _options.WriterConnections,
            MinPoolSize = 0,
            Timeout = 2,
            CommandTimeout = 3,
            CancellationTimeout = 500,
            MaxAutoPrepare = 50,
            NoResetOnClose = true,
            Options = WriterSettings,
        }.ConnectionString);
        var previous = Interlocked.Exchange(ref _writes, next);
        previous?.Clear();
        Interlocked.Exchange(ref _retired, previous)?.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var pool in new[] { _reads, _writes, _retired })
        {
            if (pool is not null)
                await pool.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static InvalidOperationException NotOpen() => new("The storage has not been started.");
}
