using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Outbox kinds of the rooms.</summary>
internal static class RelayKinds
{
    /// <summary>Something to a binding.</summary>
    public const string Relay = "relay";

    /// <summary>A command to carry out.</summary>
    public const string Command = "chat_command";

    /// <summary>A run of the operator's pipeline.</summary>
    public const string Run = "chat_run";

    /// <summary>After it nobody waits for a copy any more.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromHours(24);
}

/// <summary>
/// Numbers of the parts of a copy: texts from 0 on, a file under which the text begins among them; then files; then the full text. So an edit finds each
/// kind where it was, however many of the other there are.
/// </summary>
internal static class RelayParts
{
    public const int Files = 100;
    public const int FullText = 200;
}

/// <summary>What is done to a copy.</summary>
internal static class RelayOps
{
    public const string Send = "send";
    public const string Edit = "edit";
    public const string Delete = "delete";

    /// <summary>Says under a copy that it could not be changed.</summary>
    public const string Note = "note";
}

/// <summary>Payload of an entry of a relay lane. Ids of copies and of what they answer are looked up when it is sent: by then the lane has sent them.</summary>
internal sealed record RelayPayload
{
    /// <summary>A word of <see cref="RelayOps"/>.</summary>
    public required string Op { get; init; }

    public Guid? MessageId { get; init; }

    public int Part { get; init; }

    /// <summary>Null where there is no binding: the next three say where.</summary>
    public string? BindingId { get; init; }

    public string? InstanceId { get; init; }

    public string? Place { get; init; }

    public string? Topic { get; init; }

    public RichText Body { get; init; } = RichText.Empty;

    /// <summary>What stands before the text when the bot speaks itself; also the webhook's name.</summary>
    public string? Prefix { get; init; }

    /// <summary>Whether the prefix belongs to this part.</summary>
    public bool IsFirst { get; init; } = true;

    public string? AvatarUrl { get; init; }

    /// <summary>Message that it answers.</summary>
    public Guid? ReplyTo { get; init; }

    /// <summary>The same, where only the platform's id is known.</summary>
    public string? ReplyToExternalId { get; init; }

    /// <summary>What it answers, in short, where that cannot be pointed at.</summary>
    public string? Quote { get; init; }

    public ChatAttachment? File { get; init; }

    /// <summary>Instance that can fetch the file.</summary>
    public string? FileInstanceId { get; init; }

    /// <summary>The whole text as a file, when it takes too many parts.</summary>
    public string? FullText { get; init; }

    public ImmutableArray<string> AllowMentions { get; init; } = [];

    /// <summary>Whether it may speak through a webhook.</summary>
    public bool MayUseWebhook { get; init; }
}
