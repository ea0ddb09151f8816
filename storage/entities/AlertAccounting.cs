using System.Collections.Immutable;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;

namespace Vespid.Storage.Entities;

/// <summary>
/// What a receiver did with events: the other half of the commit that queues its messages. Guard: each of them was open.
/// </summary>
/// <param name="ReceiverId">Receiver.</param>
/// <param name="Accounts">Each event once.</param>
/// <param name="NextIn">When to look again though nothing new comes; null for never.</param>
/// <param name="Breakers">All of its circuit breakers that are not closed.</param>
public sealed record AlertAccounting(string ReceiverId, ImmutableArray<AlertAccount> Accounts, TimeSpan? NextIn, ImmutableArray<EdgeBreaker> Breakers) : CommitRow;
