using System.Globalization;
using System.Threading.Channels;

namespace Vespid.Tests.Chaos.Load;

/// <summary>What was acknowledged, on the disk before it counts.</summary>
internal sealed class AcknowledgementLog : IAsyncDisposable
{
    private readonly Channel<(Acknowledgement Entry, TaskCompletionSource Written)> _waiting =
        System.Threading.Channels.Channel.CreateUnbounded<(Acknowledgement, TaskCompletionSource)>(new() { SingleReader = true });

    private readonly Lock _gate = new();
    private readonly List<Acknowledgement> _counted = [];
    private readonly HashSet<string> _texts = [];
    private readonly string _path;
    private readonly Task _writing;

    public AcknowledgementLog(string path)
    {
        _path = path;
        _writing = WriteAsync();
    }

    /// <summary>Messages acknowledged so far.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _texts.Count;
        }
    }

    public bool Has(string text)
    {
        lock (_gate)
            return _texts.Contains(text);
    }

    /// <summary>Returns when it is on the disk, and counted.</summary>
    public Task AddAsync(Acknowledgement entry)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Writer.TryWrite((entry, written));
        return written.Task;
    }

    /// <summary>The first answer to a request that began after this moment; null while there is none.</summary>
    public Acknowledgement? FirstSentAfter(DateTimeOffset moment)
    {
        lock (_gate)
            return _counted.Where(entry => !entry.IsPolled && entry.SentAt > moment).MinBy(entry => entry.At);
    }

    /// <summary>What the file says. Nothing is added any more.</summary>
    public async Task<IReadOnlyList<string>> ReadBackAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        return [.. (await File.ReadAllLinesAsync(_path)).Select(line => line.Split('\t')[0]).Distinct()];
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAsync()
    {
        await using var file = new FileStream(_path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        await using var text = new StreamWriter(file);
        var taken = new List<(Acknowledgement Entry, TaskCompletionSource Written)>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var one))
                taken.Add(one);
            foreach (var (entry, _) in taken)
                await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{entry.Text}\t{entry.SentAt:O}\t{entry.At:O}"));
            await text.FlushAsync();
            file.Flush(flushToDisk: true);
            lock (_gate)
            {
                _counted.AddRange(taken.Select(one => one.Entry));
                _texts.UnionWith(taken.Select(one => one.Entry.Text));
            }

            taken.ForEach(one => one.Written.SetResult());
            taken.Clear();
        }
    }
}
