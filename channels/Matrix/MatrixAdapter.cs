using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Matrix over HTTP: transactions that a homeserver pushes to an application service, and single events that a bridge posts.
/// Source: spec.matrix.org, Application Service API.
/// </summary>
internal sealed class MatrixAdapter(MatrixEventReader events) : IChannelAdapter
{
    public const string HsToken = "hsToken";
    private const int Forbidden = 403;
    private const int Unauthorized = 401;
    private const string ForbiddenBody = """{"errcode":"M_FORBIDDEN","error":"Bad token"}""";

    private static readonly Authenticity.Failed HsTokenInvalid = new("matrix_hs_token_invalid", Forbidden, ForbiddenBody);
    private static readonly BridgeProof Bridge = new("matrix", "x-matrix-token", null);
    private static readonly IngressResponse Empty = new(200, "application/json", "{}"u8.ToArray());
    private static readonly IngressResponse NotFound = new(404, "application/json", """{"errcode":"M_NOT_FOUND"}"""u8.ToArray());

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("matrix");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account)
    {
        var call = MatrixServiceCall.Of(request);
        return call.Kind switch
        {
            MatrixServiceCall.Ping => Empty,
            MatrixServiceCall.Query => NotFound,
            // A transaction may hold nothing but what was not asked for; the homeserver repeats it until it is told that it arrived.
            MatrixServiceCall.Transaction when JsonBody.TryParseObject(request.Body, out var body) && body["events"] is { IsArray: true } events
                && !events.Items.Any() => Empty,
            _ => null,
        };
    }

    public IngressResponse? Acknowledge(IngressRequest request) => MatrixServiceCall.Of(request).Kind == MatrixServiceCall.Transaction ? Empty : null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return Normalization.NotUnderstood;
        if (body["events"] is { IsArray: true } list)
            return ReadBatch.Of([.. list.Items.Select(item => events.Read(item, default, request, account, DirectRooms.Of(account)))]);
        return events.Read(body["event"].OrObject(body), body, request, account, DirectRooms.Of(account));
    }

    private static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var homeserver = account.Secrets(HsToken);
        if (homeserver.Count == 0)
            return Strict(Bridge.Check(request, account));
        // Before version 1.4 the token stood in the query.
        var presented = SharedSecrets.PresentedToken(request) ?? request.Query.GetValueOrDefault("access_token");
        if (SharedSecrets.MatchesAny(presented, homeserver))
            return Authenticity.Authentic.Instance;
        if (MatrixServiceCall.Of(request).Kind is not null || account.Secrets(BridgeProof.IngressToken).Count + account.Secrets(BridgeProof.WebhookSecret).Count == 0)
            return HsTokenInvalid;
        return Strict(Bridge.Check(request, account));
    }

    private static Authenticity Strict(Authenticity checkedBridge) =>
        checkedBridge is Authenticity.Failed failed ? failed with { RequiredStatus = Unauthorized } : checkedBridge;
}
