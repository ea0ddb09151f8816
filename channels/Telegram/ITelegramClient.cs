namespace Vespid.Channels;

/// <summary>
/// The part of the Bot API that is used. Every call has a time-out and a bound on its answer; faults are answers. A cancellation is thrown only while
/// nothing was sent.
/// </summary>
public interface ITelegramClient
{
    Task<TelegramAnswer<TelegramBot>> GetMeAsync(string botToken, CancellationToken cancellationToken);

    /// <summary>
    /// Waits up to <paramref name="wait"/> for updates from <paramref name="offset"/> on; all below it are confirmed and will not come again.
    /// </summary>
    Task<TelegramAnswer<IReadOnlyList<TelegramUpdate>>> GetUpdatesAsync(
        string botToken, long? offset, TimeSpan wait, CancellationToken cancellationToken);

    /// <returns>Id of the message in its chat.</returns>
    Task<TelegramAnswer<long>> SendMessageAsync(string botToken, TelegramText message, CancellationToken cancellationToken);

    /// <summary>From then on updates are posted to <paramref name="url"/> with <paramref name="secretToken"/> in a header, and polling is refused.</summary>
    Task<TelegramAnswer<bool>> SetWebhookAsync(string botToken, Uri url, string? secretToken, CancellationToken cancellationToken);

    /// <summary>Back to polling; waiting updates stay.</summary>
    Task<TelegramAnswer<bool>> DeleteWebhookAsync(string botToken, CancellationToken cancellationToken);
}
