using System.Globalization;

namespace Vespid.Bench.Table;

/// <summary>What to measure and for how long.</summary>
internal sealed record Usage
{
    public const string Text = """
        vespid-bench-table [sections] [options]
          sections (all of them when none is named; --quick alone: ingress, calls and start)
            --ingress     the runtime against the limit, by number of connections
            --calls       grain calls and memory of an activation
            --start       time from the start of a process until it is ready
            --growth      the same load with 10, 1,000 and 100,000 accounts
            --recovery    a start with 1,000,000 outbox entries waiting
            --edges       10,000 partner edges that report once a minute; only when it is named
          options
            --quick               short rounds
            --large               growth also with 5,000,000 stored messages
            --connections 1,64    instead of 1,16,64,256
            --cases b,c           instead of a,b,c: refused; accepted and run; accepted, session and reply
            --rounds 4 --seconds 3
            --statements          also what each SQL statement costs; counting costs something itself
            --output artifacts    folder of bench.md and bench.json
        """;

    public bool Quick { get; private set; }

    public bool Large { get; private set; }

    public bool Statements { get; private set; }

    public IReadOnlyList<int> Connections { get; private set; } = [1, 16, 64, 256];

    public string Cases { get; private set; } = "abc";

    public int Rounds { get; private set; }

    public TimeSpan RoundLength { get; private set; }

    public string Output { get; private set; } = "artifacts";

    private HashSet<string> Sections { get; } = [];

    public bool Has(string section) => Sections.Contains(section);

    /// <summary>Null when the arguments cannot be understood.</summary>
    public static Usage? Parse(string[] arguments)
    {
        var usage = new Usage();
        try
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                switch (arguments[i])
                {
                    case "--quick": usage.Quick = true; break;
                    case "--large": usage.Large = true; break;
                    case "--statements": usage.Statements = true; break;
                    case "--ingress" or "--calls" or "--start" or "--growth" or "--recovery" or "--edges": usage.Sections.Add(arguments[i][2..]); break;
                    case "--connections": usage.Connections = [.. arguments[++i].Split(',').Select(Number)]; break;
                    case "--cases": usage.Cases = arguments[++i].Replace(",", "", StringComparison.Ordinal); break;
                    case "--rounds": usage.Rounds = Number(arguments[++i]); break;
                    case "--seconds": usage.RoundLength = TimeSpan.FromSeconds(Number(arguments[++i])); break;
                    case "--output": usage.Output = arguments[++i]; break;
                    default: return null;
                }
            }
        }
        catch (Exception fault) when (fault is FormatException or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }

        if (usage.Rounds == 0)
            usage.Rounds = usage.Quick ? 2 : 4;
        if (usage.RoundLength == default)
            usage.RoundLength = TimeSpan.FromSeconds(usage.Quick ? 1.5 : 2.5);
        if (usage.Sections.Count == 0)
            usage.Sections.UnionWith(usage.Quick ? ["ingress", "calls", "start"] : ["ingress", "calls", "start", "growth", "recovery"]);
        return usage;
    }

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
