using Vespid.Vendors;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>A vendor misbehaves for some of the calls to come.</summary>
/// <param name="Vendor"><c>telegram</c> or <c>bridge</c>.</param>
/// <param name="Call">Telegram's method.</param>
/// <param name="How">What it does.</param>
/// <param name="Times">To how many calls.</param>
internal sealed record VendorFaults(string Vendor, string Call, VendorFault How, int Times) : Fault
{
    /// <summary>Time for the calls to come.</summary>
    private static readonly TimeSpan Meanwhile = TimeSpan.FromSeconds(2);

    public override async Task PlayAsync(Stage stage, FaultRecord record)
    {
        record.Strikes = How.Accepts ? Times : 0;
        if (Vendor == "telegram")
            stage.World.Telegram.Faults.Add(How, Times, Call);
        else
            stage.World.Bridge.Faults.Add(How, Times);
        await Task.Delay(Meanwhile, TimeProvider.System);
    }
}
