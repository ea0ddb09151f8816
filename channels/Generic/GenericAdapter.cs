using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Takes the generic body for a channel that has no reader of its own; every check that the account configures must pass.</summary>
internal sealed class GenericAdapter(ChannelDescriptor descriptor, Envelopes envelopes) : IChannelAdapter
{
    private const string IngressToken = "ingressToken";
    private const string WebhookSecret = "webhookSecret";

    private readonly string _tokenHeader = $"x-{descriptor.Id}-token";
    private readonly Authenticity.Failed _tokenInvalid = new(descriptor.ReasonPrefix + "_token_invalid");

    public ChannelDescriptor Descriptor => descriptor;

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        JsonBody.TryParseObject(request.Body, out var body)
            ? envelopes.Seal(GenericBody.Read(body, request), request, body)
            : Normalization.NotUnderstood;

    private Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var tokens = account.Secrets(IngressToken);
        var signing = account.Secrets(WebhookSecret);
        if (tokens.Count > 0 && !SharedSecrets.MatchesAny(SharedSecrets.PresentedToken(request, _tokenHeader), tokens))
            return _tokenInvalid;
        if (signing.Count > 0 && !SharedSecrets.HasGenericSignature(request, signing))
            return new Authenticity.Failed(ReasonCodes.SignatureInvalid);
        if (tokens.Count > 0 || signing.Count > 0)
            return Authenticity.Authentic.Instance;
        // A vendor secret that this adapter cannot verify must not turn into an open door.
        return descriptor.MetadataSpecs.Any(spec => account.Secrets(spec.Key).Count > 0)
            ? new Authenticity.Failed(ReasonCodes.AdapterAuthFailed)
            : Authenticity.Unsigned.Instance;
    }
}
