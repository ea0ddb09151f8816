using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage;

namespace Vespid.Grains.ChatOps;

/// <summary>Files on their way: fetched once, kept by the digest of their content, and read by each binding that wants them.</summary>
internal sealed class ChatMedia(ChatInstances instances, IOptions<StorageOptions> storage, TimeProvider clock)
{
    /// <summary>What a Telegram bot may fetch; no more is read from elsewhere either.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    private const int MostRemembered = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<(string Instance, string Reference), string> _digests = new();

    private string Folder => Path.Combine(Path.GetFullPath(storage.Value.DataFolder), "chat-media");

    public async Task<RoomAnswer<ReadOnlyMemory<byte>>> FetchAsync(string instanceId, ChatAttachment file, CancellationToken cancellationToken)
    {
        if (file.Size > MaxBytes)
            return new RoomAnswer<ReadOnlyMemory<byte>>.Refused(413, "file_too_large", RoomFault.Message);
        if (_digests.TryGetValue((instanceId, file.Reference), out var digest) && await ReadAsync(digest, cancellationToken) is { } kept)
            return new RoomAnswer<ReadOnlyMemory<byte>>.Ok(kept);
        if (instances.Find(instanceId) is not { } instance)
            return new RoomAnswer<ReadOnlyMemory<byte>>.Refused(404, "instance_unknown", RoomFault.Message);
        var found = await instance.Client.DownloadAsync(instance.Token, file.Reference, MaxBytes, cancellationToken);
        if (found is RoomAnswer<ReadOnlyMemory<byte>>.Ok { Value: var bytes })
            await KeepAsync((instanceId, file.Reference), bytes, cancellationToken);
        return found;
    }

    /// <summary>Removes what is older than a day.</summary>
    public void Sweep()
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var path in Directory.EnumerateFiles(Folder).Where(path => clock.GetUtcNow() - File.GetLastWriteTimeUtc(path) > Kept))
            File.Delete(path);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(string digest, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(Path.Combine(Folder, digest), cancellationToken);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private async Task KeepAsync((string, string) key, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        try
        {
            Directory.CreateDirectory(Folder);
            var path = Path.Combine(Folder, digest);
            if (!File.Exists(path))
            {
                // Two lanes may fetch the same file at once; a half-written one must not be found.
                var half = $"{path}.{Environment.CurrentManagedThreadId}.{clock.GetTimestamp()}";
                await File.WriteAllBytesAsync(half, bytes, cancellationToken);
                File.Move(half, path, overwrite: true);
            }

            if (_digests.Count > MostRemembered)
                _digests.Clear();
            _digests[key] = digest;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Without room for it, the next one fetches it again.
        }
    }
}
