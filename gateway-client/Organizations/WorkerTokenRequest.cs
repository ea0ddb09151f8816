using Vespid.Gateway.Http;

namespace Vespid.Gateway.Organizations;

/// <summary>A worker token to make.</summary>
internal sealed record WorkerTokenRequest(string Name) : IBodyShape<WorkerTokenRequest>
{
    public static WorkerTokenRequest Read(BodyFields fields) => new(fields.Text("name", 1, 120, trim: true));
}
