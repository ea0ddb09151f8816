namespace Vespid.Gateway.Http;

/// <summary>A request body that reads itself from the members of a JSON object. Its properties are what the API document shows.</summary>
/// <typeparam name="TSelf">The body.</typeparam>
internal interface IBodyShape<out TSelf>
{
    /// <summary>Reads it; faults are noted in <paramref name="fields"/>.</summary>
    static abstract TSelf Read(BodyFields fields);
}
