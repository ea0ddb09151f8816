namespace Vespid.Storage.Work;

/// <summary>What an organisation has used of its run quota. Turns of sessions do not count.</summary>
/// <param name="OrganizationId">Organisation.</param>
/// <param name="ThisMonth">Admitted runs of this calendar month (UTC), counted no further than its limit.</param>
/// <param name="InFlight">Admitted runs that are queued or running, counted no further than its limit.</param>
/// <param name="MonthlyLimit">Null is unlimited.</param>
/// <param name="InflightLimit">Null is unlimited.</param>
public sealed record RunQuota(Guid OrganizationId, int ThisMonth, int InFlight, int? MonthlyLimit, int? InflightLimit)
{
    /// <summary>Whether the monthly limit lets no further run through.</summary>
    public bool MonthlyExceeded => ThisMonth >= MonthlyLimit;

    /// <summary>Whether the limit of runs at once lets no further run through.</summary>
    public bool InflightExceeded => InFlight >= InflightLimit;

    /// <summary>How many further runs may be admitted now.</summary>
    public int Room => Math.Max(0, Math.Min(MonthlyLimit - ThisMonth ?? int.MaxValue, InflightLimit - InFlight ?? int.MaxValue));
}
