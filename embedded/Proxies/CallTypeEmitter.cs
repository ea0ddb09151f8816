using System.Globalization;
using System.Reflection;
using System.Reflection.Emit;
using Vespid.Embedded.Engine;

namespace Vespid.Embedded.Proxies;

/// <summary>Generates the call class of a method: its arguments as fields, and the invocation with its exact signature.</summary>
internal static class CallTypeEmitter
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private const MethodAttributes Override = MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig;

    public static string ArgumentField(int index) => string.Create(CultureInfo.InvariantCulture, $"Argument{index}");

    public static Type Emit(ModuleBuilder module, string name, MethodInfo method)
    {
        var result = GrainInterfaceShape.ResultOf(method.ReturnType);
        var parent = result is null ? typeof(TaskCall) : typeof(TaskCall<>).MakeGenericType(result);
        var call = module.DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Class, parent);
        var arguments = method.GetParameters()
            .Select((parameter, index) => call.DefineField(ArgumentField(index), parameter.ParameterType, FieldAttributes.Public))
            .ToArray();
        EmitConstructor(call, parent);
        EmitInvoke(call, method, arguments);
        if (arguments.FirstOrDefault(static argument => argument.FieldType == typeof(CancellationToken)) is { } token)
        {
            EmitToken(call, token);
        }

        return call.CreateType();
    }

    private static void EmitConstructor(TypeBuilder call, Type parent)
    {
        var constructor = call.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, Type.EmptyTypes);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, parent.GetConstructor(Instance, Type.EmptyTypes)!);
        il.Emit(OpCodes.Ret);
    }

    private static void EmitInvoke(TypeBuilder call, MethodInfo method, FieldBuilder[] arguments)
    {
        var invoke = call.DefineMethod(nameof(GrainCall.Invoke), MethodAttributes.Public | Override, typeof(Task), [typeof(object)]);
        var il = invoke.GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var argument in arguments)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, argument);
        }

        il.Emit(OpCodes.Callvirt, method);
        if (method.ReturnType == typeof(void))
        {
            il.Emit(OpCodes.Call, typeof(Task).GetProperty(nameof(Task.CompletedTask))!.GetMethod!);
        }
        else if (GrainInterfaceShape.IsValueTask(method.ReturnType))
        {
            var task = il.DeclareLocal(method.ReturnType);
            il.Emit(OpCodes.Stloc, task);
            il.Emit(OpCodes.Ldloca, task);
            il.Emit(OpCodes.Call, method.ReturnType.GetMethod(nameof(ValueTask.AsTask))!);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitToken(TypeBuilder call, FieldBuilder token)
    {
        var get = call.DefineMethod(nameof(GrainCall.GetCancellationToken), MethodAttributes.Public | Override, typeof(CancellationToken), Type.EmptyTypes);
        var il = get.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, token);
        il.Emit(OpCodes.Ret);

        var set = call.DefineMethod("SetToken", MethodAttributes.Family | Override, typeof(void), [typeof(CancellationToken)]);
        il = set.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, token);
        il.Emit(OpCodes.Ret);
    }
}
