namespace Vespid.Channels;

/// <summary>The secrets that channels ask for, worded once.</summary>
internal static class Secret
{
    public static readonly MetadataSpec IngressToken = new(
        "ingressToken", "Ingress token", Required: false, "a long random string",
        "Callers send it as a bearer token or in the channel's token header.");

    public static readonly MetadataSpec WebhookSecret = new(
        "webhookSecret", "Webhook secret", Required: false, "a long random string", "Key of the signature that callers put on each body.");

    public static MetadataSpec Of(string key, string label, string description) => new(key, label, Required: false, null, description);

    public static MetadataSpec Required(string key, string label, string description) => new(key, label, Required: true, null, description);
}
