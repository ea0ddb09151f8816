namespace Vespid.Grains.Alerts;

/// <summary>Where a receiver's messages go now.</summary>
/// <param name="Webhook">First hop.</param>
/// <param name="Chat">Chat of the second hop; null unless there is a token too.</param>
/// <param name="Token">Bot token. Never shown.</param>
/// <param name="IsTenants">Whether a tenant named the webhook: then it must be a public address.</param>
internal sealed record AlertAddress(Uri? Webhook, string? Chat, string? Token, bool IsTenants)
{
    public bool IsRouted => Webhook is not null || Chat is not null;

    public override string ToString() => "address of a receiver";
}
