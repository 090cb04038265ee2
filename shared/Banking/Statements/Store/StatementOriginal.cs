namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>A statement's file as the bank sent it.</summary>
/// <param name="Content">Can be positioned before it is read.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="KeptAt">When it was first imported.</param>
public sealed record StatementOriginal(Stream Content, string ContentType, string Sha256, DateTimeOffset KeptAt);
