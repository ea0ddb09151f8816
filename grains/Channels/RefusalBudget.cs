using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Vespid.Grains.Channels;

/// <summary>How many refusals (and other noise of strangers) an account may have stored in a minute; what is beyond is only counted.</summary>
internal sealed class RefusalBudget(TimeProvider clock, IOptions<ChannelRuntimeOptions> options)
{
    private readonly ConcurrentDictionary<Guid, Window> _windows = new();

    public bool TryTake(Guid accountId)
    {
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        var window = _windows.AddOrUpdate(
            accountId,
            static (_, now) => new Window(now, 1),
            static (_, seen, now) => seen.Minute == now ? seen with { Count = seen.Count + 1 } : new Window(now, 1),
            minute);
        return window.Count <= options.Value.StoredRefusalsPerMinute;
    }

    private readonly record struct Window(long Minute, int Count);
}
