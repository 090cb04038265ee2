namespace IntegrationFunctions.Platform.Messages;

/// <summary>Why a broker does not do what it is asked for.</summary>
public enum MessagingFailure
{
    /// <summary>Not now: not reachable, throttled, going down. The same request may work later.</summary>
    Transient,

    /// <summary>It does not accept our credentials, or they do not allow this.</summary>
    Unauthorised,

    /// <summary>It has no such queue.</summary>
    NotFound,

    /// <summary>It will not do it, ever.</summary>
    Refused,
}

/// <summary>A broker failed us. The message is one sentence for a person and holds no secret.</summary>
public sealed class MessagingException(MessagingFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Whether trying again can help.</summary>
    public MessagingFailure Failure { get; } = failure;
}
