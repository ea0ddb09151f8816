using Vespid.Gateway.Http;

namespace Vespid.Gateway.Organizations;

/// <summary>A new organisation, owned by the caller.</summary>
internal sealed record OrganizationCreateRequest(string Name) : IBodyShape<OrganizationCreateRequest>
{
    internal const int MostName = 120;

    public static OrganizationCreateRequest Read(BodyFields fields) => new(fields.Text("name", 1, MostName, trim: true));
}
