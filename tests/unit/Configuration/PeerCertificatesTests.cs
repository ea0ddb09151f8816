using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vespid.Silo.Clustering;

namespace Vespid.Tests.Unit.Configuration;

/// <summary>Who is taken for a silo: whoever has a valid certificate of the cluster's authority.</summary>
public sealed class PeerCertificatesTests : IDisposable
{
    private static readonly DateTimeOffset Long = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Authority _ours = new("ours");
    private readonly Authority _theirs = new("theirs");

    [Fact]
    public void A_certificate_of_the_same_authority_is_a_peer_whatever_its_name()
    {
        using var own = _ours.Sign("silo-a", Long.AddYears(50));
        using var other = _ours.Sign("silo-b", Long.AddYears(50));

        var peers = PeerCertificates.Read(own.ExportCertificatePem(), PemKeyOf(own), _ours.Certificate.ExportCertificatePem());

        Assert.True(peers.Own.HasPrivateKey);
        Assert.True(peers.IsPeer(other, sent: null));
    }

    [Fact]
    public void One_of_another_authority_of_none_or_of_the_past_is_not()
    {
        using var own = _ours.Sign("silo-a", Long.AddYears(50));
        using var stranger = _theirs.Sign("silo-b", Long.AddYears(50));
        using var expired = _ours.Sign("silo-c", Long.AddYears(10));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var selfMade = new CertificateRequest("CN=ours", key, HashAlgorithmName.SHA256).CreateSelfSigned(Long, Long.AddYears(50));

        var peers = PeerCertificates.Read(own.ExportCertificatePem(), PemKeyOf(own), _ours.Certificate.ExportCertificatePem());

        Assert.All([stranger, expired, selfMade], certificate => Assert.False(peers.IsPeer(certificate, sent: null)));
    }

    [Fact]
    public void Text_that_is_no_certificate_or_another_ones_key_is_refused()
    {
        using var own = _ours.Sign("silo-a", Long.AddYears(50));
        using var other = _ours.Sign("silo-b", Long.AddYears(50));
        var (pem, authority) = (own.ExportCertificatePem(), _ours.Certificate.ExportCertificatePem());

        Assert.ThrowsAny<Exception>(() => PeerCertificates.Read("x", "x", authority));
        Assert.ThrowsAny<ArgumentException>(() => PeerCertificates.Read(pem, PemKeyOf(own), "x"));
        Assert.ThrowsAny<Exception>(() => PeerCertificates.Read(pem, PemKeyOf(other), authority));
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }

    private static string PemKeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private sealed class Authority : IDisposable
    {
        private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private byte _serial;

        public Authority(string name)
        {
            var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
            Certificate = request.CreateSelfSigned(Long, Long.AddYears(60));
        }

        public X509Certificate2 Certificate { get; }

        public X509Certificate2 Sign(string name, DateTimeOffset until)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            using var bare = request.Create(Certificate, Long, until, [++_serial]);
            return bare.CopyWithPrivateKey(key);
        }

        public void Dispose()
        {
            Certificate.Dispose();
            _key.Dispose();
        }
    }
}
