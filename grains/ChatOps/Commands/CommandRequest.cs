using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Channels;

namespace Vespid.Grains.ChatOps;

/// <summary>A command on its lane. Everything that follows from it has an id that follows from its message, so that carrying it out twice does nothing twice.</summary>
/// <param name="MessageId">Message that it is.</param>
/// <param name="RoomId">Room.</param>
/// <param name="BindingId">Binding that it came from.</param>
/// <param name="Command">What.</param>
/// <param name="Actor">Who.</param>
/// <param name="ActorName">For people; decides nothing.</param>
/// <param name="Chat">What <c>chatinfo</c> says.</param>
/// <param name="ApprovedBy">Second person, when one has approved it.</param>
/// <param name="Topic">Topic or thread that it was said in, where the binding takes them all.</param>
internal sealed record CommandRequest(
    Guid MessageId, string RoomId, string BindingId, ParsedCommand Command, CommandActor Actor, string ActorName, string Chat, string? ApprovedBy = null,
    string? Topic = null)
{
    private static readonly Guid Action = new("0197b0c5-0000-7000-8000-00000000ac71");
    private static readonly Guid Reply = new("0197b0c5-0000-7000-8000-0000000000e9");
    private static readonly Guid RunTarget = new("0197b0c5-0000-7000-8000-0000000000c0");
    private static readonly Guid Approved = new("0197b0c5-0000-7000-8000-00000000a0b0");

    /// <summary>Id of the recorded attempt; the approved one goes on where the one that asked stopped.</summary>
    public Guid ActionId => RunId.Of(MessageId, Action);

    public Guid ReplyId => RunId.Of(MessageId, ApprovedBy is null ? Reply : Approved);

    public Guid RunGuid => RunId.Of(MessageId, RunTarget);

    /// <summary>As people see it.</summary>
    public string RunName => "run_" + RunGuid.ToString("N")[16..];

    /// <summary>Entry that carries it out after its approval.</summary>
    public Guid ApprovedEntry => RunId.Of(MessageId, Action) is var id ? RunId.Of(id, Approved) : Guid.Empty;
}
