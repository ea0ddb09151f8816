using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>A chat of a platform that is bound to a room.</summary>
/// <param name="Channel">Platform, and the name of its one bot.</param>
/// <param name="ExternalId">The platform's id.</param>
/// <param name="RoomId">Room.</param>
/// <param name="Identity">Of Discord: who speaks there, <c>webhook</c> or <c>prefix</c>.</param>
internal sealed record ChatPlace(string Channel, string ExternalId, string RoomId, string Identity = "webhook")
{
    public string BindingId { get; } = ChatAddressGrain.BindingId(AddressKeys.Of(Channel, Channel, ExternalId, null));

    public bool IsTelegram => Channel == "telegram";

    public override string ToString() => $"{Channel} {ExternalId}";
}
