using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Long polls, one at a time: a new one ends the one before.</summary>
internal sealed class TelegramPolls(UpdateQueue updates) : IDisposable
{
    public const string Superseded = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    public const string WebhookActive =
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

    private const int MaxWaitSeconds = 50;
    private CancellationTokenSource _current = new();

    /// <returns>Updates, perhaps none; null when another poll has taken over.</returns>
    public async Task<JsonArray?> WaitAsync(JsonObject body, CancellationToken aborted, CancellationToken stopping)
    {
        var mine = new CancellationTokenSource();
        var superseded = mine.Token;
        using (var earlier = Interlocked.Exchange(ref _current, mine))
            await earlier.CancelAsync();

        var (offset, limit) = (body["offset"]?.GetValue<long>(), body["limit"]?.GetValue<int>());
        var wait = TimeSpan.FromSeconds(Math.Clamp(body["timeout"]?.GetValue<int>() ?? 0, 0, MaxWaitSeconds));
        using var deadline = new CancellationTokenSource(wait, TimeProvider.System);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, superseded, aborted, stopping);
        while (true)
        {
            var arrived = updates.Arrived;
            var found = updates.Take(offset, limit);
            if (superseded.IsCancellationRequested)
                return null;
            if (found.Count > 0 || any.IsCancellationRequested)
                return found;
            await Task.WhenAny(arrived, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, any.Token));
        }
    }

    public void Dispose() => _current.Dispose();
}
