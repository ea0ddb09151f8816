using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Work;

namespace Vespid.Gateway.Internal;

/// <summary>A worker asks for work.</summary>
/// <param name="Worker">Name shown to operators.</param>
/// <param name="Max">1 to 100; 1 when absent.</param>
/// <param name="WaitSeconds">0 to 20; 0 when absent.</param>
internal sealed record WorkClaimRequest(string Worker, int? Max, int? WaitSeconds) : IBodyShape<WorkClaimRequest>
{
    public static WorkClaimRequest Read(BodyFields fields) =>
        new(fields.Text("worker", 1, 120, trim: true), fields.OptionalNumber("max", 1, 100), fields.OptionalNumber("waitSeconds", 0, 20));

    public ClaimWork ToCommand() => new(Worker, Max ?? 1, WaitSeconds ?? 0);
}
