using Vespid.Tests.Channels;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>Which proofs the signer of a form can give for any body.</summary>
internal static class Provable
{
    /// <summary>
    /// Whether the body has a say in the platform's proof: it is made over fields of it, or stands in it itself. A damaged body then proves nothing
    /// even with the right secret.
    /// </summary>
    public static bool ByBody(ChannelForm form) => form.SecretName is "oaSecretKey" or "verificationToken" || form.Adapter.Descriptor.Id is "nostr";
}
