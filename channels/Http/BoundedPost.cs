namespace Vespid.Channels;

/// <summary>One request within a time and a size.</summary>
internal sealed class BoundedPost(TimeProvider time)
{
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromDays(1);

    /// <param name="client">Without a time-out of its own.</param>
    /// <param name="request">Its content, if it has one, is <see cref="SentContent"/>.</param>
    /// <param name="maxBody">Bytes of the answer to read; zero when it is not wanted.</param>
    /// <param name="timeout">From the connection to the last byte of the answer.</param>
    /// <param name="cancellationToken">Thrown only while nothing is written.</param>
    public async Task<PostResult> SendAsync(
        HttpClient client, HttpRequestMessage request, int maxBody, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var content = (SentContent?)request.Content;
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = maxBody == 0 ? null : await ReadAsync(response.Content, maxBody, either.Token);
            return new PostResult.Answered((int)response.StatusCode, RetryAfterOf(response), body) { Headers = response.Headers };
        }
        catch (OperationCanceledException) when (content is { WasWritten: true })
        {
            return new PostResult.Lost(cancellationToken.IsCancellationRequested ? "canceled" : "timeout");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PostResult.NotSent("connect_timeout");
        }
        catch (HttpRequestException fault) when (fault.InnerException is AddressRefusedException)
        {
            return new PostResult.AddressRefused();
        }
        catch (HttpRequestException fault)
        {
            return content is { WasWritten: true } ? new PostResult.Lost("connection_lost") : new PostResult.NotSent(NameOf(fault.HttpRequestError));
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int max, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var buffer = new MemoryStream();
            var chunk = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (buffer.Length + read > max)
                    return null;
                buffer.Write(chunk, 0, read);
            }

            return buffer.ToArray();
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait is { } given ? TimeSpan.FromTicks(Math.Clamp(given.Ticks, 0, MaxRetryAfter.Ticks)) : null;
    }

    private static string NameOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "name_not_resolved",
        HttpRequestError.SecureConnectionError => "tls_failed",
        HttpRequestError.ConnectionError => "connection_failed",
        _ => "request_failed",
    };
}
