using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Silences and receivers.</summary>
/// <param name="Silences">A page of silences.</param>
/// <param name="Past">Whether those that are over are shown too.</param>
/// <param name="Receivers">Who is told of alerts.</param>
/// <param name="OrganizationId">Whose a new silence is; null for the deployment's.</param>
public sealed record SilencesModel(PanelData<Page<SilenceItem>> Silences, bool Past, PanelData<IReadOnlyList<ReceiverItem>> Receivers, Guid? OrganizationId);
