using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Which call of the application service API a request is, by the path below the account's own.</summary>
/// <param name="Kind">Null for none of them.</param>
internal readonly record struct MatrixServiceCall(string? Kind)
{
    public const string Transaction = "transaction";
    public const string Ping = "ping";
    public const string Query = "query";
    private const string Subpath = "x-vespid-subpath";

    public static MatrixServiceCall Of(IngressRequest request)
    {
        var path = (request.Headers.GetValueOrDefault(Subpath) ?? string.Empty).TrimStart('/');
        return new((request.Method, path) switch
        {
            ("PUT", _) when Below(path, "transactions/") => Transaction,
            ("POST", _) when path is "_matrix/app/v1/ping" => Ping,
            ("GET", _) when Below(path, "users/") || Below(path, "rooms/") || Below(path, "thirdparty/") => Query,
            _ => null,
        });
    }

    private static bool Below(string path, string resource) =>
        path.StartsWith("_matrix/app/v1/" + resource, StringComparison.Ordinal)
        // Homeservers before version 1.4 of the specification.
        || (resource is not "thirdparty/" && path.StartsWith(resource, StringComparison.Ordinal));
}
