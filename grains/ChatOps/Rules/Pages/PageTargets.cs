using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Finds the page that somebody means: by id, path or the last word of the path; else by likeness, if one is clearly the likest.</summary>
internal static class PageTargets
{
    private const int MostShown = 3;
    private const int LeastContained = 3;
    private const double Contained = 0.95;
    private const double Least = 0.70;
    private const double Lead = 0.08;

    /// <summary>One page when it is clear; several, the likest first, when it is not; none when nothing is like it.</summary>
    public static ImmutableArray<ChatPage> Resolve(string reference, ImmutableArray<ChatPage> pages)
    {
        var wanted = Key(reference);
        var exact = pages.Where(page => Exact(page).Contains(wanted)).Take(MostShown).ToImmutableArray();
        if (!exact.IsEmpty)
            return exact;
        var likest = pages.Select(page => (Page: page, Score: Names(page).Max(name => Likeness(wanted, name)))).Where(one => one.Score >= Least)
            .OrderByDescending(one => one.Score).ThenBy(one => one.Page.Path, StringComparer.Ordinal).Take(MostShown).ToList();
        return likest.Count > 1 && likest[0].Score - likest[1].Score >= Lead ? [likest[0].Page] : [.. likest.Select(one => one.Page)];
    }

    /// <summary>Jaro's measure, from 0 to 1; a text that is part of the other is almost the same.</summary>
    public static double Likeness(string one, string other)
    {
        if (one == other)
            return 1;
        if (Math.Min(one.Length, other.Length) >= LeastContained && (one.Contains(other, StringComparison.Ordinal) || other.Contains(one, StringComparison.Ordinal)))
            return Contained;
        var window = Math.Max(0, (Math.Max(one.Length, other.Length) / 2) - 1);
        var (taken, matched) = (new bool[other.Length], new List<char>());
        for (var i = 0; i < one.Length; i++)
        {
            for (var k = Math.Max(0, i - window); k < Math.Min(other.Length, i + window + 1); k++)
            {
                if (taken[k] || other[k] != one[i])
                    continue;
                taken[k] = true;
                matched.Add(one[i]);
                break;
            }
        }

        if (matched.Count == 0)
            return 0;
        var there = other.Where((_, at) => taken[at]);
        var moved = matched.Zip(there).Count(pair => pair.First != pair.Second) / 2.0;
        double same = matched.Count;
        return ((same / one.Length) + (same / other.Length) + ((same - moved) / same)) / 3;
    }

    private static IEnumerable<string> Exact(ChatPage page)
    {
        var path = Key(page.Path);
        return page.Id is { } id ? [path, path[(path.LastIndexOf('/') + 1)..], Key(id)] : [path, path[(path.LastIndexOf('/') + 1)..]];
    }

    private static IEnumerable<string> Names(ChatPage page) => page.Title is { } title ? [.. Exact(page), Key(title)] : Exact(page);

    /// <summary>Case, slashes at the ends, and where a page is served from make no difference.</summary>
    private static string Key(string text)
    {
        var path = Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.AbsolutePath : text.Trim();
        return path.Trim('/').ToLowerInvariant();
    }
}
