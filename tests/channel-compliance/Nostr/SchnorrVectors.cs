using Vespid.Channels;

namespace Vespid.Tests.Channels.Nostr;

/// <summary>The published vectors of BIP-340, github.com/bitcoin/bips/blob/master/bip-0340/test-vectors.csv.</summary>
public sealed class SchnorrVectors : IDisposable
{
    private readonly LibSecp256k1 _library = new();

    public static TheoryData<string, string, string, string, string, string, bool> Vectors
    {
        get
        {
            var data = new TheoryData<string, string, string, string, string, string, bool>();
            foreach (var row in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Nostr", "bip-0340.csv")).Skip(1))
            {
                var cells = row.Split(',');
                data.Add(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6] == "TRUE");
            }

            return data;
        }
    }

    public void Dispose() => _library.Dispose();

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Every_vector_comes_out_as_published(string index, string secret, string key, string auxiliary, string message, string signature, bool valid)
    {
        Assert.True(_library.IsAvailable, "libsecp256k1-1 is not installed");
        Assert.True(valid == _library.Verify(Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature)), $"vector {index}");
        if (secret.Length == 0)
            return;
        Assert.Equal(key, Convert.ToHexString(_library.PublicKeyOf(Convert.FromHexString(secret))!));
        if (message.Length == 64)
            Assert.Equal(signature, Convert.ToHexString(_library.Sign(Convert.FromHexString(secret), Convert.FromHexString(message), Convert.FromHexString(auxiliary))!));
    }

    [Fact]
    public void All_published_vectors_are_there() => Assert.Equal(19, Vectors.Count);

    [Fact]
    public void What_is_no_key_or_signature_is_refused()
    {
        Assert.False(_library.Verify(new byte[31], new byte[32], new byte[64]));
        Assert.False(_library.Verify(new byte[32], new byte[32], new byte[63]));
        Assert.Null(_library.PublicKeyOf(new byte[32]));
        Assert.Null(_library.Sign(new byte[32], new byte[32], new byte[32]));
        Assert.Null(_library.Sign(Signed.AuthorKey, new byte[31], new byte[32]));
    }

    [Fact]
    public void A_missing_library_is_known_and_no_fault()
    {
        using var missing = new LibSecp256k1("libdoes-not-exist.so.9");

        Assert.False(missing.IsAvailable);
    }
}
