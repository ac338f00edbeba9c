using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.SignalR;

namespace Meetings.Server.Hosting;

/// <summary>
/// The client's wire types, written from the C# records: those marked <see cref="WireContractAttribute"/>, what hub methods take
/// and answer, and all that these name. <c>dotnet run --project src/Meetings.Server -- contracts</c> prints them.
/// </summary>
public static class WireTypeScript
{
    private const string Verb = "contracts";
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    public static bool IsVerb(string[] args) => args is [Verb];

    public static int Print()
    {
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes(Write()));
        return 0;
    }

    public static string Write()
    {
        var types = new Dictionary<string, Type>(StringComparer.Ordinal);
        var open = new Queue<Type>(Roots());
        while (open.TryDequeue(out var type))
        {
            if (!types.TryAdd(NameOf(type), type))
            {
                if (types[NameOf(type)] != type)
                {
                    throw new InvalidOperationException($"Two wire types are called {NameOf(type)}: {types[NameOf(type)]} and {type}.");
                }

                continue;
            }

            foreach (var named in Members(type).SelectMany(member => Named(member.PropertyType)))
            {
                open.Enqueue(named);
            }
        }

        var text = new StringBuilder("// Generated from the server's records; do not edit. See WireTypeScript.cs.\n");
        foreach (var (name, type) in types.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append('\n');
            Write(text, name, type);
        }

        return text.ToString();
    }

    private static IEnumerable<Type> Roots()
    {
        var all = typeof(WireTypeScript).Assembly.GetTypes();
        var hubs = all.Where(type => type.IsSubclassOf(typeof(Hub)))
            .SelectMany(hub => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetBaseDefinition().DeclaringType != typeof(Hub))
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType));
        return all.Where(type => type.IsDefined(typeof(WireContractAttribute))).Concat(hubs.SelectMany(Named));
    }

    private static void Write(StringBuilder text, string name, Type type)
    {
        if (IsId(type))
        {
            text.Append(Invariant, $"export type {name} = string;\n");
        }
        else if (type.IsEnum)
        {
            var members = type.GetEnumNames().Select(member => $"'{JsonNamingPolicy.CamelCase.ConvertName(member)}'");
            text.Append(Invariant, $"export type {name} = {string.Join(" | ", members)};\n");
        }
        else
        {
            text.Append(Invariant, $"export interface {name} {{\n");
            var nullability = new NullabilityInfoContext();
            foreach (var member in Members(type))
            {
                var optional = nullability.Create(member).ReadState == NullabilityState.Nullable || HasDefault(type, member) ? "?" : "";
                text.Append(Invariant, $"  {JsonNamingPolicy.CamelCase.ConvertName(member.Name)}{optional}: {TypeOf(member)};\n");
            }

            text.Append("}\n");
        }
    }

    private static string TypeOf(PropertyInfo member) =>
        member.GetCustomAttribute<WireTypeAttribute>()?.TypeScript ?? TypeOf(member.PropertyType);

    private static string TypeOf(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return TypeOf(underlying);
        }

        return type switch
        {
            _ when type == typeof(string) || type == typeof(Guid) || type == typeof(DateOnly) || type == typeof(DateTime) || type == typeof(DateTimeOffset) => "string",
            _ when type == typeof(bool) => "boolean",
            _ when type.IsPrimitive || type == typeof(decimal) => "number",
            _ when IsOurs(type) => NameOf(type),
            _ when type.IsEnum => string.Join(" | ", Enum.GetNames(type).Select(n => $"'{JsonNamingPolicy.CamelCase.ConvertName(n)}'")),
            _ when Values(type) is { } values => $"Record<string, {TypeOf(values)}>",
            _ when Element(type) is { } element => element == typeof(object) ? "unknown[]" : element.IsEnum && !IsOurs(element) ? $"({TypeOf(element)})[]" : $"{TypeOf(element)}[]",
            _ => "unknown",
        };
    }

    /// <summary>Our own types a type mentions, through lists, dictionaries, tasks and nullables.</summary>
    private static IEnumerable<Type> Named(Type type)
    {
        if (IsOurs(type))
        {
            return [type];
        }

        var inner = Element(type) is { } element ? [element] : type.IsGenericType ? type.GetGenericArguments() : [];
        return inner.SelectMany(Named);
    }

    private static IEnumerable<PropertyInfo> Members(Type type) => type.IsEnum || IsId(type)
        ? []
        : type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(member => member.Name != "EqualityContract" && member.GetIndexParameters().Length == 0);

    // A member the constructor has a default for may be left out by the sender.
    private static bool HasDefault(Type type, PropertyInfo member) => type.GetConstructors()
        .SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.Name == member.Name && parameter.HasDefaultValue);

    private static bool IsOurs(Type type) => type.Assembly == typeof(WireTypeScript).Assembly && !type.IsGenericType;

    private static bool IsId(Type type) => type.GetInterfaces()
        .Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(ITypedId<>));

    private static Type? Element(Type type) => type == typeof(string)
        ? null
        : type.IsArray
            ? type.GetElementType()
            : type.IsAssignableTo(typeof(IEnumerable)) && type.GetGenericArguments() is [var element] ? element : null;

    private static Type? Values(Type type) => type.IsGenericType && type.GetGenericArguments() is [_, var values] && type.IsAssignableTo(typeof(IEnumerable)) ? values : null;

    private static string NameOf(Type type) => type.GetCustomAttribute<WireContractAttribute>()?.Name ?? type.Name;
}
