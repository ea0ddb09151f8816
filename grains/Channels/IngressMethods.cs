using Vespid.GrainInterfaces.Channels;

namespace Vespid.Grains.Channels;

/// <summary>Messages come by POST. Vendors use GET for handshakes; PUT only where something stands below the account's own path.</summary>
internal static class IngressMethods
{
    private const string Subpath = "x-vespid-subpath";

    public static bool TakesMessages(IngressRequest request) =>
        request.Method == "POST" || (request.Method == "PUT" && request.Headers.ContainsKey(Subpath));
}
