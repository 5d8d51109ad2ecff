using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Alerting.Delivery;

namespace Gateway.Alerting.Storage;

/// <summary>Where the channels that were set up in the API are kept. Each change leaves a line in the audit, in the same transaction.</summary>
public interface IChannelStore
{
    /// <summary>All of them, by id. None before the database has been brought to this version.</summary>
    IReadOnlyList<StoredChannel> Load();

    /// <summary>Puts it in, or in the place of the one of its id.</summary>
    Task SaveAsync(StoredChannel channel, string action, string changes, CancellationToken cancellationToken);

    Task DeleteAsync(string id, string by, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>One channel as it is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Document">What anybody may see, as JSON.</param>
/// <param name="Secrets">The rest, encrypted; empty where there is none.</param>
/// <param name="By">Who set it up so.</param>
/// <param name="At">When.</param>
public sealed record StoredChannel(string Id, string Document, string Secrets, string By, DateTimeOffset At)
{
    /// <summary>Another number after every change, also where a channel was deleted and set up anew: made of what is stored, not counted. Never 0 or less.</summary>
    public long Version => (BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Document}\n{Secrets}"))) & long.MaxValue) | 1;
}

/// <summary>What became of the messages to channels.</summary>
public interface IChannelRecord
{
    /// <summary>The last of each kind.</summary>
    ChannelPast PastOf(string channelId);

    /// <summary>Keeps a test as a message that is over, with its one try, and who made it.</summary>
    Task AddTestAsync(Delivery.Delivery test, DeliveryAttempt attempt, string by, CancellationToken cancellationToken);

    /// <summary>Keeps that somebody tested what is not set up.</summary>
    Task AddDraftTestAsync(string type, DeliveryAttempt attempt, string by, CancellationToken cancellationToken);
}

/// <summary>How messages to a channel went last.</summary>
/// <param name="LastSuccess">When one arrived.</param>
/// <param name="LastError">The last try that did not arrive, whatever became of the message.</param>
public sealed record ChannelPast(DateTimeOffset? LastSuccess, ChannelError? LastError)
{
    public static ChannelPast None { get; } = new(null, null);
}

/// <param name="At">When.</param>
/// <param name="StatusCode">The receiver's, when there was one.</param>
/// <param name="Error">What went wrong, without secrets.</param>
public sealed record ChannelError(DateTimeOffset At, int? StatusCode, string Error);
