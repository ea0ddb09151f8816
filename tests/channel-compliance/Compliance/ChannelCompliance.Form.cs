namespace Vespid.Tests.Channels;

public abstract partial class ChannelCompliance
{
    internal ChannelForm Form => new(GetType().Name, Adapter, SecretName, StoredFor, Sign, [SampleOf("hello").Body, .. BodiesWithId("id-1")]);
}
