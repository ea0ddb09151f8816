using System.Text.Json;

namespace Vespid.Channels;

/// <summary>
/// What rooms ask of a platform, beyond what accounts do: copies that change, files, permissions. Every call has a time-out and a bound; faults are answers.
/// </summary>
public interface IRoomClient
{
    /// <summary><c>telegram</c> or <c>discord</c>.</summary>
    string Channel { get; }

    /// <summary>Most characters of one message, by the platform's own count.</summary>
    int MaxText { get; }

    /// <summary>Most characters under a file.</summary>
    int MaxCaption { get; }

    /// <summary>Most bytes of a file that the bot may send.</summary>
    long MaxUpload { get; }

    Task<RoomAnswer<RoomBot>> MeAsync(string token, CancellationToken cancellationToken);

    /// <returns>The platform's id of the message.</returns>
    Task<RoomAnswer<string>> SendAsync(string token, RoomPost post, CancellationToken cancellationToken);

    Task<RoomAnswer<bool>> EditAsync(string token, RoomCopy copy, string text, CancellationToken cancellationToken);

    Task<RoomAnswer<bool>> DeleteAsync(string token, RoomCopy copy, CancellationToken cancellationToken);

    /// <param name="token">Token.</param>
    /// <param name="reference">What the platform calls the file.</param>
    /// <param name="maxBytes">Larger ones are refused.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<RoomAnswer<ReadOnlyMemory<byte>>> DownloadAsync(string token, string reference, int maxBytes, CancellationToken cancellationToken);

    /// <summary>The bot's own webhook in a channel, made when there is none. Refused where the platform has no such thing.</summary>
    Task<RoomAnswer<RoomWebhook>> WebhookAsync(string token, string place, string name, CancellationToken cancellationToken);

    Task<RoomAnswer<RoomAccess>> CheckAsync(string token, string place, string botId, CancellationToken cancellationToken);

    /// <summary>Messages after one, oldest first, at most a hundred. Refused where the platform keeps none for bots.</summary>
    Task<RoomAnswer<IReadOnlyList<JsonElement>>> AfterAsync(string token, string place, string messageId, CancellationToken cancellationToken);
}
