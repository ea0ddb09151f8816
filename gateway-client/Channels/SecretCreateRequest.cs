using Vespid.Gateway.Http;

namespace Vespid.Gateway.Channels;

/// <summary>A new secret. A blank value is refused by its own code.</summary>
internal sealed record SecretCreateRequest(string Name, string Value) : IBodyShape<SecretCreateRequest>
{
    internal const int MostName = 80;
    internal const int MostValue = 16_384;

    public static SecretCreateRequest Read(BodyFields fields) => new(fields.Text("name", 1, MostName, trim: true), fields.Text("value", 0, MostValue));

    /// <summary>Keeps the value out of logs.</summary>
    public override string ToString() => nameof(SecretCreateRequest);
}
