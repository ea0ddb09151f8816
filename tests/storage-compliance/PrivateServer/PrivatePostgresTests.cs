using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Vespid.Storage.Server;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Storage.PrivateServer;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vespid-private-").FullName;

    public PrivatePostgresTests() =>
        File.SetUnixFileMode(_folder, File.GetUnixFileMode(_folder) | UnixFileMode.OtherExecute);

    private string DataFolder => Path.Combine(_folder, "data");

    [Fact]
    public async Task It_starts_without_a_data_folder_and_keeps_what_it_stored()
    {
        await using (var server = await StartAsync())
        {
            await using var sql = NpgsqlDataSource.Create(server.ConnectionString);
            await ExecuteAsync(sql, "CREATE TABLE kept (id int)");
        }

        await using var again = await StartAsync();
        await using var reader = NpgsqlDataSource.Create(again.ConnectionString);
        await ExecuteAsync(reader, "INSERT INTO kept VALUES (1)");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(DataFolder, "postgres", "password")));
    }

    [Fact]
    public async Task It_is_as_durable_as_an_answer_says_and_listens_to_nobody_outside()
    {
        await using var server = await StartAsync();
        await using var sql = NpgsqlDataSource.Create(server.ConnectionString);
        foreach (var (setting, value) in new[] { ("fsync", "on"), ("synchronous_commit", "on"), ("full_page_writes", "on"), ("shared_buffers", "256MB") })
            Assert.Equal(value, await ScalarAsync<string>(sql, $"SHOW {setting}"));
        Assert.Contains(await ScalarAsync<string>(sql, "SHOW listen_addresses"), new[] { string.Empty, "127.0.0.1" });
        var stranger = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(stranger.ConnectionString);
        await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
    }

    [Fact]
    public async Task It_stops_with_the_last_process_that_uses_it()
    {
        var first = await StartAsync();
        var process = first.ProcessId;
        await using (var second = await StartAsync())
        {
            Assert.Equal(process, second.ProcessId);
            await first.DisposeAsync();
            Assert.True(IsRunning(process));
        }

        Assert.False(IsRunning(process));
    }

    [Fact]
    public async Task It_outlives_a_killed_process_and_is_adopted_by_the_next()
    {
        using var child = Child.Start(ChildProgram.HoldServer, DataFolder);
        var said = await child.LineAsync("server <pid>");
        child.Kill();
        await using var server = await StartAsync();
        Assert.Equal(said, $"server {server.ProcessId}");
        await using var sql = NpgsqlDataSource.Create(server.ConnectionString);
        Assert.Equal(1, await ScalarAsync<int>(sql, "SELECT 1"));
    }

    [Fact]
    public async Task A_server_that_was_killed_itself_starts_again()
    {
        int killed;
        using (var child = Child.Start(ChildProgram.HoldServer, DataFolder))
        {
            killed = int.Parse((await child.LineAsync("server <pid>")).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            using var process = Process.GetProcessById(killed);
            process.Kill();
            await Vespid.Tests.Storage.Entities.Support.Wait.UntilAsync("the server to be gone", () => Task.FromResult(!IsRunning(killed)));
        }

        await using var server = await StartAsync();
        Assert.NotEqual(killed, server.ProcessId);
    }

    [Fact]
    public async Task Two_that_start_at_once_share_one_server()
    {
        var both = await Task.WhenAll(StartAsync(), StartAsync());
        Assert.Equal(both[0].ProcessId, both[1].ProcessId);
        await both[0].DisposeAsync();
        await both[1].DisposeAsync();
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_is_served_on_loopback()
    {
        var deep = Path.Combine(_folder, new string('d', 100));
        await using var server = await PrivatePostgres.StartAsync(deep, TimeProvider.System, NullLogger.Instance);
        Assert.Equal("127.0.0.1", new NpgsqlConnectionStringBuilder(server.ConnectionString).Host);
        await using var sql = NpgsqlDataSource.Create(server.ConnectionString);
        Assert.Equal(1, await ScalarAsync<int>(sql, "SELECT 1"));
    }

    [Fact]
    public void What_to_install_is_said_when_the_programs_are_missing()
    {
        var error = Assert.Throws<PrivatePostgresException>(() => ServerPrograms.Find(clusterVersion: 9));
        Assert.Contains("PostgreSQL 9", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool IsRunning(int processId) => File.Exists($"/proc/{processId}/stat") && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task ExecuteAsync(NpgsqlDataSource sql, string text)
    {
        await using var command = sql.CreateCommand(text);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource sql, string text)
    {
        await using var command = sql.CreateCommand(text);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private Task<PrivatePostgres> StartAsync() => PrivatePostgres.StartAsync(DataFolder, TimeProvider.System, NullLogger.Instance);
}
