namespace IntegrationFunctions.Platform.Storage;

/// <summary>
/// The tables of one module (documents, messages, workflows), as steps that are run once each, in order, and never changed after they have
/// landed. A file in which a module has more steps than this program knows was written by a newer version and is refused untouched.
/// </summary>
/// <param name="Module">Name of the module; its tables start with it.</param>
/// <param name="Steps">SQL scripts.</param>
public sealed record SqliteSchema(string Module, IReadOnlyList<string> Steps);
