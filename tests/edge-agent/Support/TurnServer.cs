using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Vespid.Tests.EdgeAgent.Support;

/// <summary>A relay that speaks STUN over TCP and judges credentials of a shared secret as relays do: a challenge first, then the sum over the request.</summary>
internal sealed class TurnServer : IAsyncDisposable
{
    public const string Secret = "secret-of-the-relay";

    private const int Binding = 0x0001, Allocate = 0x0003, Success = 0x0100, Error = 0x0110;
    private const int Username = 0x0006, Integrity = 0x0008, ErrorCode = 0x0009, Lifetime = 0x000d, Realm = 0x0014, Nonce = 0x0015;
    private const string RealmText = "edge.example", NonceText = "0123456789abcdef";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public TurnServer()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answers requests with good credentials by this error instead; null for none.</summary>
    public int? Refusal { get; set; }

    public bool IsSilent { get; set; }

    /// <summary>What the requests with credentials said, <see langword="true"/> for a right sum.</summary>
    public List<bool> Judged { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await ServeAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        try
        {
            while (true)
            {
                var head = new byte[20];
                await stream.ReadExactlyAsync(head, _stop.Token);
                var body = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2))];
                await stream.ReadExactlyAsync(body, _stop.Token);
                if (!IsSilent)
                    await stream.WriteAsync(Answer(head, body), _stop.Token);
            }
        }
        catch (Exception gone) when (gone is EndOfStreamException or IOException)
        {
            // One probe, one connection.
        }
    }

    private byte[] Answer(byte[] head, byte[] body)
    {
        var asked = BinaryPrimitives.ReadUInt16BigEndian(head);
        var attributes = Read(body);
        if (asked == Binding)
            return Message(head, Binding | Success);
        if (!attributes.TryGetValue(Integrity, out var sum))
            return Message(head, Allocate | Error, (ErrorCode, [0, 0, 4, 1, .. "Unauthorized"u8]), (Realm, Encoding.ASCII.GetBytes(RealmText)), (Nonce, Encoding.ASCII.GetBytes(NonceText)));
        var good = sum.Value.AsSpan().SequenceEqual(Expected(head, body, sum.At, attributes[Username].Value)) && Text(attributes, Realm) == RealmText && Text(attributes, Nonce) == NonceText;
        Judged.Add(good);
        return (good, Refusal) switch
        {
            (false, _) => Message(head, Allocate | Error, (ErrorCode, [0, 0, 4, 1])),
            (true, { } code) => Message(head, Allocate | Error, (ErrorCode, [0, 0, (byte)(code / 100), (byte)(code % 100)])),
            _ => Message(head, Allocate | Success, (Lifetime, [0, 0, 2, 88])),
        };
    }

    private static byte[] Expected(byte[] head, byte[] body, int at, byte[] user)
    {
        var password = Convert.ToBase64String(HMACSHA1.HashData(Encoding.ASCII.GetBytes(Secret), user));
        var key = MD5.HashData([.. user, .. Encoding.ASCII.GetBytes($":{RealmText}:{password}")]);
        byte[] covered = [.. head, .. body.AsSpan(0, at)];
        BinaryPrimitives.WriteUInt16BigEndian(covered.AsSpan(2), (ushort)(at + 24));
        return HMACSHA1.HashData(key, covered);
    }

    private static Dictionary<int, (int At, byte[] Value)> Read(byte[] body)
    {
        var attributes = new Dictionary<int, (int, byte[])>();
        for (var at = 0; at + 4 <= body.Length;)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at)), size = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(at + 2));
            attributes[type] = (at, body[(at + 4)..(at + 4 + size)]);
            at += 4 + ((size + 3) / 4 * 4);
        }

        return attributes;
    }

    private static string Text(Dictionary<int, (int At, byte[] Value)> attributes, int type) => Encoding.ASCII.GetString(attributes[type].Value);

    private static byte[] Message(byte[] request, int type, params (int Type, byte[] Value)[] attributes)
    {
        var body = new MemoryStream();
        foreach (var (name, value) in attributes)
            body.Write([(byte)(name >> 8), (byte)name, (byte)(value.Length >> 8), (byte)value.Length, .. value, .. new byte[(4 - (value.Length % 4)) % 4]]);
        return [(byte)(type >> 8), (byte)type, (byte)(body.Length >> 8), (byte)body.Length, .. request.AsSpan(4, 16), .. body.ToArray()];
    }
}
