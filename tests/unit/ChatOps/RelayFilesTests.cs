using Vespid.Channels;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps;

public sealed class RelayFilesTests
{
    public static TheoryData<string, string?, string?> Fates => new()
    {
        { "ok", null, null },
        { "ok, large", null, "too large" },
        { "later", "busy", null },
        { "token", "unauthorized", null },
        { "not sent", "refused", null },
        { "lost", "cut off", null },
        { "gone", null, "gone" },
        { "413", null, "too large" },
        { "too big", null, "too large" },
        { "elsewhere", null, "cannot be fetched" },
    };

    [Theory]
    [MemberData(nameof(Fates))]
    public void A_file_is_sent_tried_again_or_told_of(string answered, string? again, string? why)
    {
        RoomAnswer<ReadOnlyMemory<byte>> answer = answered switch
        {
            "ok" => new RoomAnswer<ReadOnlyMemory<byte>>.Ok(new byte[10]),
            "ok, large" => new RoomAnswer<ReadOnlyMemory<byte>>.Ok(new byte[11]),
            "later" => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(503, "busy", RoomFault.Later, TimeSpan.FromSeconds(7)),
            "token" => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(401, "unauthorized", RoomFault.Token),
            "not sent" => new RoomAnswer<ReadOnlyMemory<byte>>.NotSent("refused"),
            "lost" => new RoomAnswer<ReadOnlyMemory<byte>>.Lost("cut off"),
            "gone" => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(404, "file_gone", RoomFault.Gone),
            "413" => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(413, "file_too_large", RoomFault.Message),
            "too big" => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(400, "telegram_400: Bad Request: file is too big", RoomFault.Message),
            _ => new RoomAnswer<ReadOnlyMemory<byte>>.Refused(403, "address_refused", RoomFault.Message),
        };

        var fate = RelayFiles.FateOf(answer, maxUpload: 10);

        Assert.Equal((again, why), ((fate.Again as SendResult.Retry)?.Error, fate.Why));
        Assert.Equal(answered == "later" ? TimeSpan.FromSeconds(7) : null, (fate.Again as SendResult.Retry)?.RetryAfter);
    }
}
