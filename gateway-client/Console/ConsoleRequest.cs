using Microsoft.AspNetCore.Http;

namespace Vespid.Gateway.Console;

/// <summary>A look at a page.</summary>
/// <param name="Scope">Who looks, at whose things.</param>
/// <param name="Query">What is asked for.</param>
/// <param name="Route">Id in the path, if the page has one.</param>
/// <param name="Now">When.</param>
/// <param name="Panels">Reads what panels show.</param>
internal sealed record ConsoleRequest(ConsoleScope Scope, IQueryCollection Query, string? Route, DateTimeOffset Now, PanelReader Panels)
{
    private const int MostWord = 500;

    /// <summary>The organisation shown; pages of an organisation are shown to nobody who manages none.</summary>
    public Guid OrganizationId => Scope.Organization?.OrganizationId ?? Guid.Empty;

    /// <summary>A word of the query; null when it is missing, empty or too long to be meant.</summary>
    public string? Word(string name) => Query[name].ToString() is { Length: > 0 and <= MostWord } word ? word : null;

    /// <summary>One of the words that a filter knows, else null.</summary>
    public string? OneOf(string name, IReadOnlyList<string> words) => Word(name) is { } word && words.Contains(word) ? word : null;

    public Task<PanelData<T>> ReadAsync<T>(Func<Task<T>> read)
        where T : class => Panels.ReadAsync(read);

    public Guid? Id(string name) => Guid.TryParse(Word(name), out var id) ? id : null;
}
