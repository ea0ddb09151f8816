using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>People in the chats: they say something, answer each other, change it, take it back.</summary>
internal sealed class ChatPeople(WorldTime time, Dice dice, ChatBooks books, SimulatedTelegram telegram, SimulatedDiscord discord, Tally tally)
{
    private const int Remembered = 60;

    private bool _isOver;

    public void Plan(ChatSettings settings)
    {
        // Each chat has said something before anything goes wrong: nobody can ask for what came after nothing.
        foreach (var place in ChatSettings.Places)
            time.After(dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)), "", _ => Say(place));
        for (var i = ChatSettings.Places.Length; i < settings.Messages; i++)
            time.After(dice.Between(TimeSpan.FromMinutes(1), settings.Lasts), "", _ => Say(dice.Of<ChatPlace>(ChatSettings.Places)));
    }

    /// <summary>Nobody changes anything any more.</summary>
    public void Leave() => _isOver = true;

    private void Say(ChatPlace place)
    {
        if (_isOver)
            return;
        var (answers, replyTo) = dice.PerMille(120) ? Older(place) : default;
        var said = new Said(books.AllSaid.Count + 1, place, place.IsTelegram ? telegram.NextId(place) : discord.NextId(), answers) { Words = SomeWords(place) };
        books.Add(said);
        if (place.IsTelegram)
            telegram.Says(said, replyTo);
        else
            discord.Says(said, replyTo);
        if (dice.PerMille(250))
            After(() => Edit(said));
        if (dice.PerMille(100))
            After(() => Delete(said));
    }

    private void Edit(Said said)
    {
        if (said.IsDeleted)
            return;
        said.Version++;
        said.Words = SomeWords(said.Place);
        tally.Count("edits");
        books.Changed("changes", said);
        if (said.Place.IsTelegram)
            telegram.Edits(said);
        else
            discord.Edits(said);
        if (dice.PerMille(350))
            After(() => Edit(said));
    }

    private void Delete(Said said)
    {
        List<Said> gone = [said];
        if (!said.Place.IsTelegram && dice.PerMille(200) && books.AllSaid.LastOrDefault(other => other.Place == said.Place && other != said) is { } neighbour)
            gone.Add(neighbour);
        gone.RemoveAll(static one => one.IsDeleted);
        if (gone.Count == 0)
            return;
        foreach (var one in gone)
        {
            one.IsDeleted = true;
            books.Changed("takes back", one);
        }

        tally.Count("deletions", gone.Count);
        if (said.Place.IsTelegram)
            telegram.Edits(said);
        else
            discord.Deletes(gone);
    }

    private (Said? Answers, string? ReplyTo) Older(ChatPlace place)
    {
        var known = books.AllSaid.TakeLast(Remembered).Where(said => said.Place.RoomId == place.RoomId && !said.IsDeleted).ToList();
        return known.Count > 0 && dice.Of<Said>(known) is var answered && books.IdIn(place, answered) is { } id ? (answered, id) : default;
    }

    /// <summary>Mostly few; now and then more than one message of Discord holds.</summary>
    private int SomeWords(ChatPlace place) => dice.PerMille(100) ? 100 + dice.Below(place.IsTelegram ? 330 : 100) : 1 + dice.Below(6);

    private void After(Action happen)
    {
        var wait = dice.Below(3) switch
        {
            0 => dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2)),
            1 => dice.Between(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1)),
            _ => dice.Between(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(20)),
        };
        time.After(wait, "", _ =>
        {
            if (!_isOver)
                happen();
        });
    }
}
