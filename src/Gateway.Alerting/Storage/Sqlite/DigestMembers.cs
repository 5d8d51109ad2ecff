using Dapper;
using Gateway.Alerting.Delivery;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>What becomes of the messages that a digest stands for: what becomes of it.</summary>
internal static class DigestMembers
{
    /// <summary>Until it is known, they are neither told nor lost.</summary>
    public static string Waiting(string digest, int others) => $"to be told in the digest {digest}, with {others} others";

    public static void Follow(string digest, DeliveryStatus status, string? why, SqliteConnection connection, SqliteTransaction transaction)
    {
        var isTold = status == DeliveryStatus.Sent;
        connection.Execute(
            """
            update deliveries set status = @status, reason = @reason || (select count(*) - 1 from deliveries where digest_id = @digest) || @rest where digest_id = @digest
            """,
            new
            {
                digest,
                // They were never sent themselves.
                status = isTold ? DeliveryStatus.Skipped : status,
                reason = isTold ? $"told in the digest {digest}, with " : $"the digest {digest}, which stood for it and ",
                rest = isTold ? " others" : $" others, did not arrive: {why ?? "no reason is known"}",
            },
            transaction);
    }
}
