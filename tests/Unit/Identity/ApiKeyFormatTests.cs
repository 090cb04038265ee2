using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Tests.Unit.Identity;

public sealed class ApiKeyFormatTests
{
    [Fact]
    public void New_keys_are_well_formed_and_differ()
    {
        var keys = Enumerable.Range(0, 1000).Select(_ => ApiKeyFormat.New()).ToHashSet();

        Assert.Equal(1000, keys.Count);
        Assert.All(keys, key => Assert.True(ApiKeyFormat.IsWellFormed(key), key));
        Assert.All(keys, key => Assert.Equal(47, key.Length));
    }

    [Fact]
    public void Any_single_wrong_character_is_noticed()
    {
        var key = ApiKeyFormat.New();
        for (var i = 0; i < key.Length; i++)
        {
            var wrong = key[..i] + (key[i] == 'a' ? 'b' : 'a') + key[(i + 1)..];
            Assert.False(ApiKeyFormat.IsWellFormed(wrong), $"position {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("ifk_test_")]
    [InlineData("ifk_live_00000000000000000000000000000000000000")]
    public void What_is_no_key_is_refused(string text) => Assert.False(ApiKeyFormat.IsWellFormed(text));

    [Fact]
    public void The_hint_gives_away_four_characters()
    {
        var key = ApiKeyFormat.New();

        Assert.Equal(key[..13] + "…", ApiKeyFormat.Hint(key));
    }
}
