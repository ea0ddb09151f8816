using Vespid.Gateway.Http;

namespace Vespid.Gateway.Workflows;

/// <summary>A new workflow; a draft until it is published.</summary>
internal sealed record WorkflowCreateRequest(string Name, JsonObjectText? Dsl) : IBodyShape<WorkflowCreateRequest>
{
    internal const int MostName = 200;

    public static WorkflowCreateRequest Read(BodyFields fields)
    {
        var name = fields.Text("name", 1, MostName, trim: true);
        if (!fields.Has("dsl"))
            fields.Fail("dsl", "Required.");
        return new WorkflowCreateRequest(name, ReadDsl(fields));
    }

    internal static JsonObjectText? ReadDsl(BodyFields fields)
    {
        var dsl = fields.Any("dsl");
        if (dsl.ValueKind == System.Text.Json.JsonValueKind.Undefined)
            return null;
        WorkflowDsl.Validate(dsl, "dsl", fields.Fail);
        return new JsonObjectText(dsl.GetRawText());
    }
}
