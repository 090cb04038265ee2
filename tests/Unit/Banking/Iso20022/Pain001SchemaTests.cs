using System.Collections.Concurrent;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using CsCheck;
using IntegrationFunctions.Banking.Payments.Iso20022;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

/// <summary>The writer and the own validator against the official schema.</summary>
public class Pain001SchemaTests
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    /// <summary>What the validator finds beyond the schema.</summary>
    private static readonly string[] Stricter =
    [
        "character-set",
        "control-sum",
        "transaction-count",
        "duplicate-end-to-end-id",
        "iban-check",
        "reference-check",
        // Blanks around a number, a date or a flag, which XML Schema takes away; and hour 24.
        "decimal",
        "boolean",
        "date",
        "date-time",
    ];

    private readonly Iso20022PaymentMessages _messages = new();

    [Fact]
    public void Whatever_is_written_is_right_by_the_schema_and_by_the_validator()
    {
        var schema = Schema();
        Orders.Random.Sample(
            order =>
            {
                var bytes = _messages.Write(order);
                Assert.Empty(SchemaErrors(schema, bytes));
                Assert.Empty(_messages.Validate(bytes));
            },
            iter: 300,
            threads: 1
        );
    }

    [Fact]
    public void Whatever_the_schema_refuses_the_validator_finds_too()
    {
        var schema = Schema();
        var (refused, accepted) = (0, 0);
        var stricter = new ConcurrentDictionary<string, string>();
        Gen.Select(Orders.Random, Gen.Int, Gen.Int[1, 3])
            .Sample(
                (order, seed, mutations) =>
                {
                    var document = XDocument.Load(new MemoryStream(_messages.Write(order)));
                    var random = new Random(seed);
                    for (var mutation = 0; mutation < mutations; mutation++)
                        Pain001Mutation.Apply(document, random);
                    var bytes = Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting));
                    var errors = SchemaErrors(schema, bytes);
                    var findings = _messages.Validate(bytes);
                    if (errors.Count > 0)
                    {
                        Interlocked.Increment(ref refused);
                        Assert.True(
                            findings.Count > 0,
                            $"The schema says: {errors[0]}\nThe validator finds nothing in:\n{document}"
                        );
                        return;
                    }
                    Interlocked.Increment(ref accepted);
                    foreach (var finding in findings)
                        stricter.TryAdd(finding.Code, $"{finding.Path}: {finding.Message}");
                },
                iter: 2_000,
                threads: 1
            );
        Assert.InRange(refused, 500, int.MaxValue);
        Assert.InRange(accepted, 50, int.MaxValue);
        foreach (var (code, example) in stricter)
            Assert.True(Stricter.Contains(code), $"{code} is found where the schema finds nothing: {example}");
    }

    [Fact]
    public void Every_type_of_the_schema_is_in_the_tables()
    {
        // Each element of the schema, put where it belongs with nothing in it, is known to the validator.
        var schema = Schema();
        var known = new HashSet<string>(StringComparer.Ordinal);
        Walk(MessageSchema.Pain001.Root, known);
        var missing = schema
            .Schemas(Ns.NamespaceName)
            .Cast<XmlSchema>()
            .SelectMany(one => one.SchemaTypes.Values.OfType<XmlSchemaComplexType>())
            .Where(type => type.ContentTypeParticle is XmlSchemaGroupBase)
            .SelectMany(type =>
                ((XmlSchemaGroupBase)type.ContentTypeParticle)
                    .Items.OfType<XmlSchemaElement>()
                    .Select(element => $"{type.Name}/{element.Name} {element.MinOccurs} {element.MaxOccurs}")
            )
            .Except(known)
            .ToArray();
        Assert.Empty(missing);

        static void Walk(StructureType type, HashSet<string> known)
        {
            foreach (var element in type.Elements)
            {
                var max = element.Max == int.MaxValue ? decimal.MaxValue : element.Max;
                if (known.Add($"{type.Name}/{element.Name} {element.Min} {max}") && element.Structure is { } structure)
                    Walk(structure, known);
            }
        }
    }

    private static XmlSchemaSet Schema()
    {
        var set = new XmlSchemaSet();
        set.Add(
            Ns.NamespaceName,
            Path.Combine(Iso20022Data.Folder, "python-sepaxml/sepaxml/schemas/pain.001.001.09.xsd")
        );
        set.Compile();
        return set;
    }

    private static List<string> SchemaErrors(XmlSchemaSet schema, byte[] message)
    {
        var errors = new List<string>();
        var settings = new XmlReaderSettings
        {
            ValidationType = ValidationType.Schema,
            Schemas = schema,
            ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings,
        };
        settings.ValidationEventHandler += (_, args) => errors.Add(args.Message);
        using var reader = XmlReader.Create(new MemoryStream(message), settings);
        while (reader.Read()) { }
        return errors;
    }
}
