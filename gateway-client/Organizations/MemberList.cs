namespace Vespid.Gateway.Organizations;

/// <summary>Members, in the order in which they registered.</summary>
internal sealed record MemberList(IReadOnlyList<MemberAnswer> Members, string? NextCursor);
