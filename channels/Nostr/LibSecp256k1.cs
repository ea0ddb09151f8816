using System.Runtime.InteropServices;

namespace Vespid.Channels;

/// <summary>
/// The system's libsecp256k1 (Debian: libsecp256k1-1). Loaded by name at run time: without it Nostr accounts say so, and nothing else is affected.
/// Source: secp256k1.h, secp256k1_extrakeys.h, secp256k1_schnorrsig.h.
/// </summary>
internal sealed class LibSecp256k1 : ISchnorr, IDisposable
{
    private const uint ContextNone = 1;
    private const int XOnlyKeyLength = 64;
    private const int KeyPairLength = 96;
    private const int SignatureLength = 64;
    private const int ScalarLength = 32;
    private readonly nint _library;
    private readonly Functions? _functions;
    private readonly nint _context;
    private bool _disposed;

    public LibSecp256k1()
        : this("libsecp256k1.so.1", "libsecp256k1.so.2", "libsecp256k1.so.0", "libsecp256k1")
    {
    }

    /// <param name="names">Tried in order.</param>
    public LibSecp256k1(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, out _library))
                continue;
            _functions = Functions.Of(_library);
            if (_functions is not null)
                break;
            NativeLibrary.Free(_library);
            _library = 0;
        }

        // The library owns no state that calls on it change, so one context serves all threads.
        _context = _functions?.CreateContext(ContextNone) ?? 0;
    }

    public bool IsAvailable => _context != 0;

    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != ScalarLength || signature.Length != SignatureLength)
            return false;
        var parsed = new byte[XOnlyKeyLength];
        return Loaded().ParseKey(_context, parsed, publicKey.ToArray()) == 1
            && Loaded().Verify(_context, signature.ToArray(), message.ToArray(), (nuint)message.Length, parsed) == 1;
    }

    public byte[]? PublicKeyOf(ReadOnlySpan<byte> privateKey)
    {
        if (PairOf(privateKey) is not { } pair)
            return null;
        var (key, written) = (new byte[XOnlyKeyLength], new byte[ScalarLength]);
        return Loaded().KeyOfPair(_context, key, 0, pair) == 1 && Loaded().WriteKey(_context, written, key) == 1 ? written : null;
    }

    public byte[]? Sign(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> auxiliary)
    {
        if (message.Length != ScalarLength || auxiliary.Length != ScalarLength || PairOf(privateKey) is not { } pair)
            return null;
        var signature = new byte[SignatureLength];
        return Loaded().Sign(_context, signature, message.ToArray(), pair, auxiliary.ToArray()) == 1 ? signature : null;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_context != 0)
            _functions!.DestroyContext(_context);
        if (_library != 0)
            NativeLibrary.Free(_library);
    }

    private byte[]? PairOf(ReadOnlySpan<byte> privateKey)
    {
        var pair = new byte[KeyPairLength];
        return privateKey.Length == ScalarLength && Loaded().CreatePair(_context, pair, privateKey.ToArray()) == 1 ? pair : null;
    }

    private Functions Loaded() => _functions ?? throw new InvalidOperationException("libsecp256k1 is not installed");

    private sealed record Functions(
        Functions.ContextCreate CreateContext,
        Functions.ContextDestroy DestroyContext,
        Functions.TwoBuffers ParseKey,
        Functions.TwoBuffers WriteKey,
        Functions.TwoBuffers CreatePair,
        Functions.PairKey KeyOfPair,
        Functions.SchnorrVerify Verify,
        Functions.SchnorrSign Sign)
    {
        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        public delegate nint ContextCreate(uint flags);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        public delegate void ContextDestroy(nint context);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        public delegate int TwoBuffers(nint context, [In, Out] byte[] output, byte[] input);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        public delegate int PairKey(nint context, [In, Out] byte[] key, nint parity, byte[] pair);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        public delegate int SchnorrVerify(nint context, byte[] signature, byte[] message, nuint length, byte[] key);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        public delegate int SchnorrSign(nint context, [In, Out] byte[] signature, byte[] message, byte[] pair, byte[] auxiliary);

        /// <summary>Null when the library was built without the modules that are needed.</summary>
        public static Functions? Of(nint library) =>
            TryGet<ContextCreate>(library, "context_create", out var create) && TryGet<ContextDestroy>(library, "context_destroy", out var destroy)
            && TryGet<TwoBuffers>(library, "xonly_pubkey_parse", out var parse) && TryGet<TwoBuffers>(library, "xonly_pubkey_serialize", out var write)
            && TryGet<TwoBuffers>(library, "keypair_create", out var pair) && TryGet<PairKey>(library, "keypair_xonly_pub", out var key)
            && TryGet<SchnorrVerify>(library, "schnorrsig_verify", out var verify) && TryGet<SchnorrSign>(library, "schnorrsig_sign32", out var sign)
                ? new(create, destroy, parse, write, pair, key, verify, sign)
                : null;

        private static bool TryGet<T>(nint library, string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? function)
            where T : Delegate
        {
            function = NativeLibrary.TryGetExport(library, "secp256k1_" + name, out var address) ? Marshal.GetDelegateForFunctionPointer<T>(address) : null;
            return function is not null;
        }
    }
}
