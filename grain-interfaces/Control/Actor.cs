namespace Vespid.GrainInterfaces.Control;

/// <summary>Who asked for a change; goes into the audit trail.</summary>
/// <param name="Kind"><c>user</c>, <c>operator</c>, <c>worker</c> or <c>system</c>.</param>
/// <param name="Id">User id, token id, or a name.</param>
/// <param name="RemoteAddress">Where from, if over the network.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.actor")]
public sealed record Actor([property: Id(0)] string Kind, [property: Id(1)] string? Id, [property: Id(2)] string? RemoteAddress)
{
    /// <summary>The user id when a user acts, else null.</summary>
    public Guid? UserId => Kind == "user" && Guid.TryParse(Id, out var id) ? id : null;

    public static Actor System(string name) => new("system", name, null);
}
