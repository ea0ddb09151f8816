using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Vespid.GrainInterfaces.Channels;
using Vespid.Tests.Unit.States;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>What grains say to one another arrives between silos as it was sent: written and read by Orleans' own serializers, nothing lost.</summary>
public sealed class WireTests : IDisposable
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer(builder => builder.AddAssembly(typeof(IIngressGrain).Assembly)).BuildServiceProvider();

    public static TheoryData<string> Messages { get; } = [.. typeof(IIngressGrain).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)).Select(type => type.FullName!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_what_it_was_on_the_other_side(string name)
    {
        var definition = typeof(IIngressGrain).Assembly.GetType(name, throwOnError: true)!;
        var type = definition.IsGenericTypeDefinition ? definition.MakeGenericType(typeof(string)) : definition;
        var sent = JsonSerializer.Deserialize(StateSample.Of(type), type, Options)!;
        var serializer = _services.GetRequiredService<Serializer>();

        var arrived = serializer.Deserialize<object>(serializer.SerializeToArray(sent));

        Assert.IsType(type, arrived);
        Assert.Equal(JsonSerializer.Serialize(sent, type, Options), JsonSerializer.Serialize(arrived, type, Options));
        Assert.Equal(JsonSerializer.Serialize(sent, type, Options), JsonSerializer.Serialize(_services.GetRequiredService<DeepCopier>().Copy(sent), type, Options));
    }

    public void Dispose() => _services.Dispose();
}
