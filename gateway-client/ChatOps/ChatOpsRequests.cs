using System.Collections.Immutable;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Gateway.ChatOps;

/// <summary>Pauses a binding.</summary>
/// <param name="Minutes">Until somebody resumes it, when there is none.</param>
internal sealed record ChatPauseRequest(string? Reason, int? Minutes) : IBodyShape<ChatPauseRequest>
{
    public static ChatPauseRequest Read(BodyFields fields) => new(fields.OptionalText("reason", 1, 500, trim: true), fields.OptionalNumber("minutes", 1, 10_080));
}

/// <summary>Moves a binding to another room.</summary>
internal sealed record ChatMoveRequest(string RoomId) : IBodyShape<ChatMoveRequest>
{
    public static ChatMoveRequest Read(BodyFields fields) => new(fields.Text("roomId", 1, 200));
}

/// <summary>Binds a chat to a room.</summary>
/// <param name="Channel"><c>telegram</c> or <c>discord</c>.</param>
/// <param name="InstanceId">Bot; that of the platform's name when there is none.</param>
/// <param name="Direction"><c>both</c>, <c>inbound</c> or <c>outbound</c>.</param>
internal sealed record ChatBindRequest(string Channel, string? InstanceId, string ExternalRoomId, string? TopicId, string? Direction) : IBodyShape<ChatBindRequest>
{
    public static ChatBindRequest Read(BodyFields fields) => new(
        fields.OptionalOneOf("channel", "telegram", "discord") ?? Missing(fields), fields.OptionalText("instanceId", 1, 64), fields.Text("externalRoomId", 1, 64),
        fields.OptionalText("topicId", 1, 64), fields.OptionalOneOf("direction", "both", "inbound", "outbound"));

    public ClaimAddress ToCommand(string roomId) => new(
        roomId, Channel, InstanceId ?? Channel, ExternalRoomId, TopicId, BindingOptions.Default with { Direction = Direction ?? "both" }, "console");

    private static string Missing(BodyFields fields)
    {
        fields.Fail("channel", "Required.");
        return "";
    }
}

/// <summary>Keeps a room's history, or no longer.</summary>
internal sealed record ChatHoldRequest(bool Enabled, string Reason) : IBodyShape<ChatHoldRequest>
{
    public static ChatHoldRequest Read(BodyFields fields)
    {
        var enabled = fields.OptionalFlag("enabled");
        if (enabled is null)
            fields.Fail("enabled", "Required.");
        return new ChatHoldRequest(enabled ?? false, fields.Text("reason", 1, 500, trim: true));
    }
}

/// <summary>Sets the mutation switch.</summary>
/// <param name="Minutes">After which it falls back to the configuration's; none keeps it.</param>
internal sealed record ChatMutationsRequest(bool Enabled, string Reason, int? Minutes) : IBodyShape<ChatMutationsRequest>
{
    public static ChatMutationsRequest Read(BodyFields fields)
    {
        var enabled = fields.OptionalFlag("enabled");
        if (enabled is null)
            fields.Fail("enabled", "Required.");
        return new ChatMutationsRequest(enabled ?? false, fields.Text("reason", 1, 500, trim: true), fields.OptionalNumber("minutes", 1, 10_080));
    }
}

/// <summary>Replaces who may run commands that change something.</summary>
/// <param name="ExpectedVersion">Version that was looked at.</param>
internal sealed record ChatPolicyRequest(
    int ExpectedVersion, IReadOnlyList<string>? AllowedTelegramUserIds, IReadOnlyList<string>? AllowedDiscordUserIds, bool? ViewersAllowed) : IBodyShape<ChatPolicyRequest>
{
    public static ChatPolicyRequest Read(BodyFields fields) => new(
        fields.OptionalNumber("expectedVersion", 0, int.MaxValue) ?? Missing(fields), fields.OptionalTexts("allowedTelegramUserIds", 1000, 32),
        fields.OptionalTexts("allowedDiscordUserIds", 1000, 32), fields.OptionalFlag("viewersAllowed"));

    public PutChatPolicy ToCommand() => new(
        ExpectedVersion, AllowedTelegramUserIds is { } telegram ? telegram.ToImmutableArray() : null, AllowedDiscordUserIds is { } discord ? discord.ToImmutableArray() : null,
        null, ViewersAllowed);

    private static int Missing(BodyFields fields)
    {
        fields.Fail("expectedVersion", "Required.");
        return 0;
    }
}
