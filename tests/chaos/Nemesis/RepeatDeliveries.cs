namespace Vespid.Tests.Chaos.Nemesis;

/// <summary>Vendors send what they have sent already, at once and in any order, by webhook even where it was asked for.</summary>
/// <param name="Count">Deliveries.</param>
/// <param name="Seed">Which.</param>
internal sealed record RepeatDeliveries(int Count, int Seed) : Fault
{
    public override Task PlayAsync(Stage stage, FaultRecord record)
    {
        record.Strikes = 0;
        return Task.WhenAll(stage.Load.Recent(Count, new Random(Seed)).Select(stage.Load.Courier.TryAsync));
    }
}
