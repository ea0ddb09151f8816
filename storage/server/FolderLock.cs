namespace Vespid.Storage.Server;

/// <summary>A lock on a file, which the system lets go of when its process dies. The runtime uses <c>flock</c>: shared for reading, exclusive for writing.</summary>
internal sealed class FolderLock : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(90);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Waits for its turn.</summary>
    /// <exception cref="PrivatePostgresException">Another process has held it for 90 seconds.</exception>
    public static async Task<FolderLock> ExclusiveAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (TryExclusive(path) is { } held)
                return held;
            if (time.GetElapsedTime(started) > LongestWait)
                throw new PrivatePostgresException($"Another process has been starting or stopping the server for {LongestWait.TotalSeconds} seconds ({path}).");
            await Task.Delay(RetryEvery, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Null when somebody else holds it, shared or not.</summary>
    public static FolderLock? TryExclusive(string path)
    {
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>One of many holders.</summary>
    public static FolderLock Shared(string path)
    {
        File.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        return new FolderLock(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
    }

    public void Dispose() => _file.Dispose();

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
