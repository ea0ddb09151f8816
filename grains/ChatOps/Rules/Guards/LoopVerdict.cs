namespace Vespid.Grains.ChatOps;

/// <summary>What the breaker thinks of a text.</summary>
internal enum LoopVerdict
{
    Pass,

    /// <summary>Another binding has brought the same text within five seconds.</summary>
    SameTextFromTwoPlaces,

    /// <summary>It has come too often in a minute.</summary>
    TooMany,
}
