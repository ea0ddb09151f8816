using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Workflows;

/// <summary>A partial change of a workflow.</summary>
internal sealed record WorkflowPatchRequest(Change<string> Name, Change<JsonObjectText> Dsl) : IBodyShape<WorkflowPatchRequest>
{
    public static WorkflowPatchRequest Read(BodyFields fields) => new(
        fields.Change("name", () => fields.OptionalText("name", 1, WorkflowCreateRequest.MostName, trim: true, nullable: false)),
        fields.Change("dsl", () => WorkflowCreateRequest.ReadDsl(fields)));
}
