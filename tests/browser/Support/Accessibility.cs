using System.Text.Json;
using Deque.AxeCore.Commons;

namespace Vespid.Tests.Browser.Support;

/// <summary>What axe-core finds wrong under WCAG 2.2 AA and its best practices.</summary>
internal static class Accessibility
{
    private const string Run = """
        () => axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
            .then(found => JSON.stringify(found.violations.map(rule => ({ rule: rule.id, nodes: rule.nodes.map(node => node.html.slice(0, 160) + ' | ' + node.failureSummary) }))))
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    public static async Task<IReadOnlyList<string>> ViolationsAsync(this Visitor visitor)
    {
        // Through the debugger, which the page's own content security policy does not bind: it stays as it is for visitors.
        await visitor.Page.EvaluateAsync(Axe);
        var text = await visitor.Page.EvaluateAsync<string>(Run);
        return [.. JsonElement.Parse(text).EnumerateArray().SelectMany(rule => rule.GetProperty("nodes").EnumerateArray().Select(node => $"{rule.GetProperty("rule")}: {node}"))];
    }
}
