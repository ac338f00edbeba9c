using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meetings.Server.Hosting;

/// <summary>An id whose type is not known until it is looked at (a directory entry's) is 32 digits as well, like the typed ids.</summary>
internal sealed class BareIdJson : JsonConverter<Guid>
{
    public override Guid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Guid.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("An id is 32 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, Guid value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("N"));
}
