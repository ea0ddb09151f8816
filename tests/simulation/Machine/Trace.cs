using System.Globalization;

namespace Vespid.Tests.Simulation.Machine;

/// <summary>What happened, in order: the last steps as text, all of them as one number.</summary>
internal sealed class Trace
{
    private const int Kept = 160;
    private const ulong Prime = 1099511628211;

    private readonly Step[] _last = new Step[Kept];

    /// <summary>Of everything so far; two runs with the same steps have the same.</summary>
    public ulong Hash { get; private set; } = 14695981039346656037;

    public long Steps { get; private set; }

    public long Silent { get; private set; }

    /// <summary>Writes each step at once; for a replay.</summary>
    public TextWriter? Live { get; init; }

    public void Add(TimeSpan at, int process, string what, string? whom = null, long number = 0)
    {
        var step = new Step(at, process, what, whom, number);
        Mix((ulong)at.Ticks);
        Mix((ulong)process);
        Mix(what);
        Mix(whom);
        Mix((ulong)number);
        _last[Steps++ % Kept] = step;
        Live?.WriteLine(step);
    }

    /// <summary>Counts in the hash and is not shown: a turn, an answer, a tick.</summary>
    public void AddSilently(int process, string what)
    {
        Silent++;
        Mix((ulong)process);
        Mix(what);
    }

    public IEnumerable<string> Last() =>
        Enumerable.Range(0, (int)Math.Min(Kept, Steps)).Select(i => _last[(Steps - Math.Min(Kept, Steps) + i) % Kept].ToString());

    private void Mix(ulong value) => Hash = (Hash ^ value) * Prime;

    private void Mix(string? text)
    {
        foreach (var character in text ?? "")
            Mix(character);
    }

    private readonly record struct Step(TimeSpan At, int Process, string What, string? Whom, long Number)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{At.TotalSeconds,9:0.000} {(Process == 0 ? "outside" : "host " + Process),-8} {What} {Whom}{(Number == 0 ? "" : $" {Number}")}");
    }
}
