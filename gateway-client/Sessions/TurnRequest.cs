using Vespid.Gateway.Http;

namespace Vespid.Gateway.Sessions;

/// <summary>A turn for the agent.</summary>
internal sealed record TurnRequest(string Text) : IBodyShape<TurnRequest>
{
    public static TurnRequest Read(BodyFields fields) => new(fields.Text("text", 1, 10_000));
}
