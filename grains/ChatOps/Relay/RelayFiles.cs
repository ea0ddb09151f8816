using System.Globalization;
using System.Text;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Fetches the file of an entry; what is too large is told, never left out in silence.</summary>
internal sealed class RelayFiles(ChatMedia media)
{
    public async Task<Prepared> PrepareAsync(RelayTarget at, RelayPayload payload, CancellationToken cancellationToken)
    {
        if (payload.FullText is { } full)
            return new Prepared(payload.Body, new RoomFile("document", "message.txt", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(full)), null);
        if (payload.File is not { } file)
            return new Prepared(payload.Body, null, null);
        if (Told(at, payload) is { } told)
            return new Prepared(told, null, null);
        var found = await media.FetchAsync(payload.FileInstanceId ?? "", file, cancellationToken);
        var (again, why) = FateOf(found, at.Instance.Client.MaxUpload);
        return again is not null ? new Prepared(payload.Body, null, again)
            : why is not null ? new Prepared(WithNotice(payload.Body, file, why), null, null)
            : new Prepared(
                payload.Body,
                new RoomFile(file.Kind, file.FileName ?? file.Kind, file.ContentType ?? "application/octet-stream", ((RoomAnswer<ReadOnlyMemory<byte>>.Ok)found).Value),
                null);
    }

    /// <summary>Whether to fetch it again, or why it does not come; neither when it is there. Fetching twice does no harm, so a lost answer is no answer.</summary>
    internal static (SendResult? Again, string? Why) FateOf(RoomAnswer<ReadOnlyMemory<byte>> answer, long maxUpload) => answer switch
    {
        RoomAnswer<ReadOnlyMemory<byte>>.Ok { Value.Length: var length } => (null, length > maxUpload ? "too large" : null),
        RoomAnswer<ReadOnlyMemory<byte>>.Refused { Fault: RoomFault.Later or RoomFault.Token } refused => (new SendResult.Retry(refused.Error, refused.RetryAfter, CountsAsAttempt: true), null),
        RoomAnswer<ReadOnlyMemory<byte>>.NotSent unsent => (new SendResult.Retry(unsent.Error, null, CountsAsAttempt: true), null),
        RoomAnswer<ReadOnlyMemory<byte>>.Lost lost => (new SendResult.Retry(lost.Error, null, CountsAsAttempt: true), null),
        RoomAnswer<ReadOnlyMemory<byte>>.Refused { Fault: RoomFault.Gone } => (null, "gone"),
        // Telegram has no status of its own for it.
        RoomAnswer<ReadOnlyMemory<byte>>.Refused refused when refused.Status == 413 || refused.Error.Contains("too big", StringComparison.OrdinalIgnoreCase) => (null, "too large"),
        _ => (null, "cannot be fetched"),
    };

    /// <summary>What is said of a file that is known to be too large; null where it is sent.</summary>
    public static RichText? Told(RelayTarget at, RelayPayload payload) =>
        payload.File is { } file && file.Size > Math.Min(at.Instance.Client.MaxUpload, ChatMedia.MaxBytes) ? WithNotice(payload.Body, file, "too large") : null;

    private static RichText WithNotice(RichText body, ChatAttachment file, string why)
    {
        var size = file.Size is { } bytes ? ", " + (bytes / 1_048_576.0).ToString("F1", CultureInfo.InvariantCulture) + " MB" : "";
        var notice = $"({file.Kind} {file.FileName}{size}: {why}){(file.PublicUrl is { } url ? " " + url : "")}";
        return RelayPlans.Join(body, RichText.Plain(body.IsEmpty ? notice : "\n" + notice));
    }

    /// <summary>What is to be sent, or why it cannot be yet.</summary>
    internal sealed record Prepared(RichText Body, RoomFile? File, SendResult? Fault);
}
