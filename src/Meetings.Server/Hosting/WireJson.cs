using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Meetings.Server.Kernel;

namespace Meetings.Server.Hosting;

/// <summary>The one way JSON is written and read: endpoints, hub and stored JSON share it.</summary>
public static class WireJson
{
    public static JsonSerializerOptions Options { get; } = Made();

    /// <summary>camelCase names and enums, ids as 32 digits, nulls left out, Vietnamese letters unescaped, required members enforced.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        // Answers are application/json, never HTML; escaping every "ế" would triple the size of a page.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.MaxDepth = 32;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TypedIdJson());
        options.Converters.Add(new BareIdJson());
        options.Converters.Add(new InstantJson());
        options.Converters.Add(new LocalTimeJson());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatMayNotBeNull } };
        options.RespectNullableAnnotations = true;
    }

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }

    // Nulls are left out on the wire, so only a parameter that may not be null is required; then no handler sees a surprising null.
    private static void RequireWhatMayNotBeNull(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } && !property.PropertyType.IsValueType)
            {
                property.IsRequired = true;
            }
        }
    }

    /// <summary>Instants as "2026-11-23T01:00:00Z", with milliseconds only when there are some.</summary>
    private sealed class InstantJson : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TryGetDateTimeOffset(out var at) ? at.ToUniversalTime() : throw new JsonException("An instant is ISO 8601 with a zone.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            var format = value.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ";
            writer.WriteStringValue(value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Local times as "2026-11-23T08:00"; their zone is a member of its own.</summary>
    private sealed class LocalTimeJson : JsonConverter<DateTime>
    {
        private static readonly string[] Formats = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];

        public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTime.TryParseExact(reader.GetString(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                ? local
                : throw new JsonException("A local time is yyyy-MM-ddTHH:mm.");

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(Formats[0], CultureInfo.InvariantCulture));
    }
}
