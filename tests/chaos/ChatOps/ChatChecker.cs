using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Simulation.ChatOps;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>Compares what people said with what the other chats have of it.</summary>
internal static class ChatChecker
{
    public static IReadOnlyList<Violation> Check(ChatEvidence evidence) =>
    [
        .. evidence.Seen,
        .. evidence.Bindings.Where(static binding => binding.Status != "active").Select(static binding => new Violation(Violation.Refused, $"the binding of {binding.Place} is {binding.Status}")),
        .. Strays(evidence),
        .. evidence.Said.SelectMany(said => Copies(evidence, said)),
        .. ChatPlace.All.SelectMany(target => Order(evidence, target)),
    ];

    /// <summary>Nothing comes back, and nothing goes where it does not belong.</summary>
    private static IEnumerable<Violation> Strays(ChatEvidence evidence)
    {
        foreach (var arrival in evidence.Arrivals)
        {
            var (number, place) = (ChatText.NumberOf(arrival.First), ChatPlace.All.Single(place => place.ExternalId == arrival.Place));
            if (evidence.Said.FirstOrDefault(said => said.Number == number) is not { } said)
                yield return new Violation(Violation.Loop, $"{place} was sent what nobody has said: {arrival.First}");
            else if (said.Place == place || said.Place.RoomId != place.RoomId)
                yield return new Violation(Violation.Loop, $"{said} reached {place}");
        }
    }

    private static IEnumerable<Violation> Copies(ChatEvidence evidence, Said said)
    {
        if (!evidence.Messages.TryGetValue((said.Place.ExternalId, said.Id), out var message))
            return [new Violation(Violation.Lost, $"{said} was never taken")];
        return ChatPlace.All.Where(place => place.RoomId == said.Place.RoomId && place != said.Place).SelectMany(target => In(
            said, target, [.. evidence.Copies[message].Where(copy => copy.Place == target.ExternalId)],
            [.. evidence.Arrivals.Where(arrival => arrival.Place == target.ExternalId && ChatText.NumberOf(arrival.First) == said.Number)]));
    }

    private static IEnumerable<Violation> In(Said said, ChatPlace target, IReadOnlyList<StoredCopy> rows, IReadOnlyList<Arrival> there)
    {
        if (rows.Count == 0)
            yield return new Violation(Violation.Lost, $"{said} has no copy in {target}");
        foreach (var row in rows.Where(static row => !row.IsLeft))
        {
            if (row.EntryStatus != "sent")
                yield return new Violation(Violation.NotDrained, $"part {row.Part} of {said} for {target} is {row.EntryStatus} ({row.ErrorClass})");
            else if (there.Count(arrival => arrival.Id == row.ExternalId) != 1)
                yield return new Violation(Violation.Lost, $"part {row.Part} of {said} in {target} is recorded as {row.ExternalId}, which is not there");
        }

        var second = there.Count(arrival => rows.All(row => row.ExternalId != arrival.Id));
        if (second > rows.Sum(static row => row.IsLeft ? 2 : row.PossibleDuplicate ? 1 : 0))
            yield return new Violation(Violation.DuplicateUnmarked, $"{said} is {there.Count} times in {target}, {second} more than recorded");
        if (rows.Any(static row => row.IsLeft))
            yield break;
        var linked = there.Where(arrival => rows.Any(row => row.ExternalId == arrival.Id)).ToList();
        if (said.IsDeleted)
        {
            if (linked.Exists(static arrival => arrival.Last is not null))
                yield return new Violation(Violation.ChangeMissing, $"{said} was taken back, and is still in {target}");
        }
        else
        {
            var words = linked.SelectMany(arrival => ChatText.VersionsOf(arrival.Last ?? "", said.Number)).ToList();
            if (words.Count != said.Words || words.Exists(version => version != said.Version))
                yield return new Violation(Violation.ChangeMissing, $"{said} says version {said.Version} in {said.Words} words; {target} has {words.Count} of version {string.Join(", ", words.Distinct())}");
        }
    }

    /// <summary>What one chat said arrives in another in that order, where nothing was in doubt.</summary>
    private static IEnumerable<Violation> Order(ChatEvidence evidence, ChatPlace target)
    {
        var last = new Dictionary<ChatPlace, int>();
        foreach (var number in evidence.Arrivals.Where(arrival => arrival.Place == target.ExternalId).Select(static arrival => ChatText.NumberOf(arrival.First)).Distinct())
        {
            if (evidence.Said.FirstOrDefault(said => said.Number == number) is not { } said || !evidence.Messages.TryGetValue((said.Place.ExternalId, said.Id), out var message)
                || evidence.Copies[message].Any(copy => copy.Place == target.ExternalId && copy.PossibleDuplicate))
                continue;
            if (last.GetValueOrDefault(said.Place) > said.Number)
                yield return new Violation(Violation.RelayOrder, $"{said} arrived in {target} after m{last[said.Place]}");
            last[said.Place] = Math.Max(last.GetValueOrDefault(said.Place), said.Number);
        }
    }
}
