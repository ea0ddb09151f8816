namespace Vespid.Grains.ChatOps;

/// <summary>Remembers the texts of a minute. Two bridges that answer each other say the same again and again.</summary>
/// <param name="max">Times that one text may come in a minute.</param>
internal sealed class LoopWindow(int max)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(5);

    private readonly Queue<(string Text, string Binding, DateTimeOffset At)> _seen = new();

    public LoopVerdict Note(string text, string bindingId, DateTimeOffset now)
    {
        while (_seen.TryPeek(out var oldest) && (now - oldest.At > Window || _seen.Count >= MostRemembered))
            _seen.Dequeue();
        var plain = Normal(text);
        if (plain.Length == 0)
            return LoopVerdict.Pass;
        var (same, elsewhere) = (0, false);
        foreach (var (known, binding, at) in _seen)
        {
            if (known != plain)
                continue;
            same++;
            elsewhere |= binding != bindingId && now - at <= Together;
        }

        _seen.Enqueue((plain, bindingId, now));
        return same >= max ? LoopVerdict.TooMany : elsewhere ? LoopVerdict.SameTextFromTwoPlaces : LoopVerdict.Pass;
    }

    /// <summary>Case, spaces and what is not seen make no difference.</summary>
    private static string Normal(string text)
    {
        var seen = new string([.. text.Where(letter => letter is not ('\u200B' or '\u200C' or '\u200D' or '\uFEFF'))]);
        return string.Join(' ', seen.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }
}
