namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Looks at and changes the request context.</summary>
public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Get(string key);

    Task<string?> GetAfterAwait(string key);

    Task<string?> GetThrough(IContextGrain next, string key);

    /// <summary>Keeps the grain busy until the gate is open.</summary>
    Task Hold(string gate);

    Task Set(string key, string value);
}
