namespace Vespid.Silo.Deployment;

/// <summary>What one gate says.</summary>
/// <param name="Name">Which.</param>
/// <param name="Ok">Whether it opens.</param>
/// <param name="Value">What was found.</param>
/// <param name="Limit">What it must be.</param>
/// <param name="Why">What keeps it shut and what to do; empty when it is open.</param>
internal sealed record GateResult(string Name, bool Ok, string Value, string Limit, string Why = "");
