using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Admin.Http.OpenApi;

/// <summary>Says of our JSON what cannot be seen from its types: instants are written by a converter of our own, numbers are never texts, and no object tells its type.</summary>
internal static class SchemaRepairs
{
    public static Task Repair(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if ((Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (type == typeof(DateTimeOffset) ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        }
        else if (schema.Type is { } kinds && (kinds & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
        {
            (schema.Type, schema.Pattern) = (kinds & ~JsonSchemaType.String, null);
        }

        if (context.JsonTypeInfo.PolymorphismOptions?.DerivedTypes.All(derived => derived.TypeDiscriminator is null) == true)
        {
            schema.Discriminator = null;
        }

        return Task.CompletedTask;
    }
}
