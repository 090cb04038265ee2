namespace IntegrationFunctions.Sandbox.Sap.Filter;

internal enum FilterTokenKind
{
    Name,
    Literal,
    Open,
    Close,
    Comma,
    End,
}

/// <summary>A token; a literal carries its value as string, decimal, DateTime, TimeSpan, Guid, bool or null.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, object? Value, int Position);
