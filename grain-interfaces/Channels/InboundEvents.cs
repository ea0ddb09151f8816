namespace Vespid.GrainInterfaces.Channels;

/// <summary>Kinds of inbound message. A direct message wins over a mention, a mention over the rest.</summary>
public static class InboundEvents
{
    public const string DirectMessage = "message.dm";
    public const string Mentioned = "message.mentioned";
    public const string Received = "message.received";
}
