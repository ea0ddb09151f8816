using System.Collections.Immutable;
using Vespid.Storage.Entities;

namespace Vespid.Grains.Alerts;

/// <summary>What a receiver decided.</summary>
/// <param name="State">What it remembers.</param>
/// <param name="Entries">Messages to queue.</param>
/// <param name="Accounts">What became of events.</param>
/// <param name="NextIn">When to look again though nothing new comes; null for never.</param>
internal sealed record AlertDecision(AlertState State, ImmutableArray<AlertEntry> Entries, ImmutableArray<AlertAccount> Accounts, TimeSpan? NextIn);
