namespace Vespid.Silo.Logging.Forwarding;

/// <summary>A way to one target, from connecting to the first fault.</summary>
internal interface ILogSink : IAsyncDisposable
{
    /// <summary>Longest line that it can carry, bytes.</summary>
    int MaxBytes { get; }

    /// <summary>Writes one line, its end included. A fault means that the way is lost and the line with it, perhaps.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken);
}
