using Vespid.GrainInterfaces.Control;

namespace Vespid.Tests.Unit;

/// <summary>What a refusal of bad input says of each field.</summary>
internal static class Faults
{
    public static void Are(Refusal? refusal, params (string Field, string Says)[] faults)
    {
        if (faults.Length == 0)
        {
            Assert.Null(refusal);
            return;
        }

        Assert.NotNull(refusal);
        Assert.Equal((RefusalKind.BadRequest, "BAD_REQUEST", "Some fields are not valid."), (refusal.Kind, refusal.Code, refusal.Message));
        Assert.Equal(faults.Order(), refusal.Fields!.Select(fault => (fault.Key, fault.Value)).Order());
    }
}
