using System.Buffers;
using System.Text.Json;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Text;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Backtesting.RuleTests;

/// <summary>Reads a test's call with the reader that imports calls, so that both know the same fields. Everything has a default.</summary>
internal static class ScriptedCall
{
    /// <summary>Short for <c>request_model</c>.</summary>
    private const string Model = "model";

    /// <summary>What a test adds to a call's own fields.</summary>
    private static readonly string[] Schedule = ["at", "every", "count"];

    public static LlmCall? Read(LocatedJson json, DateTimeOffset start, RuleMistakes mistakes)
    {
        var problems = new List<string>();
        var reader = new CallDocumentReader(new FreeOfCharge(), new VirtualClock(start));
        var call = reader.Read(Document(json, start), problems);
        foreach (var problem in problems)
        {
            var path = problem.Split(' ')[0];
            // The reader of calls does not know the names that only tests have.
            var isOwn = problem.Contains("is not a field", StringComparison.Ordinal) && NearestName.Of(path, [.. Schedule, Model]) is not null;
            mistakes.Add(Find(json, path), isOwn ? $"is not a field; {NearestName.Hint(path, [.. Schedule, Model])}" : problem[path.Length..].Trim());
        }

        var isUnpriced = json.Members.Any(member => member is { Name: "price_status", Value.Text: "unpriced" });
        return isUnpriced ? call! with { Cost = CallCost.Unpriced } : call;
    }

    private static ReadOnlyMemory<byte> Document(LocatedJson json, DateTimeOffset start)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("started_at", UtcInstantConverter.Text(start));
        Standard("provider", "openai");
        if (!Has(Model) && !Has("response_model"))
        {
            Standard("request_model", "gpt-5.4");
        }

        foreach (var (name, value) in json.Members.Where(member => !Schedule.Contains(member.Name)))
        {
            writer.WritePropertyName(name == Model ? "request_model" : name);
            Write(writer, value);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;

        bool Has(string name) => json.Members.Any(member => member.Name == name);

        void Standard(string name, string value)
        {
            if (!Has(name))
            {
                writer.WriteString(name, value);
            }
        }
    }

    private static void Write(Utf8JsonWriter writer, LocatedJson value)
    {
        switch (value.Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, member) in value.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.Text);
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(value.Text);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBooleanValue(value.Kind == JsonValueKind.True);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>The member that a path such as <c>tokens.input</c> names; the whole where there is none.</summary>
    private static LocatedJson Find(LocatedJson json, string path)
    {
        var found = json;
        foreach (var name in path.Split('.'))
        {
            var member = found.Members.FirstOrDefault(member => member.Name == name || (name == "request_model" && member.Name == Model));
            if (member.Value is null)
            {
                break;
            }

            found = member.Value;
        }

        return found;
    }

    /// <summary>A test that says nothing of cost means none; prices of the day would make tests fail when they change.</summary>
    private sealed class FreeOfCharge : IPriceBook
    {
        public CallCost Price(string provider, string? responseModel, string? requestModel, in TokenUsage tokens) => new(NanoUsd.Zero, PriceStatus.Priced);
    }
}
