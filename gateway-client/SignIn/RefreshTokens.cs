using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Access;
using Vespid.Gateway.Hosting;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Gateway.SignIn;

/// <summary>Refresh tokens: random; only a keyed hash of each is stored.</summary>
internal sealed class RefreshTokens(IOptions<GatewayOptions> options, IChance chance)
{
    private const string Prefix = "vrt_";
    private const int Bytes = 32;
    private readonly byte[] _key = DerivedKey.Of(options.Value.RefreshTokenSecret, "refresh.v1");

    public (string Token, byte[] Hash) Create()
    {
        Span<byte> random = stackalloc byte[Bytes];
        chance.Fill(random);
        var token = Prefix + Base64Url.EncodeToString(random);
        return (token, HashOf(token));
    }

    public byte[] HashOf(string token) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(token));
}
