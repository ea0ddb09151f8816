using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Secrets;

namespace Vespid.Grains.Edges;

/// <summary>A new service token as the argument of a command: sealed while it waits, since only its hash is kept of a token.</summary>
internal static class TokenOnItsWay
{
    public const string CommandType = "rotate_service_token";

    public static string Seal(string token, string nodeId, EdgeSecrets secrets) => Convert.ToBase64String(secrets.Seal(token, SecretPurpose.OfEdgeToken(nodeId)));

    /// <summary>The command as the edge gets it; null when the key that sealed it is lost: the edge keeps the token that it has.</summary>
    public static EdgeCommand? Open(EdgeCommand command, string nodeId, EdgeSecrets secrets)
    {
        if (command.Type != CommandType)
            return command;
        try
        {
            return command with { Argument = secrets.Open(Convert.FromBase64String(command.Argument!), SecretPurpose.OfEdgeToken(nodeId)) };
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }
}
