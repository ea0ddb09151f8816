using System.Text.Json;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Internal;

/// <summary>A run to create and queue.</summary>
internal sealed record TriggerRunRequest(Guid OrganizationId, Guid WorkflowId, Guid RequestedByUserId, JsonElement? Payload) : IBodyShape<TriggerRunRequest>
{
    /// <summary>The payload as JSON text; JSON null when there is none.</summary>
    internal string PayloadText => Payload?.GetRawText() ?? "null";

    public static TriggerRunRequest Read(BodyFields fields)
    {
        var payload = fields.Any("payload");
        return new TriggerRunRequest(
            fields.Id("organizationId"), fields.Id("workflowId"), fields.Id("requestedByUserId"), payload.ValueKind == JsonValueKind.Undefined ? null : payload);
    }
}
