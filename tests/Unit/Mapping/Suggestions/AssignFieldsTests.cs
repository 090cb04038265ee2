using IntegrationFunctions.Mapping.Suggestions;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

public sealed class AssignFieldsTests
{
    [Fact]
    public void The_sum_is_greatest_and_no_column_is_taken_twice()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var gains = new double[random.Next(1, 5), random.Next(1, 6)];
            for (var row = 0; row < gains.GetLength(0); row++)
            {
                for (var column = 0; column < gains.GetLength(1); column++)
                {
                    gains[row, column] = random.Next(3) == 0 ? 0 : random.NextDouble();
                }
            }
            var assigned = AssignFields.Run(gains);
            var taken = assigned.Where(column => column >= 0).ToList();
            Assert.Equal(taken.Count, taken.Distinct().Count());
            var sum = assigned.Select((column, row) => column < 0 ? 0 : gains[row, column]).Sum();
            Assert.Equal(Greatest(gains, 0, []), sum, 9);
        }
    }

    private static double Greatest(double[,] gains, int row, HashSet<int> taken)
    {
        if (row == gains.GetLength(0))
        {
            return 0;
        }
        var best = Greatest(gains, row + 1, taken);
        for (var column = 0; column < gains.GetLength(1); column++)
        {
            if (taken.Add(column))
            {
                best = Math.Max(best, gains[row, column] + Greatest(gains, row + 1, taken));
                taken.Remove(column);
            }
        }
        return best;
    }
}
