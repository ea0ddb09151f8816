using System.Globalization;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>What was done to the runtime, and when.</summary>
internal sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _started = TimeProvider.System.GetUtcNow();
    private readonly List<string> _lines = [];
    private readonly List<FaultRecord> _faults = [];

    public IReadOnlyList<FaultRecord> Faults
    {
        get
        {
            lock (_gate)
                return [.. _faults];
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public FaultRecord Begin(Fault fault)
    {
        var record = new FaultRecord(fault.GetType().Name, fault is VendorFaults, TimeProvider.System.GetUtcNow());
        lock (_gate)
            _faults.Add(record);
        Note($"{fault} begins");
        return record;
    }

    public void End(FaultRecord record)
    {
        record.End = TimeProvider.System.GetUtcNow();
        Note($"{record.Kind} has ended");
    }

    public void Note(string what)
    {
        lock (_gate)
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{(TimeProvider.System.GetUtcNow() - _started).TotalSeconds,8:F2} {what}"));
    }
}
