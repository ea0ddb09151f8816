using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels;

/// <summary>What every channel's inbound half does. A channel only says how its bodies look and how they are signed.</summary>
public abstract partial class ChannelCompliance : IDisposable
{
    protected const string Secret = "right-secret-value";

    private readonly ChannelsHost _host = new();

    protected abstract string ChannelId { get; }

    /// <summary>Name of the secret under which <see cref="Sign"/> signs.</summary>
    protected abstract string SecretName { get; }

    protected abstract string MissingReason { get; }

    protected abstract string InvalidReason { get; }

    /// <summary>Where the text of <see cref="SampleOf"/> stands.</summary>
    protected abstract string TextField { get; }

    protected virtual IChannelAdapter Adapter => _host.Adapter(ChannelId);

    internal ChannelsHost Host => _host;

    public void Dispose()
    {
        _host.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Sample SampleOf(string text);

    protected abstract IngressRequest Sign(IngressRequest request, string secret);

    /// <summary>Bodies that carry <paramref name="id"/> in the places where an id can be a text.</summary>
    protected abstract IEnumerable<JsonObject> BodiesWithId(string id);

    /// <summary>What an account holds so that <see cref="Sign"/> with <paramref name="secret"/> passes: where keys are not shared, the public half.</summary>
    protected virtual string StoredFor(string secret) => secret;

    private ChannelAccount AccountWith(params string[] values) =>
        values.Length == 0 ? Accounts.Of(ChannelId) : Accounts.Of(ChannelId, null, null, (SecretName, [.. values.Select(StoredFor)]));

    private Normalization Normalize(string body) => Adapter.Normalize(Requests.Of(ChannelId, body), AccountWith());

    private ValueTask<Authenticity> Authenticate(IngressRequest request, ChannelAccount account) =>
        Adapter.AuthenticateAsync(request, account, TestContextToken);

    private static CancellationToken TestContextToken => CancellationToken.None;
}
