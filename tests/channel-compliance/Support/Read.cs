using System.Text.Json;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Channels;

internal static class Read
{
    /// <summary>The one message that must have been read.</summary>
    public static InboundMessage One(Normalization normalization)
    {
        Assert.Null(normalization.Reason);
        return Assert.Single(normalization.Messages);
    }

    public static void Nothing(string reason, Normalization normalization)
    {
        Assert.Equal(reason, normalization.Reason);
        Assert.Empty(normalization.Messages);
    }

    public static JsonElement Payload(InboundMessage message) => JsonElement.Parse(message.Payload!);
}
