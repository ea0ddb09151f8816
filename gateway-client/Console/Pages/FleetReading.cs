using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Whose edges somebody sees in the console.</summary>
internal static class FleetReading
{
    /// <summary>The operator's are all; an admin's those of the organisation shown.</summary>
    public static FleetReach Reach(this ConsoleRequest request) => request.Scope.IsOperator ? FleetReach.All : new FleetReach([request.OrganizationId]);
}
