using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>Messages, runs and replies as they really were.</summary>
internal sealed partial class Books(WorldTime time, Trace trace, Tally tally, SimulatedFlags flags) : Ledger(time, trace, tally), IStoreWatch
{
    private readonly Dictionary<Guid, List<(AccountSnapshot Account, bool IsOn)>> _history = [];
    private readonly Dictionary<string, Letter> _letters = new(StringComparer.Ordinal);

    /// <summary>Is told which entity has changed.</summary>
    public event Action<Guid>? EntityChanged;

    public void Written(Letter letter) => _letters.Add(letter.Text, letter);

    /// <summary>A place in the history of an account, to ask later what held since.</summary>
    public int Moment(Guid accountId) => _history[accountId].Count - 1;

    /// <summary>Writes down what an account is now.</summary>
    public void Remember(AccountRecord account)
    {
        if (!_history.TryGetValue(account.Id, out var history))
            _history.Add(account.Id, history = []);
        history.Add((account.Snapshot(), flags.IsChannelEnabled(account.ChannelId)));
    }

    /// <summary>An answer that is not 503: what it says must be durable, and must follow from the account as it was while the request was under way.</summary>
    public void Answered(Letter letter, int since, int status, bool accepted, string reason, int triggered)
    {
        if (status != 202)
        {
            Violated($"{letter.Text} was answered {status} {reason}.");
            return;
        }

        letter.Answer = reason;
        Tally.Count(accepted ? "acknowledged" : "refused");
        if (accepted)
        {
            letter.IsAcknowledged = true;
            if (AcceptedRowOf(letter) is not { } stored)
                Violated($"{letter.Text} was acknowledged and is not stored.");
            else if (stored.WorkflowsTriggered != triggered)
                Violated($"{letter.Text} was acknowledged with {triggered} runs and stored with {stored.WorkflowsTriggered}.");
            if (reason == ReasonCodes.DuplicateMessage)
                return;
        }

        if (!Reasons(letter, since).Contains(reason))
            Violated($"{letter.Text} was answered {reason}, which followed from no state of the account since it was delivered ({string.Join(", ", Reasons(letter, since))}).");
    }

    /// <summary>A fetch that includes the letter has ended well: the bot will not be given it again.</summary>
    public void Fetched(Letter letter)
    {
        letter.Answer = "fetched";
        var (stored, reasons) = (AcceptedRowOf(letter), Reasons(letter, letter.FetchedSince));
        letter.IsAcknowledged |= stored is not null;
        Tally.Count(stored is not null ? "acknowledged" : "refused");
        if (stored is null && reasons.SetEquals([ReasonCodes.Accepted]))
            Violated($"{letter.Text} was fetched, nothing spoke against it, and it is not stored.");
    }

    public InboundMessageRow? AcceptedRowOf(Letter letter) =>
        Store.Messages.Values.FirstOrDefault(message => message.Row.Text == letter.Text && message.Row.Status == "accepted")?.Row;

    /// <summary>What may be answered: the switch and the account are read one after the other, so each counts as it was at any time since.</summary>
    private HashSet<string> Reasons(Letter letter, int since)
    {
        var states = _history[letter.Account.Id].Skip(since).ToList();
        return [.. states.SelectMany(state => states.Select(other => Reason(state.Account, other.IsOn, letter.Message)))];
    }

    private static string Reason(AccountSnapshot account, bool isOn, InboundMessage message) =>
        !isOn || !account.Organization.ChannelRuntimeEnabled ? ReasonCodes.ChannelDisabled
        : !account.Enabled ? ReasonCodes.AccountDisabled
        : ChannelPolicy.Decide(PolicyFacts.Of(account, message));

    private static string TextOf(OutboxRow row) => OutboundPayload.Read(row.Payload).Text;
}
