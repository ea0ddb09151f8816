using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>What an account's status means for an operator.</summary>
public static class AccountWords
{
    public static string Why(AccountItem account) =>
        !string.IsNullOrWhiteSpace(account.LastError) ? Words.Snippet(account.LastError)
        : !account.Enabled ? "Disabled: messages are refused with account_disabled."
        : account.Status switch
        {
            "stopped" => "No connection is kept; messages to the ingress are taken.",
            "running" => Words.Dash,
            "degraded" => "Its connection does not work at the moment, and is tried again.",
            _ => Words.Dash,
        };
}
