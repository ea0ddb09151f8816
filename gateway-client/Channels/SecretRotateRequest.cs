using Vespid.Gateway.Http;

namespace Vespid.Gateway.Channels;

/// <summary>A new value of a secret.</summary>
/// <param name="Value">The value.</param>
/// <param name="OverlapSeconds">How long the old value verifies too, 0 to 30 days; a day when absent.</param>
internal sealed record SecretRotateRequest(string Value, int? OverlapSeconds) : IBodyShape<SecretRotateRequest>
{
    private const int MostOverlap = 30 * 24 * 3_600;
    private static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);

    internal TimeSpan Overlap => OverlapSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultOverlap;

    public static SecretRotateRequest Read(BodyFields fields) =>
        new(fields.Text("value", 0, SecretCreateRequest.MostValue), fields.OptionalNumber("overlapSeconds", 0, MostOverlap));

    /// <summary>Keeps the value out of logs.</summary>
    public override string ToString() => nameof(SecretRotateRequest);
}
