using System.Data.Common;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Console;

/// <summary>What a panel shows, or why it cannot: one query that fails does not take the page with it.</summary>
/// <param name="Value">What was read; null when it could not be.</param>
/// <param name="Fault">For a person; null when all is well.</param>
public sealed record PanelData<T>(T? Value, string? Fault)
    where T : class
{
    /// <summary>Reads; a fault that callers of the API are told of with a code is told in the panel.</summary>
    public static async Task<PanelData<T>> ReadAsync(Func<Task<T>> read)
    {
        try
        {
            return new PanelData<T>(await read(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && MessageOf(exception) is not null)
        {
            return new PanelData<T>(null, MessageOf(exception));
        }
    }

    private static string? MessageOf(Exception exception) =>
        Faults.Describe(exception)?.Message ?? (exception is DbException ? "It could not be read from the database." : null);
}
