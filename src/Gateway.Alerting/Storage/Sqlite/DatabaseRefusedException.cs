namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The database cannot be used as it is. The message says why and what to do, for the person who starts the program.</summary>
public sealed class DatabaseRefusedException : Exception
{
    public DatabaseRefusedException()
    {
    }

    public DatabaseRefusedException(string message)
        : base(message)
    {
    }

    public DatabaseRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
