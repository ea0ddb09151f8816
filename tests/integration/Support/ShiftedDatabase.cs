using System.Globalization;

namespace Vespid.Tests.Integration.Support;

/// <summary>
/// A private server whose clock a test moves: the product's statements ask <c>now()</c> and <c>clock_timestamp()</c> without a schema, and find the
/// test's before the server's own. The server keeps running; the next statement is answered with another time, as when an administrator sets the clock.
/// </summary>
internal sealed class ShiftedDatabase : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private DatabaseProbe _probe = null!;

    public string ConnectionString => _probe.ConnectionString;

    public DatabaseProbe Probe => _probe;

    /// <summary>Before anybody has made a table: defaults of columns stay with the function that was found first.</summary>
    public static async Task<ShiftedDatabase> StartAsync()
    {
        var database = new ShiftedDatabase();
        database._probe = await DatabaseProbe.OpenAsync(database._folder.Path);
        await database.ShiftAsync(TimeSpan.Zero);
        await database._probe.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$");
        return database;
    }

    /// <summary>Sets the clock this far ahead of the real one, or behind it.</summary>
    public Task ShiftAsync(TimeSpan by)
    {
        var seconds = by.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return _probe.ExecuteAsync(
            $"""
            CREATE OR REPLACE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT pg_catalog.now() + interval '{seconds} seconds' $$;
            CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT pg_catalog.clock_timestamp() + interval '{seconds} seconds' $$;
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _probe.DisposeAsync();
        _folder.Dispose();
    }
}
