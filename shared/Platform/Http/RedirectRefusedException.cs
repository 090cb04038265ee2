namespace IntegrationFunctions.Platform.Http;

/// <summary>
/// An answer pointed where a request must not follow. The message names the chain without queries, fragments and user names.
/// <see cref="HttpFailure"/> turns it into <c>redirect-refused</c>.
/// </summary>
public sealed class RedirectRefusedException(string message) : Exception(message);
