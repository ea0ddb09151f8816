using Vespid.GrainInterfaces.Determinism;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>What a conversation decides with, besides its state and the message.</summary>
/// <param name="Account">The account as of now.</param>
/// <param name="DefaultSession">The account's default session, if it names one that exists in the organisation.</param>
/// <param name="RunsLeft">Runs that the organisation's quota still admits; <see cref="int.MaxValue"/> when unlimited.</param>
/// <param name="Options">Settings.</param>
/// <param name="Ids">Source of ids.</param>
/// <param name="Chance">Source of pairing codes.</param>
public readonly record struct ConversationContext(
    AccountSnapshot Account,
    Guid? DefaultSession,
    int RunsLeft,
    ChannelRuntimeOptions Options,
    IIdSource Ids,
    IChance Chance);
