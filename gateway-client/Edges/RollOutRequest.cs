using Vespid.Gateway.Http;

namespace Vespid.Gateway.Edges;

/// <summary>What is to happen to a roll-out.</summary>
/// <param name="Action"><c>advance</c>, <c>halt</c> or <c>resume</c>.</param>
internal sealed record RollOutRequest(string Action) : IBodyShape<RollOutRequest>
{
    public static RollOutRequest Read(BodyFields fields)
    {
        var action = fields.OptionalOneOf("action", "advance", "halt", "resume");
        if (action is null)
            fields.Fail("action", "Required.");
        return new RollOutRequest(action ?? "");
    }
}
