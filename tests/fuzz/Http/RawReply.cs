using System.Text;

namespace Vespid.Tests.Fuzz.Http;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">0 when the connection ended without one.</param>
/// <param name="Headers">Status line and header lines.</param>
/// <param name="Body">Without its framing.</param>
/// <param name="Closes">Whether the connection is of no more use.</param>
internal sealed record RawReply(int Status, string Headers, byte[] Body, bool Closes)
{
    public static readonly RawReply None = new(0, "", [], true);

    /// <summary>Value of a header; null when it is not there.</summary>
    public string? this[string name]
    {
        get
        {
            var at = Headers.IndexOf($"\n{name}:", StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return null;
            var from = at + name.Length + 2;
            var end = Headers.IndexOf('\r', from);
            return (end < 0 ? Headers[from..] : Headers[from..end]).Trim();
        }
    }

    public override string ToString() => $"{Headers}\n{Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, 2000)))}";
}
