using System.Globalization;
using Vespid.Storage.Entities;

namespace Vespid.Grains.Edges;

/// <summary>An epoch that is about to be made.</summary>
/// <param name="Row">Its document.</param>
/// <param name="CatalogVersion">Catalog it is made from.</param>
/// <param name="NaivePort">Port of the naive client by it.</param>
internal sealed record NextEpoch(EdgeConfigInsert Row, long CatalogVersion, string NaivePort)
{
    public void Apply(EdgeTurn turn)
    {
        turn.Note(
            "config_desired", Row.Reason, turn.State.EpochDesired.ToString(CultureInfo.InvariantCulture), Row.Epoch.ToString(CultureInfo.InvariantCulture));
        turn.State = turn.State with { EpochDesired = Row.Epoch, CatalogVersion = CatalogVersion, NaivePort = NaivePort };
    }
}
