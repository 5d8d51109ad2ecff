using System.Buffers;
using System.Text;
using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>
/// The error types of all providers: <c>{"error":{"type","code","status"}}</c> (OpenAI, Anthropic, Google, OpenRouter), <c>{"error":"…"}</c> (Ollama),
/// <c>{"__type":"…"}</c> (AWS), <c>{"type":"error","code":"…"}</c> (Responses events), and Google's array of one.
/// Only names are taken, never messages: those repeat prompts.
/// </summary>
internal static class ErrorReader
{
    private const int MaxName = 64;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:"u8);

    /// <summary>Reads an answer or event that is an error as a whole.</summary>
    public static void Read(ReadOnlySpan<byte> json, AnswerReading answer)
    {
        var elements = new JsonElements(json);
        if (elements.Next())
        {
            json = elements.Value;
        }

        var error = JsonValue.Member(json, "error"u8);
        if (error.IsEmpty || error[0] == 'n')
        {
            ReadObject(json, answer);
        }
        else
        {
            ReadValue(error, answer);
        }

        answer.ErrorType ??= "error";
    }

    /// <summary>Reads the value of an <c>error</c> member; null is no error.</summary>
    public static void ReadMember(ReadOnlySpan<byte> error, AnswerReading answer)
    {
        if (!error.IsEmpty && error[0] is (byte)'{' or (byte)'"')
        {
            ReadValue(error, answer);
            answer.ErrorType ??= "error";
        }
    }

    /// <summary>A type that stands alone, such as an exception frame's.</summary>
    public static void ReadType(ReadOnlySpan<byte> type, AnswerReading answer)
    {
        Note(type, answer);
        answer.ErrorType ??= "error";
    }

    private static void ReadValue(ReadOnlySpan<byte> error, AnswerReading answer)
    {
        if (error[0] == '{')
        {
            ReadObject(error, answer);
            return;
        }

        // A sentence is no type, but its words tell the kind.
        ErrorWords.Judge(JsonValue.Inner(error), answer);
        Note(JsonValue.Inner(error), answer);
    }

    private static void ReadObject(ReadOnlySpan<byte> error, AnswerReading answer)
    {
        ReadOnlySpan<byte> type = default, code = default, status = default;
        var members = new JsonMembers(error);
        while (members.Next())
        {
            if (members.Is("type"u8) || members.Is("__type"u8))
            {
                type = Name(members.Value);
            }
            else if (members.Is("code"u8))
            {
                code = Name(members.Value);
            }
            else if (members.Is("status"u8))
            {
                status = Name(members.Value);
            }
        }

        ErrorWords.Judge(type, answer);
        ErrorWords.Judge(code, answer);
        ErrorWords.Judge(status, answer);
        Note(Best(type, code, status), answer);
    }

    /// <summary>Google's status beats its numeric code; OpenAI's type says only <c>tokens</c> or <c>requests</c> where the code says which limit.</summary>
    private static ReadOnlySpan<byte> Best(ReadOnlySpan<byte> type, ReadOnlySpan<byte> code, ReadOnlySpan<byte> status)
    {
        var vague = type.IsEmpty || type.SequenceEqual("error"u8) || type.SequenceEqual("tokens"u8) || type.SequenceEqual("requests"u8);
        if (!vague)
        {
            return type;
        }

        var numeric = code.IsEmpty || char.IsAsciiDigit((char)code[0]);
        return !numeric ? code : !status.IsEmpty ? status : !code.IsEmpty ? code : type;
    }

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> value)
    {
        var name = value.IsEmpty || value[0] is (byte)'n' or (byte)'{' or (byte)'[' ? default : value[0] == '"' ? JsonValue.Inner(value) : value;

        // AWS writes the whole shape's name: com.amazon.coral.service#ThrottlingException.
        return name[(name.LastIndexOf((byte)'#') + 1)..];
    }

    private static void Note(ReadOnlySpan<byte> name, AnswerReading answer)
    {
        if (name.Length is 0 or > MaxName || name.ContainsAnyExcept(NameBytes))
        {
            return;
        }

        ErrorWords.Judge(name, answer);
        answer.ErrorType ??= Encoding.ASCII.GetString(name);
    }
}
