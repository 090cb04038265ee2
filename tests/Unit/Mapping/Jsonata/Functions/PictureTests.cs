using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata.Functions;

public sealed class PictureTests
{
    [Theory]
    [InlineData(1234567, "#,##0", "1,234,567")]
    [InlineData(12, "#,##,##0", ",,12")]
    [InlineData(1234567, "#,##,##0", "12,34,567")]
    [InlineData(7, "000", "007")]
    [InlineData(-7, "000", "-007")]
    [InlineData(1234, "٠", "١٢٣٤")]
    [InlineData(12, "１;o", "１２th")]
    [InlineData(11, "1;o", "11th")]
    [InlineData(121, "1;o", "121st")]
    [InlineData(28, "A", "AB")]
    [InlineData(0, "a", "")]
    [InlineData(1999, "I", "MCMXCIX")]
    [InlineData(4, "i", "iv")]
    [InlineData(1e300, "I", "U1001")]
    [InlineData(0, "w", "zero")]
    [InlineData(21, "Ww;o", "Twenty-First")]
    [InlineData(40, "w;o", "fortieth")]
    [InlineData(1100, "w;o", "one thousand, one hundredth")]
    [InlineData(12345, "W", "TWELVE THOUSAND, THREE HUNDRED AND FORTY-FIVE")]
    [InlineData(1e15, "Ww", "One Thousand Trillion")]
    [InlineData(1e18, "w", "one million trillion")]
    [InlineData(1, "①", "D3130")]
    [InlineData(1, "0٠", "D3131")]
    public void Integers_are_written(double value, string picture, string expected)
    {
        JsonataValue[] arguments = [JsonataValue.Of(value), JsonataValue.Of(picture)];

        Assert.Equal(expected, Calls.Call("formatInteger", arguments).Trim('"'));
    }

    [Theory]
    [InlineData("1,234", "#,##0", "1234")]
    [InlineData("12th", "1;o", "12")]
    [InlineData("１２", "１", "12")]
    [InlineData("MCMXCIX", "I", "1999")]
    [InlineData("iv", "i", "4")]
    [InlineData("AB", "A", "28")]
    [InlineData("twelve thousand, three hundred and forty-five", "w", "12345")]
    [InlineData("One Hundred and Twenty-Third", "Ww;o", "123")]
    [InlineData("nonsense", "w", "null")]
    [InlineData("1", "x", "D3130")]
    public void Integers_are_read(string text, string picture, string expected)
    {
        JsonataValue[] arguments = [JsonataValue.Of(text), JsonataValue.Of(picture)];

        Assert.Equal(expected, Calls.Call("parseInteger", arguments));
    }

    [Theory]
    // Friday, 23 March 2018 10:33:36.617 UTC, in week 12 of the year.
    [InlineData("[Y0001]-[M01]-[D01]", null, "2018-03-23")]
    [InlineData("[Y,2]/[Y,*-2]/[Y01]", null, "18/18/18")]
    [InlineData("[YI] [Yw]", null, "MMXVIII two thousand and eighteen")]
    [InlineData("[M] [MNn] [MN,3-3] [Mn] [MA]", null, "3 March MAR march C")]
    [InlineData("[D1o] [DWwo] [d] [d001]", null, "23rd Twenty-Third 82 082")]
    [InlineData("[F] [FNn] [F0] [Fn,*-2]", null, "friday Friday 5 fr")]
    [InlineData("[X]-W[W01]-[F1] [w] [xNn]", null, "2018-W12-5 4 March")]
    [InlineData("[H]:[m]:[s].[f001]", null, "10:33:36.617")]
    [InlineData("[h]:[m][P] [PN]", "+0500", "3:33pm PM")]
    [InlineData("[Z] [z] [Z0] [Z0000] [Z01:01t]", "+0530", "+05:30 GMT+05:30 +5:30 +0530 +05:30")]
    [InlineData("[Z01:01t] [Z0] [z]", null, "Z +0 GMT+00:00")]
    // The reference rounds the hours of a negative offset down, and takes the minutes off once more.
    [InlineData("[H01]:[m01] [Z]", "-0530", "04:03 -06:30")]
    [InlineData("[C] [E]", null, "ISO ISO")]
    [InlineData("[[[Y]]]", null, "[2018]")]
    [InlineData("[ Y 0001 ]", null, "2018")]
    [InlineData("plain", null, "plain")]
    [InlineData("[Y", null, "D3135")]
    [InlineData("[q]", null, "D3132")]
    [InlineData("[]", null, "D3132")]
    [InlineData("[YN]", null, "D3133")]
    [InlineData("[Z00000]", null, "D3134")]
    [InlineData("[Mo]", null, "D3130")]
    [InlineData("[Y0٠]", null, "D3131")]
    [InlineData("[D,999999999]", null, "U1001")]
    public void Dates_are_written(string picture, string? timezone, string expected)
    {
        JsonataValue[] arguments = [JsonataValue.Of(1_521_801_216_617d), JsonataValue.Of(picture)];
        arguments = timezone is null ? arguments : [.. arguments, JsonataValue.Of(timezone)];

        Assert.Equal(expected, Calls.Call("fromMillis", arguments).Trim('"'));
    }

    [Theory]
    [InlineData(1_104_537_600_000, "[X]-W[W01]-[F1] [x]-[w]", "2004-W53-6 12-5")]
    [InlineData(-62_135_596_800_000, "[Y0001]-[M01]-[D01] [FNn]", "0001-01-01 Monday")]
    [InlineData(253_402_300_800_000, "[Y]", "10000")]
    [InlineData(951_782_400_000, "[D]/[M]/[Y]", "29/2/2000")]
    public void Dates_far_away_are_written(double millis, string picture, string expected)
    {
        JsonataValue[] arguments = [JsonataValue.Of(millis), JsonataValue.Of(picture)];

        Assert.Equal(expected, Calls.Call("fromMillis", arguments).Trim('"'));
    }

    [Theory]
    [InlineData("now", "[]", "\"2018-03-23T10:33:36.617Z\"")]
    [InlineData("now", "[\"[h]:[m][P]\",\"+0200\"]", "\"12:33pm\"")]
    [InlineData("millis", "[]", "1521801216617")]
    [InlineData("fromMillis", "[0]", "\"1970-01-01T00:00:00.000Z\"")]
    [InlineData("toMillis", "[\"2018\"]", "1514764800000")]
    [InlineData("toMillis", "[\"2018-03-23T10:33:36.617Z\"]", "1521801216617")]
    [InlineData("toMillis", "[\"2018-03-23T10:33:36+0100\"]", "1521797616000")]
    [InlineData("toMillis", "[\"2018-02-30\"]", "1519948800000")]
    [InlineData("toMillis", "[\"2018-13-01\"]", "null")]
    [InlineData("toMillis", "[\"23.3.2018\"]", "D3110")]
    [InlineData("toMillis", "[\"0050-01-01\"]", "-60589296000000")]
    public void Dates_of_iso_8601_need_no_picture(string function, string arguments, string expected)
    {
        Assert.Equal(expected, Calls.Call(function, arguments));
    }

    [Theory]
    [InlineData("23/03/2018", "[D01]/[M01]/[Y0001]", "1521763200000")]
    [InlineData("20180323", "[Y0001][M01][D01]", "1521763200000")]
    [InlineData("Friday, 23rd March 2018 at 10:33am", "[FNn], [D1o] [MNn] [Y] at [h]:[m][P]", "1521801180000")]
    [InlineData("12:05 am", "[h]:[m] [P]", "1521763500000")]
    [InlineData("Mar 2018", "[MNn,*-3] [Y]", "1519862400000")]
    [InlineData("MMXVIII-III-XXIII", "[YI]-[MI]-[DI]", "1521763200000")]
    [InlineData("Twenty-Third of March", "[DWwo] of [MNn]", "1521763200000")]
    [InlineData("2018-082", "[Y]-[d001]", "1521763200000")]
    [InlineData("10:33 +01:00", "[H]:[m] [Z]", "1521797580000")]
    [InlineData("10:33 GMT-05", "[H]:[m] [z0]", "1521819180000")]
    [InlineData("50-01-01", "[Y]-[M]-[D]", "-631152000000")]
    [InlineData("2018", "[Y]-[M]", "nothing")]
    [InlineData("plain", "plain", "nothing")]
    [InlineData("2018-12", "[Y]-[D]", "D3136")]
    [InlineData("2018-W12-5", "[X]-W[W]-[F1]", "D3136")]
    [InlineData("ISO", "[C]", "D3133")]
    public void Dates_are_read(string text, string picture, string expected)
    {
        JsonataValue[] arguments = [JsonataValue.Of(text), JsonataValue.Of(picture)];

        Assert.Equal(expected, Calls.Call("toMillis", arguments));
    }
}
