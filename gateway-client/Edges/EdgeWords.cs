using System.Text.RegularExpressions;

namespace Vespid.Gateway.Edges;

/// <summary>Shapes of what agents and operators name.</summary>
internal static partial class EdgeWords
{
    public const string ServicePrefix = "stkn_";
    public const string PeerPrefix = "xprb_";
    public const string RegistrationPrefix = "ptkn_";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    public static partial Regex NodeId { get; }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z")]
    public static partial Regex ShortId { get; }

    [GeneratedRegex(@"\A(?=.{1,253}\z)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    public static partial Regex Domain { get; }

    [GeneratedRegex(@"\A(\*\.)?(?=.{1,253}\z)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\z")]
    public static partial Regex DomainPattern { get; }

    [GeneratedRegex(@"\Aptkn_[A-Za-z0-9_-]{8,128}\z")]
    public static partial Regex RegistrationToken { get; }

    [GeneratedRegex(@"\Astkn_[A-Za-z0-9_-]{8,128}\z")]
    public static partial Regex ServiceToken { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    public static partial Regex Word { get; }

    [GeneratedRegex(@"\A[A-Za-z]{2}\z")]
    public static partial Regex Country { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9+/=_-]{16,128}\z")]
    public static partial Regex PublicKey { get; }

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\z")]
    public static partial Regex Uuid { get; }

    [GeneratedRegex(@"\A(vless|wg|https)\z")]
    public static partial Regex Tunnel { get; }

    [GeneratedRegex(@"\A[\x21-\x7e]{1,128}\z")]
    public static partial Regex IdempotencyKey { get; }

    [GeneratedRegex(@"\A[^\x00-\x1f]{1,100}\z")]
    public static partial Regex Name { get; }
}
