namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>Looks at and changes the request context.</summary>
public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Get(string key);

    Task<string?> GetAfterAwait(string key);

    Task<string?> GetThrough(IContextGrain next, string key);

    Task Set(string key, string value);
}
