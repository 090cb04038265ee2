namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>The assignment with the greatest sum, each row and each column at most once (Kuhn, Munkres; shortest augmenting paths, O(rows² · columns)).</summary>
internal static class AssignFields
{
    /// <summary>The column of each row, -1 for none.</summary>
    /// <param name="gains">Of rows and columns; 0 for pairs that can't be.</param>
    public static int[] Run(double[,] gains)
    {
        var rows = gains.GetLength(0);
        var real = gains.GetLength(1);
        // Each row has a column of its own that gains nothing.
        var columns = real + rows;
        var (ofRow, ofColumn) = (new double[rows + 1], new double[columns + 1]);
        var taken = new int[columns + 1];
        for (var row = 1; row <= rows; row++)
        {
            Augment(row);
        }
        var assigned = new int[rows];
        Array.Fill(assigned, -1);
        for (var column = 1; column <= real; column++)
        {
            if (taken[column] > 0 && gains[taken[column] - 1, column - 1] > 0)
            {
                assigned[taken[column] - 1] = column - 1;
            }
        }
        return assigned;

        double Cost(int row, int column) => column > real ? 0 : -gains[row - 1, column - 1];

        void Augment(int row)
        {
            var (from, least, seen) = (new int[columns + 1], new double[columns + 1], new bool[columns + 1]);
            Array.Fill(least, double.PositiveInfinity);
            taken[0] = row;
            var at = 0;
            do
            {
                seen[at] = true;
                var (here, delta, next) = (taken[at], double.PositiveInfinity, 0);
                for (var column = 1; column <= columns; column++)
                {
                    if (seen[column])
                    {
                        continue;
                    }
                    var cost = Cost(here, column) - ofRow[here] - ofColumn[column];
                    if (cost < least[column])
                    {
                        (least[column], from[column]) = (cost, at);
                    }
                    if (least[column] < delta)
                    {
                        (delta, next) = (least[column], column);
                    }
                }
                for (var column = 0; column <= columns; column++)
                {
                    if (seen[column])
                    {
                        ofRow[taken[column]] += delta;
                        ofColumn[column] -= delta;
                    }
                    else
                    {
                        least[column] -= delta;
                    }
                }
                at = next;
            } while (taken[at] != 0);
            for (; at != 0; at = from[at])
            {
                taken[at] = taken[from[at]];
            }
        }
    }
}
