using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Channels;

/// <summary>A new account. What is null takes the channel's default.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.create-account")]
public sealed record CreateAccount
{
    [Id(0)]
    public required string ChannelId { get; init; }

    [Id(1)]
    public required string AccountKey { get; init; }

    [Id(2)]
    public string? DisplayName { get; init; }

    [Id(3)]
    public bool? Enabled { get; init; }

    [Id(4)]
    public string? DmPolicy { get; init; }

    [Id(5)]
    public string? GroupPolicy { get; init; }

    [Id(6)]
    public bool? RequireMentionInGroup { get; init; }

    [Id(7)]
    public string? WebhookUrl { get; init; }

    /// <summary>A JSON object.</summary>
    [Id(8)]
    public string? Metadata { get; init; }
}

/// <summary>A partial change of an account; metadata is replaced as a whole, and a masked secret in it means unchanged.</summary>
[GenerateSerializer]
[Immutable]
[Alias("vespid.change-account")]
public sealed record ChangeAccount
{
    [Id(0)]
    public Change<string> DisplayName { get; init; }

    [Id(1)]
    public Change<bool> Enabled { get; init; }

    [Id(2)]
    public Change<string> DmPolicy { get; init; }

    [Id(3)]
    public Change<string> GroupPolicy { get; init; }

    [Id(4)]
    public Change<bool> RequireMentionInGroup { get; init; }

    [Id(5)]
    public Change<string> WebhookUrl { get; init; }

    [Id(6)]
    public Change<string> Metadata { get; init; }

    [Id(7)]
    public Change<string> Status { get; init; }

    [Id(8)]
    public Change<string> LastError { get; init; }
}

/// <summary>What became of a test message.</summary>
/// <param name="Delivered">Whether the receiver took it.</param>
/// <param name="Status"><c>accepted</c>, <c>pending</c>, <c>dead_letter</c>, <c>failed</c>, <c>channel_disabled</c>, <c>account_unavailable</c>.</param>
/// <param name="AttemptCount">Attempts so far.</param>
/// <param name="ProviderMessageId">The receiver's id.</param>
/// <param name="Error">Why not.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.test-send-result")]
public sealed record TestSendResult(
    [property: Id(0)] bool Delivered,
    [property: Id(1)] string Status,
    [property: Id(2)] int AttemptCount,
    [property: Id(3)] string? ProviderMessageId,
    [property: Id(4)] string? Error);
