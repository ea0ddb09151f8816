using System.Collections.Concurrent;
using Orleans.Runtime;
using Vespid.Embedded.Proxies;

namespace Vespid.Embedded.Engine;

/// <summary>A grain interface as one engine sees it: what references share.</summary>
internal sealed class GrainInterface
{
    private readonly ConcurrentDictionary<string, GrainType> _grainTypes = new();
    private readonly ProxyType _proxy;
    private GrainType _grainType;

    public GrainInterface(Silo silo, Type type)
    {
        Silo = silo;
        Type = type;
        Name = GrainInterfaceType.Create(type.FullName ?? type.Name);
        _proxy = ProxyType.Of(type);
    }

    public Silo Silo { get; }

    public Type Type { get; }

    public GrainInterfaceType Name { get; }

    public GrainMethod Method(int index) => _proxy.Methods[index];

    public GrainReference Refer(GrainId grainId) => _proxy.Create(this, grainId);

    /// <summary>The grain type that a key alone refers to.</summary>
    public GrainType GrainTypeFor(string? classNamePrefix)
    {
        if (classNamePrefix is not null)
        {
            return _grainTypes.GetOrAdd(classNamePrefix, static (prefix, self) => self.Silo.Classes.Implementing(self.Type, prefix), this);
        }

        if (_grainType.IsDefault)
        {
            _grainType = Silo.Classes.Implementing(Type, null);
        }

        return _grainType;
    }
}
