namespace Vespid.Tests.Fuzz.Levels;

/// <summary>One depth at which input is tried.</summary>
internal interface IFuzzLevel
{
    string Name { get; }

    /// <summary>Cases that run one after the other in one place; a replay runs a block up to its case, so that what they left behind is there too.</summary>
    int BlockSize { get; }

    /// <summary>Runs the cases <paramref name="first"/> to <paramref name="last"/>, which are of one block.</summary>
    Task RunAsync(long first, long last, FuzzReport report, CancellationToken cancellationToken);
}
