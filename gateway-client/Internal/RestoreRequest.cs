using Vespid.Gateway.Http;
using Vespid.Storage.Restore;

namespace Vespid.Gateway.Internal;

/// <summary>Which of what waits after a restore is released or discarded.</summary>
/// <param name="By">Who decided; stands in the audit trail.</param>
/// <param name="Reason">Why; stands in the audit trail.</param>
/// <param name="What"><c>outbox</c>, <c>runs</c> or <c>alerts</c>; all when absent.</param>
/// <param name="OrganizationId">Only of this organisation; of all when absent.</param>
internal sealed record RestoreRequest(string By, string Reason, string? What, Guid? OrganizationId) : IBodyShape<RestoreRequest>
{
    public static RestoreRequest Read(BodyFields fields) => new(
        fields.Text("by", 1, 200, trim: true), fields.Text("reason", 1, 1_000, trim: true),
        fields.OptionalOneOf("what", [.. RestoreSelection.Words]), fields.OptionalId("organizationId"));
}
