using System.Collections;
using System.Collections.Concurrent;
using Orleans.Runtime;
using Vespid.Embedded.Engine;

namespace Vespid.Embedded.Serialization;

/// <summary>
/// The strict mode: copies arguments and results member by member the way a serializer would carry them. What has no <see cref="IdAttribute"/> does not
/// arrive, and a type without <see cref="GenerateSerializerAttribute"/> is refused, so tests find contracts that could not leave the process.
/// </summary>
internal sealed class ContractCopier
{
    private readonly ConcurrentDictionary<Type, ContractMembers> _contracts = new();

    /// <exception cref="NotSupportedException">An argument is, or holds, what is not a contract.</exception>
    public void CopyArguments(GrainCall call)
    {
        foreach (var argument in call.Method.Arguments)
        {
            argument.SetValue(call, Copy(argument.GetValue(call)));
        }
    }

    /// <exception cref="NotSupportedException">The value is, or holds, what is not a contract.</exception>
    public object? Copy(object? value) => Copy(value, new Dictionary<object, object>(ReferenceEqualityComparer.Instance));

    private object? Copy(object? value, Dictionary<object, object> copies)
    {
        if (value is null or GrainReference or IGrainObserver || KnownValues.Contains(value.GetType()))
        {
            return value;
        }

        if (value is IGrainBase grain)
        {
            throw new NotSupportedException($"{grain.GetType()} is a grain, not a reference to one: pass this.AsReference<TInterface>() instead.");
        }

        if (copies.TryGetValue(value, out var known))
        {
            return known;
        }

        return value switch
        {
            Exception => value,
            Array array => CopyArray(array, copies),
            IDictionary dictionary when KnownValues.IsCollection(dictionary.GetType()) => CopyDictionary(dictionary, copies),
            IEnumerable items when KnownValues.IsCollection(items.GetType()) => CopyItems(items, copies),
            _ => CopyContract(value, copies),
        };
    }

    private Array CopyArray(Array array, Dictionary<object, object> copies)
    {
        var copy = (Array)array.Clone();
        copies[array] = copy;
        if (array.Rank == 1 && !KnownValues.Contains(array.GetType().GetElementType()!))
        {
            for (var index = 0; index < copy.Length; index++)
            {
                copy.SetValue(Copy(copy.GetValue(index), copies), index);
            }
        }

        return copy;
    }

    private IDictionary CopyDictionary(IDictionary dictionary, Dictionary<object, object> copies)
    {
        List<(object Key, object? Value)> entries = [];
        foreach (DictionaryEntry entry in dictionary)
        {
            entries.Add((Copy(entry.Key, copies)!, Copy(entry.Value, copies)));
        }

        if (dictionary.IsReadOnly || KnownValues.New(dictionary) is not IDictionary copy)
        {
            return dictionary;
        }

        copies[dictionary] = copy;
        entries.ForEach(entry => copy.Add(entry.Key, entry.Value));
        return copy;
    }

    // Immutable and frozen collections may be shared as they are; their items have been checked all the same.
    private IEnumerable CopyItems(IEnumerable items, Dictionary<object, object> copies)
    {
        var copied = items.Cast<object?>().Select(item => Copy(item, copies)).ToArray();
        if (items is not IList { IsReadOnly: false } || KnownValues.New(items) is not IList copy)
        {
            return items;
        }

        copies[items] = copy;
        Array.ForEach(copied, item => copy.Add(item));
        return copy;
    }

    private object CopyContract(object value, Dictionary<object, object> copies)
    {
        var type = value.GetType();
        var members = _contracts.GetOrAdd(type, ContractMembers.Of);
        var copy = members.NewInstance();
        copies[value] = copy;
        foreach (var field in members.Fields)
        {
            field.SetValue(copy, Copy(field.GetValue(value), copies));
        }

        return copy;
    }
}
