using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Grains.Runtime;

/// <summary>Unguessable tokens: a prefix that tells what they are for, and 256 random bits.</summary>
internal static class Tokens
{
    public static string New(string prefix, IChance chance)
    {
        Span<byte> random = stackalloc byte[32];
        chance.Fill(random);
        return prefix + Base64Url.EncodeToString(random);
    }

    /// <summary>What is stored of a token: being random, it needs no salt.</summary>
    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
