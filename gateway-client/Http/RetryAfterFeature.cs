namespace Vespid.Gateway.Http;

/// <summary>How long the caller of this request is to wait, when it is more than the second that refusals say by default.</summary>
internal sealed record RetryAfterFeature(int Seconds);
