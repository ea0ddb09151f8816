using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Work;

namespace Vespid.Gateway.Internal;

/// <summary>A failed attempt.</summary>
/// <param name="LeaseToken">From the claim.</param>
/// <param name="Error">1 to 2,000 characters.</param>
/// <param name="Retryable">False fails the run for good; true when absent.</param>
internal sealed record WorkFailRequest(Guid LeaseToken, string Error, bool? Retryable) : IBodyShape<WorkFailRequest>
{
    public static WorkFailRequest Read(BodyFields fields) => new(fields.Id("leaseToken"), fields.Text("error", 1, 2_000), fields.OptionalFlag("retryable"));

    public FailWork ToCommand() => new(LeaseToken, Error, Retryable ?? true);
}
