using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels;

/// <summary>How requests of one channel under one kind of secret look, for whoever makes requests of its own.</summary>
/// <param name="Name">Name of the configuration.</param>
/// <param name="Adapter">Its adapter.</param>
/// <param name="SecretName">Name of the secret.</param>
/// <param name="Stored">What an account holds for a secret.</param>
/// <param name="Sign">Proves a request under a secret, whatever its body.</param>
/// <param name="Bodies">Bodies that it understands.</param>
internal sealed record ChannelForm(
    string Name,
    IChannelAdapter Adapter,
    string SecretName,
    Func<string, string> Stored,
    Func<IngressRequest, string, IngressRequest> Sign,
    IReadOnlyList<JsonObject> Bodies)
{
    /// <summary>Every configuration of the suite: one more is found without being named here.</summary>
    public static IReadOnlyList<ChannelForm> All() =>
    [
        .. typeof(ChannelCompliance).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ChannelCompliance)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => ((ChannelCompliance)Activator.CreateInstance(type)!).Form),
    ];
}
