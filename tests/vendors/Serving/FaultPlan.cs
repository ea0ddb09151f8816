namespace Vespid.Vendors;

/// <summary>Faults to come, in the order they were planned; each is used up by one call that it fits.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<(Func<string, string?, bool> Fits, VendorFault Fault)> _planned = [];

    /// <summary>Lets the next <paramref name="times"/> calls fail.</summary>
    /// <param name="fault">How.</param>
    /// <param name="times">How often.</param>
    /// <param name="call">Name of the call; any when null.</param>
    /// <param name="target">Chat or path; any when null.</param>
    public void Add(VendorFault fault, int times = 1, string? call = null, string? target = null)
    {
        lock (_gate)
        {
            for (var i = 0; i < times; i++)
                _planned.Add(((name, to) => (call is null || call == name) && (target is null || target == to), fault));
        }
    }

    public void Clear()
    {
        lock (_gate)
            _planned.Clear();
    }

    internal VendorFault? Take(string call, string? target)
    {
        lock (_gate)
        {
            var at = _planned.FindIndex(planned => planned.Fits(call, target));
            if (at < 0)
                return null;
            var fault = _planned[at].Fault;
            _planned.RemoveAt(at);
            return fault;
        }
    }
}
