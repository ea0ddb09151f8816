using System.Globalization;
using Vespid.Channels;

namespace Vespid.Silo.Smoke;

/// <summary>What a smoke or load run is told by environment variables: the names of the public original's scripts, with one prefix each.</summary>
internal sealed class SmokeTarget(string prefix)
{
    public SmokeClient Client(TimeSpan timeout) => new(
        Text("API_BASE_URL", "http://localhost:3001"), Text("GATEWAY_BASE_URL", "http://localhost:3002"), timeout);

    /// <summary>With the token and organisation given, else as somebody new.</summary>
    public Task SignInAsync(SmokeClient client, CancellationToken cancellationToken)
    {
        if (Text("TOKEN", "") is { Length: > 0 } token && Text("ORG_ID", "") is { Length: > 0 } organization)
        {
            client.Use(token, organization);
            return Task.CompletedTask;
        }

        var stamp = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return client.SignUpAsync(Text("EMAIL", $"channels-smoke-{stamp}@example.com"), Text("PASSWORD", "Password123"), cancellationToken);
    }

    /// <summary>Ids of the catalogue among those named with commas between them; all for null.</summary>
    public static IReadOnlyList<string> Channels(string? wanted)
    {
        var names = wanted?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. ChannelCatalog.All.Select(channel => channel.Id).Where(id => names is null || names.Contains(id))];
    }

    public string Text(string name, string fallback) => Environment.GetEnvironmentVariable(prefix + name) is { Length: > 0 } value ? value : fallback;

    public int Number(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(prefix + name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    public TimeSpan Milliseconds(string name, int fallback) => TimeSpan.FromMilliseconds(Number(name, fallback));
}
