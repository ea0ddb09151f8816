using System.Text.RegularExpressions;

namespace Vespid.Grains.Edges;

/// <summary>Tokens of edges tell what they are for.</summary>
internal static partial class EdgeTokens
{
    public const string Registration = "ptkn_";
    public const string Service = "stkn_";

    /// <summary>Whether a text has the form of a registration token.</summary>
    public static bool IsRegistration(string token) => RegistrationForm().IsMatch(token);

    [GeneratedRegex("^ptkn_[A-Za-z0-9_-]{8,128}$")]
    private static partial Regex RegistrationForm();
}
