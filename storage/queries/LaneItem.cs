namespace Vespid.Storage.Queries;

/// <summary>A lane with open entries.</summary>
/// <param name="LaneKey">Lane.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Open">Entries that have not left.</param>
/// <param name="HeadId">Entry that goes first.</param>
/// <param name="HeadStatus">Its status.</param>
/// <param name="HeadDueIn">When it is due, zero or negative when it is.</param>
/// <param name="OldestAge">Age of the oldest open entry.</param>
public sealed record LaneItem(string LaneKey, Guid OrganizationId, int Open, Guid HeadId, string HeadStatus, TimeSpan HeadDueIn, TimeSpan OldestAge);
