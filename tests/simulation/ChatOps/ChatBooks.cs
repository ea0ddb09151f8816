using Vespid.Storage.Commits;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>What people said, and what the platforms have of it.</summary>
internal sealed partial class ChatBooks(WorldTime time, Trace trace, Tally tally) : Ledger(time, trace, tally), IStoreWatch
{
    private readonly List<Said> _said = [];
    private readonly Dictionary<ChatPlace, Dictionary<string, PlatformCopy>> _copies = ChatSettings.Places.ToDictionary(static place => place, static _ => new Dictionary<string, PlatformCopy>());
    private readonly Dictionary<ChatPlace, List<PlatformCopy>> _arrivals = ChatSettings.Places.ToDictionary(static place => place, static _ => new List<PlatformCopy>());

    /// <summary>Told of every commit as it becomes durable.</summary>
    public event Action<Commit>? Committed;

    /// <summary>In the order in which it was said.</summary>
    public IReadOnlyList<Said> AllSaid => _said;

    public void Add(Said said)
    {
        _said.Add(said);
        Tally.Count("messages");
        Trace.Add(Time.Now, 0, "says", said.Place.ToString(), said.Number);
    }

    public void Changed(string what, Said said) => Trace.Add(Time.Now, 0, what, said.Place.ToString(), said.Number);

    /// <summary>A platform takes a message of ours.</summary>
    public void Posted(ChatPlace place, string id, string text, string? replyTo, string? webhook)
    {
        Tally.Count("copies");
        if (ChatText.NumberOf(text) is not { } number || number > _said.Count)
        {
            Violated($"{place} was sent what nobody has said: {text}");
            return;
        }

        var said = _said[number - 1];
        Trace.Add(Time.Now, 0, "has a copy", place.ToString(), number);
        if (said.Place == place)
            Violated($"{said} came back to where it was said.");
        else if (said.Place.RoomId != place.RoomId)
            Violated($"{said} reached {place}, which is another room.");
        var copy = new PlatformCopy(place, id, number, replyTo, webhook) { Text = text };
        _copies[place].Add(id, copy);
        _arrivals[place].Add(copy);
    }

    /// <summary>A copy that is there; null when there is none, or none any more.</summary>
    public PlatformCopy? Find(ChatPlace place, string id) => _copies[place].GetValueOrDefault(id) is { IsGone: false } copy ? copy : null;

    /// <summary>What somebody there could answer: the message itself, or a copy of it; null when it is not there.</summary>
    public string? IdIn(ChatPlace place, Said said) =>
        said.Place == place ? said.Id : _arrivals[place].Find(copy => copy.Number == said.Number && !copy.IsGone)?.Id;

    public void Queued(EntryRecord entry)
    {
    }

    public void Moved(EntryRecord entry, string from)
    {
    }

    public void Applied(Commit commit) => Committed?.Invoke(commit);
}
