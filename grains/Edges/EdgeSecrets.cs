using System.Text.Json.Nodes;
using Vespid.Storage.Secrets;

namespace Vespid.Grains.Edges;

/// <summary>Documents of edges, sealed at rest.</summary>
internal sealed class EdgeSecrets(ISecretProtector protector)
{
    public bool IsConfigured => protector.IsConfigured;

    public byte[] Seal(string text, SecretPurpose purpose) => protector.Seal(text, purpose).Pack();

    /// <exception cref="SecretUnreadableException">Its key is lost.</exception>
    public string Open(byte[] packed, SecretPurpose purpose) => protector.Open(SealedSecret.Unpack(packed), purpose);

    /// <exception cref="SecretUnreadableException">Its key is lost.</exception>
    public JsonObject OpenDocument(byte[] packed, SecretPurpose purpose) => JsonNode.Parse(Open(packed, purpose))!.AsObject();
}
