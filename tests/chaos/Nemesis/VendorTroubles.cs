using Vespid.Vendors;

namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>How vendors misbehave, whatever they are asked for.</summary>
internal static class VendorTroubles
{
    public static IReadOnlyList<VendorFault> Any { get; } =
    [
        new VendorFault.RateLimited(1), new VendorFault.Error(500), new VendorFault.Error(503), new VendorFault.Hang(), new VendorFault.Drop(),
        new VendorFault.AcceptThenDrop(), new VendorFault.AcceptThenHang(),
    ];
}
