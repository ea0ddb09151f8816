namespace Vespid.Tests.Storage.Entities.Support;

/// <summary>Waits for facts.</summary>
internal static class Wait
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Longest)
                throw new TimeoutException($"Waited {Longest.TotalSeconds} s in vain for this: {what}.");
            await Task.Yield();
        }
    }
}
