using System.Text.Json.Nodes;

namespace Vespid.Grains.Identity;

/// <summary>Input of a turn that did not come over a channel.</summary>
internal static class TurnInput
{
    public static string Write(Guid organizationId, string text) =>
        new JsonObject { ["organizationId"] = organizationId, ["text"] = text }.ToJsonString();
}
