using System.Security.Cryptography.X509Certificates;

namespace Vespid.Silo.Clustering;

/// <summary>What a silo shows to the others, and whom it takes for one: whoever has a valid certificate of the same authority.</summary>
/// <param name="Own">With its private key.</param>
/// <param name="Authorities">Who signs.</param>
internal sealed record PeerCertificates(X509Certificate2 Own, X509Certificate2Collection Authorities)
{
    /// <exception cref="System.Security.Cryptography.CryptographicException">Not a certificate, or not its key.</exception>
    /// <exception cref="ArgumentException">No certificate or key in the text.</exception>
    public static PeerCertificates Read(string certificate, string key, string authority)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(authority);
        if (authorities.Count == 0)
            throw new ArgumentException("No certificate.", nameof(authority));
        return new PeerCertificates(X509Certificate2.CreateFromPem(certificate, key), authorities);
    }

    /// <summary>
    /// Whether a peer is one of us. Names are not compared: silos are reached by address, and nobody else has a certificate of this authority.
    /// </summary>
    public bool IsPeer(X509Certificate2 certificate, X509Chain? sent)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        // Those of an authority of one's own have no list of revocations; they are short-lived instead.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }
}
