using System.Text.Json;

namespace IntegrationFunctions.Bench;

internal sealed partial class HandWrittenMapping
{
    private Head Read(ReadOnlySpan<byte> source)
    {
        var reader = new Utf8JsonReader(source);
        var head = default(Head);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                head.IsInvoice = reader.ValueTextEquals("380"u8);
            }
            else if (reader.ValueTextEquals("number"u8))
            {
                head.Number = Next(ref reader);
            }
            else if (reader.ValueTextEquals("issueDate"u8))
            {
                head.IssueDate = Next(ref reader);
            }
            else if (reader.ValueTextEquals("dueDate"u8))
            {
                head.DueDate = Next(ref reader);
            }
            else if (reader.ValueTextEquals("currency"u8))
            {
                head.Currency = Next(ref reader);
            }
            else if (reader.ValueTextEquals("note"u8))
            {
                head.Note = Next(ref reader);
            }
            else if (reader.ValueTextEquals("references"u8))
            {
                head.Order = Field(ref reader, "order"u8);
            }
            else if (reader.ValueTextEquals("seller"u8))
            {
                head.Seller = ReadParty(ref reader);
            }
            else if (reader.ValueTextEquals("buyer"u8))
            {
                head.Buyer = ReadParty(ref reader);
            }
            else if (reader.ValueTextEquals("payment"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (reader.ValueTextEquals("iban"u8))
                    {
                        head.Iban = Next(ref reader);
                    }
                    else if (reader.ValueTextEquals("terms"u8))
                    {
                        head.Terms = Next(ref reader);
                    }
                    else
                    {
                        reader.Read();
                    }
                }
            }
            else if (reader.ValueTextEquals("lines"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadLine(ref reader);
                }
            }
            else
            {
                reader.Skip();
            }
        }
        return head;
    }

    private static Slice Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return new((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);
    }

    private static Slice Field(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        var found = default(Slice);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                found = Next(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
        return found;
    }

    private static Party ReadParty(ref Utf8JsonReader reader)
    {
        var party = default(Party);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                party.Id = Next(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                party.Name = Next(ref reader);
            }
            else if (reader.ValueTextEquals("vatId"u8))
            {
                party.VatId = Next(ref reader);
            }
            else if (reader.ValueTextEquals("address"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    if (reader.ValueTextEquals("street"u8))
                    {
                        party.Street = Next(ref reader);
                    }
                    else if (reader.ValueTextEquals("postalCode"u8))
                    {
                        party.PostalCode = Next(ref reader);
                    }
                    else if (reader.ValueTextEquals("city"u8))
                    {
                        party.City = Next(ref reader);
                    }
                    else
                    {
                        party.Country = Next(ref reader);
                    }
                }
            }
            else
            {
                reader.Read();
            }
        }
        return party;
    }

    private void ReadLine(ref Utf8JsonReader reader)
    {
        var line = default(Line);
        var isCancelled = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("position"u8))
            {
                line.Position = Number(ref reader);
            }
            else if (reader.ValueTextEquals("article"u8))
            {
                line.Article = Next(ref reader);
            }
            else if (reader.ValueTextEquals("description"u8))
            {
                line.Description = Next(ref reader);
            }
            else if (reader.ValueTextEquals("quantity"u8))
            {
                line.Quantity = Number(ref reader);
            }
            else if (reader.ValueTextEquals("unit"u8))
            {
                line.Unit = Next(ref reader);
            }
            else if (reader.ValueTextEquals("price"u8))
            {
                line.Price = Number(ref reader);
            }
            else if (reader.ValueTextEquals("taxCategory"u8))
            {
                line.TaxCategory = Next(ref reader);
            }
            else if (reader.ValueTextEquals("taxRate"u8))
            {
                line.TaxRate = Number(ref reader);
            }
            else if (reader.ValueTextEquals("costCenter"u8))
            {
                line.CostCenter = Next(ref reader);
            }
            else
            {
                reader.Read();
                isCancelled = reader.ValueTextEquals("cancelled"u8);
            }
        }
        if (!isCancelled)
        {
            _lines[_count++] = line;
        }
    }

    private static double Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDouble();
    }

    /// <summary>Where a string stands, with its quotes.</summary>
    private readonly record struct Slice(int Start, int Length)
    {
        public ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> source) => source.Slice(Start, Length);

        public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> source) => source.Slice(Start + 1, Length - 2);
    }

    private struct Head
    {
        public bool IsInvoice;
        public Slice Number;
        public Slice IssueDate;
        public Slice DueDate;
        public Slice Currency;
        public Slice Note;
        public Slice Order;
        public Slice Iban;
        public Slice Terms;
        public Party Seller;
        public Party Buyer;
    }

    private struct Party
    {
        public Slice Id;
        public Slice Name;
        public Slice VatId;
        public Slice Street;
        public Slice PostalCode;
        public Slice City;
        public Slice Country;
    }

    private struct Line
    {
        public double Position;
        public double Quantity;
        public double Price;
        public double TaxRate;
        public Slice Article;
        public Slice Description;
        public Slice Unit;
        public Slice TaxCategory;
        public Slice CostCenter;
    }
}
