using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Console;

/// <summary>A component with what it shows.</summary>
/// <param name="Component">Component with parameters <c>Frame</c> and, if there is a model, <c>Model</c>.</param>
/// <param name="Model">What it shows.</param>
/// <param name="Status">HTTP status.</param>
internal sealed record ConsoleView(Type Component, object? Model, int Status = StatusCodes.Status200OK)
{
    public static ConsoleView Of<TComponent>(object? model)
        where TComponent : IComponent => new(typeof(TComponent), model);

    public static ConsoleView Missing(string what) => new(
        typeof(Pages.FaultView), new Pages.FaultModel("Not found", $"There is no such {what}, or it is not yours to see.", "NOT_FOUND"), StatusCodes.Status404NotFound);
}
