using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>What is promised of the whole, after everything has come to rest.</summary>
internal sealed partial class ChatBooks
{
    public void Close()
    {
        foreach (var binding in Store.ChatBindings.Where(static binding => binding.Row.Status != "active"))
            Violated($"Binding {binding.Row.Channel} {binding.Row.ExternalRoomId} is {binding.Row.Status}: {binding.Row.StatusReason}");
        foreach (var said in _said)
        {
            var message = Store.ChatMessageBy(said.Place.BindingId, said.Place.ExternalId, said.Id);
            if (message is not null)
                CheckCopies(said, message);
            // Whoever takes back what nobody could be told of leaves nothing to fetch.
            else if (!said.IsDeleted)
                Violated($"{said} was never taken.");
        }

        foreach (var target in ChatSettings.Places)
            CheckOrder(target);
        Tally.Count("edited", _said.Count(static said => said.Version > 0));
        Tally.Count("deleted", _said.Count(static said => said.IsDeleted));
        Tally.Count("changed unheard", _said.Count(static said => said.ChangedUnheard));
    }

    private void CheckCopies(Said said, StoredChatMessage message)
    {
        foreach (var target in ChatSettings.Places.Where(place => place.RoomId == said.Place.RoomId && place != said.Place))
        {
            var rows = Store.CopiesOf(message.Row.Id).Where(copy => copy.BindingId == target.BindingId).OrderBy(static copy => copy.Part).ToList();
            var there = _arrivals[target].Where(copy => copy.Number == said.Number).ToList();
            if (rows.Count == 0)
            {
                Violated($"{said} has no copy in {target}; {there.Count} arrived.");
                continue;
            }

            CheckNumber(said, target, rows, there);
            if (!rows.Exists(IsLeft))
                CheckContent(said, target, [.. rows.Select(row => there.Find(copy => copy.Id == row.ExternalId)).OfType<PlatformCopy>()]);
        }
    }

    /// <summary>One copy of each part; a second one only where the record says that there may be one.</summary>
    private void CheckNumber(Said said, ChatPlace target, List<StoredCopy> rows, List<PlatformCopy> there)
    {
        foreach (var row in rows)
        {
            var entry = Store.Entries[row.EntryId];
            if (IsLeft(row) ? entry.ErrorClass != "unknown" : row.Status is not ("sent" or "withdrawn"))
                Violated($"Part {row.Part} of {said} in {target} is {row.Status} ({entry.Status}, {entry.LastError}) for good.");
            else if (!IsLeft(row) && there.Count(copy => copy.Id == row.ExternalId) != 1)
                Violated($"Part {row.Part} of {said} in {target} is recorded as {row.ExternalId}, which is not there.");
            if (row.PossibleDuplicate)
                Tally.Count("marked");
            if (IsLeft(row))
                Tally.Count("left to a person");
        }

        var second = there.Count(copy => rows.TrueForAll(row => row.ExternalId != copy.Id));
        var allowed = rows.Sum(row => IsLeft(row) ? 2 : row.PossibleDuplicate ? 1 : 0);
        Tally.Count("second copies", second);
        if (second > allowed)
            Violated($"{said} is {there.Count} times in {target}: {second} more than recorded, and {allowed} marked.");
        foreach (var copy in there)
        {
            if (copy.ReplyTo is { } answered && !(said.Answers is { } older && IsOf(older, target, answered)))
                Violated($"The copy of {said} in {target} answers {answered}, which is not what it answered.");
        }
    }

    /// <summary>Twice nobody knew whether it arrived; what comes of it is a person's to say.</summary>
    private bool IsLeft(StoredCopy row) => Store.Entries[row.EntryId].Status == "dead_letter";

    private bool IsOf(Said said, ChatPlace place, string id) => said.Place == place ? said.Id == id : _copies[place].GetValueOrDefault(id)?.Number == said.Number;

    /// <summary>The recorded copies say what the message says now, or are gone with it.</summary>
    private void CheckContent(Said said, ChatPlace target, List<PlatformCopy> copies)
    {
        if (said.ChangedUnheard)
            return;
        if (said.IsDeleted)
        {
            if (copies.Exists(static copy => !copy.IsGone))
                Violated($"{said} was taken back, and is still in {target}.");
            return;
        }

        if (copies.Exists(static copy => copy.IsGone))
        {
            Violated($"{said} is gone in {target}, and nobody took it back.");
            return;
        }

        var words = copies.SelectMany(copy => ChatText.VersionsOf(copy.Text, said.Number)).ToList();
        if (words.Count != said.Words || words.Exists(version => version != said.Version))
            Violated($"{said} says version {said.Version} in {said.Words} words; {target} has {words.Count} words of version {string.Join(", ", words.Distinct())}.");
    }

    /// <summary>What one chat said arrives in another in that order, where nothing was in doubt.</summary>
    private void CheckOrder(ChatPlace target)
    {
        var last = new Dictionary<ChatPlace, int>();
        foreach (var first in _arrivals[target].DistinctBy(static copy => copy.Number))
        {
            var said = _said[first.Number - 1];
            if (Store.ChatMessageBy(said.Place.BindingId, said.Place.ExternalId, said.Id) is not { } message
                || Store.CopiesOf(message.Row.Id).Any(copy => copy.BindingId == target.BindingId && copy.PossibleDuplicate))
                continue;
            if (last.GetValueOrDefault(said.Place) > said.Number)
                Violated($"{said} arrived in {target} after m{last[said.Place]}.");
            last[said.Place] = Math.Max(last.GetValueOrDefault(said.Place), said.Number);
        }
    }
}
