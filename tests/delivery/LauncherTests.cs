using System.Globalization;
using System.Net.Sockets;
using Vespid.Tests.Delivery.Support;

namespace Vespid.Tests.Delivery;

/// <summary>The launcher with the real program: what it starts, what it refuses, and what it stops again.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [ToolFact("curl")]
    public async Task From_the_template_to_a_clean_stop()
    {
        var smoke = await Tool.RunAsync(
            _launcher.Variables, RepositoryRoot.At("tests", "smoke", "test_deployment.sh"), _launcher.Offset.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(7, smoke.Ends(0).Output.Split('\n').Count(line => line.StartsWith("ok: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Settings_that_are_not_valid_are_named_and_nothing_is_started()
    {
        var refused = (await _launcher.RunAsync("production", "--env-file", _launcher.Settings("CHANNEL_PAIRING_TTL_SEC=soon"))).Ends(1);

        Assert.Contains("CHANNEL_PAIRING_TTL_SEC", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("DATABASE_URL", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("\"EventName\":\"config.guard\",\"Status\":\"rejected\"", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_launcher.Folder, "data")));
    }

    [Fact]
    public async Task A_process_that_does_not_become_healthy_is_stopped_again()
    {
        // A gateway without a silo: it runs, and is never ready.
        var file = _launcher.Settings("VESPID_ROLE=gateway");

        var failed = (await _launcher.RunAsync("local", "--env-file", file, "--health-timeout", "6")).Ends(1);

        Assert.Contains("\"EventName\":\"health.gate\",\"Status\":\"failed\"", failed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("launcher.stop", failed.Errors, StringComparison.Ordinal);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", 8080 + _launcher.Offset));
    }

    [Theory]
    [InlineData(2, "everywhere", "--env-file", "FILE")]
    [InlineData(2, "local")]
    [InlineData(2, "local", "--env-file", "FILE", "--colour")]
    [InlineData(2, "local", "--env-file", "FILE", "--samples", "few")]
    [InlineData(2, "local", "--env-file")]
    [InlineData(1, "local", "--env-file", "none", "--check-config")]
    [InlineData(1, "local", "--env-file", "FILE", "--check-config", "--log-format", "text")]
    [InlineData(1, "local", "--env-file", "FILE", "--check-config", "--otel")]
    [InlineData(0, "local", "--env-file", "FILE", "--check-config", "--otel-endpoint", "http://127.0.0.1:4317")]
    [InlineData(1, "staging", "--env-file", "LOCAL", "--check-config")]
    [InlineData(1, "local", "--env-file", "FILE", "--check-config", "--digest", "sha256-of-another")]
    [InlineData(1, "local", "--env-file", "FILE", "--check-config", "--digest", "../elsewhere")]
    [InlineData(1, "local", "--env-file", "FILE", "--wait-healthy", "1", "--health-timeout", "1")]
    public async Task Options_are_read_before_anything_is_done(int code, params string[] arguments)
    {
        var file = _launcher.Settings();
        var local = _launcher.Settings("VESPID_ENV=local");

        (await _launcher.RunAsync([.. arguments.Select(one => one switch { "FILE" => file, "LOCAL" => local, _ => one })])).Ends(code);
    }

    [Fact]
    public async Task A_file_of_secrets_that_is_open_to_all_or_not_what_its_checksum_says_is_refused()
    {
        var file = _launcher.Settings();
        var checksum = (await Tool.RunAsync("sha256sum", file)).Output.Split(' ')[0];
        await File.WriteAllTextAsync(file + ".sha256", $"{checksum}  {Path.GetFileName(file)}\n");
        (await _launcher.RunAsync("local", "--env-file", file, "--check-config")).Ends(0);

        await File.AppendAllTextAsync(file, "VESPID_LOG_LEVEL=Debug\n");
        Assert.Contains("is not the file that", (await _launcher.RunAsync("local", "--env-file", file, "--check-config")).Ends(1).Errors, StringComparison.Ordinal);

        File.Delete(file + ".sha256");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        Assert.Contains("open to everybody", (await _launcher.RunAsync("production", "--env-file", file, "--check-config")).Ends(1).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_release_is_started_by_its_own_launcher()
    {
        var other = Directory.CreateDirectory(Path.Combine(_launcher.Folder, "releases", "0123abcd", "ops"));
        var script = Path.Combine(other.FullName, "start.sh");
        await File.WriteAllTextAsync(script, "#!/bin/sh\nprintf '%s|' \"$@\"\n");
        File.SetUnixFileMode(script, (UnixFileMode)0b111_101_101);

        var started = await _launcher.RunAsync("production", "--env-file", "a file.env", "--digest", "0123abcd");

        Assert.Equal("production|--env-file|a file.env|--digest|0123abcd|", started.Ends(0).Output);
    }
}
