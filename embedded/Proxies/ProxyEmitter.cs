using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using Vespid.Embedded.Engine;

namespace Vespid.Embedded.Proxies;

/// <summary>Generates the reference class of a grain interface, and with it the call classes of its methods.</summary>
internal static class ProxyEmitter
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] ConstructorParameters = [typeof(GrainInterface), typeof(GrainId)];

    public static ProxyType Emit(Type interfaceType)
    {
        if (!interfaceType.IsInterface || !interfaceType.IsAssignableTo(typeof(IAddressable)) || interfaceType.ContainsGenericParameters)
        {
            throw new NotSupportedException($"{interfaceType} is not a grain interface.");
        }

        var methods = GrainInterfaceShape.MethodsOf(interfaceType).Select(static method => new GrainMethod(method)).ToArray();
        var module = Module(interfaceType, methods);
        var proxy = module.DefineType(
            $"{interfaceType.FullName}.Reference", TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class, typeof(GrainReference), [interfaceType]);
        var constructor = EmitConstructor(proxy);
        EmitCreate(proxy, constructor);
        for (var index = 0; index < methods.Length; index++)
        {
            var call = CallTypeEmitter.Emit(module, $"{interfaceType.FullName}.{methods[index].Name}.{index}", methods[index].Method);
            methods[index].Bind(call);
            EmitMethod(proxy, methods[index], index, call);
        }

        var create = proxy.CreateType().GetMethod(nameof(ProxyType.Create), BindingFlags.Static | BindingFlags.Public)!;
        return new ProxyType(create.CreateDelegate<Func<GrainInterface, GrainId, GrainReference>>(), methods);
    }

    private static ModuleBuilder Module(Type interfaceType, GrainMethod[] methods)
    {
        var name = $"Vespid.Embedded.Proxies.{interfaceType.FullName}";
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run);
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        foreach (var visible in GrainInterfaceShape.AssembliesOf(interfaceType, methods).Append(typeof(ProxyEmitter).Assembly.GetName().Name!).Distinct())
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(attribute, [visible]));
        }

        return assembly.DefineDynamicModule(name);
    }

    private static ConstructorBuilder EmitConstructor(TypeBuilder proxy)
    {
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, ConstructorParameters);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(Declared, ConstructorParameters)!);
        il.Emit(OpCodes.Ret);
        return constructor;
    }

    private static void EmitCreate(TypeBuilder proxy, ConstructorBuilder constructor)
    {
        var create = proxy.DefineMethod(
            nameof(ProxyType.Create), MethodAttributes.Public | MethodAttributes.Static, typeof(GrainReference), ConstructorParameters);
        var il = create.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(TypeBuilder proxy, GrainMethod grainMethod, int index, Type call)
    {
        var method = grainMethod.Method;
        var parameters = method.GetParameters().Select(static parameter => parameter.ParameterType).ToArray();
        var implementation = proxy.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            parameters);
        proxy.DefineMethodOverride(implementation, method);

        var il = implementation.GetILGenerator();
        var request = il.DeclareLocal(call);
        il.Emit(OpCodes.Newobj, call.GetConstructor(Type.EmptyTypes)!);
        il.Emit(OpCodes.Stloc, request);
        for (var argument = 0; argument < parameters.Length; argument++)
        {
            il.Emit(OpCodes.Ldloc, request);
            il.Emit(OpCodes.Ldarg, argument + 1);
            il.Emit(OpCodes.Stfld, call.GetField(CallTypeEmitter.ArgumentField(argument))!);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloc, request);
        il.Emit(OpCodes.Ldc_I4, index);
        if (grainMethod.IsOneWay)
        {
            il.Emit(OpCodes.Call, typeof(GrainReference).GetMethod(nameof(GrainReference.CallOneWay), Declared)!);
            EmitOneWayReturn(il, method.ReturnType);
        }
        else
        {
            EmitCallAndReturn(il, method.ReturnType);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitCallAndReturn(ILGenerator il, Type returns)
    {
        var result = GrainInterfaceShape.ResultOf(returns);
        il.Emit(OpCodes.Call, result is null
            ? typeof(GrainReference).GetMethod(nameof(GrainReference.Call), Declared)!
            : typeof(GrainReference).GetMethod(nameof(GrainReference.CallForResult), Declared)!.MakeGenericMethod(result));
        if (GrainInterfaceShape.IsValueTask(returns))
        {
            var task = result is null ? typeof(Task) : typeof(Task<>).MakeGenericType(result);
            il.Emit(OpCodes.Newobj, returns.GetConstructor([task])!);
        }
    }

    // One-way calls have no result; a method that declares one gets the default.
    private static void EmitOneWayReturn(ILGenerator il, Type returns)
    {
        if (returns == typeof(Task))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        }
        else if (GrainInterfaceShape.IsValueTask(returns))
        {
            var completed = il.DeclareLocal(returns);
            il.Emit(OpCodes.Ldloca, completed);
            il.Emit(OpCodes.Initobj, returns);
            il.Emit(OpCodes.Ldloc, completed);
        }
        else if (GrainInterfaceShape.ResultOf(returns) is { } result)
        {
            var nothing = il.DeclareLocal(result);
            il.Emit(OpCodes.Ldloca, nothing);
            il.Emit(OpCodes.Initobj, result);
            il.Emit(OpCodes.Ldloc, nothing);
            il.Emit(OpCodes.Call, typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(result));
        }
    }
}
