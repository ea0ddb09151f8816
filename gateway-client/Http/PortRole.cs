namespace Vespid.Gateway.Http;

/// <summary>The ports of the process, by what they serve.</summary>
public enum PortRole
{
    /// <summary>Operators: control API, sign-in, console.</summary>
    Control,

    /// <summary>The outside world: vendors, visitors, edges.</summary>
    Ingress,

    /// <summary>Orchestrators: health routes and nothing else.</summary>
    Health,

    /// <summary>Scrapers: <c>/metrics</c>.</summary>
    Metrics,
}
