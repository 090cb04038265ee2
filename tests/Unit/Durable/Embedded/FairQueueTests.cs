using CsCheck;
using IntegrationFunctions.Durable.Embedded;

namespace IntegrationFunctions.Tests.Unit.Durable.Embedded;

public sealed class FairQueueTests
{
    [Fact]
    public void One_item_of_a_tenant_does_not_wait_for_a_thousand_of_another()
    {
        var queue = new FairQueue<string>();
        for (var i = 0; i < 1000; i++)
        {
            queue.Enqueue("large", $"large {i}");
        }
        queue.Enqueue("small", "small 0");

        Assert.True(queue.TryDequeue(out var first));
        Assert.True(queue.TryDequeue(out var second));
        Assert.Equal(("large 0", "small 0"), (first, second));
        Assert.Equal(999, queue.Count);
    }

    [Fact]
    public void Every_item_comes_out_once_and_each_tenants_in_order() =>
        Gen.Int[0, 100]
            .Array[0, 300]
            .Sample(tenants =>
            {
                var queue = new FairQueue<(int Tenant, int At)>();
                var came = new List<(int Tenant, int At)>();
                for (var i = 0; i < tenants.Length; i++)
                {
                    queue.Enqueue($"{tenants[i]}", (tenants[i], i));
                    // Some come out while others still go in.
                    if (i % 3 == 0 && queue.TryDequeue(out var early))
                    {
                        came.Add(early);
                    }
                }
                while (queue.TryDequeue(out var item))
                {
                    came.Add(item);
                }
                Assert.Equal(tenants.Length, came.Count);
                Assert.All(
                    came.GroupBy(item => item.Tenant),
                    own => Assert.Equal(own.Select(item => item.At).Order(), own.Select(item => item.At))
                );
                Assert.Equal(Enumerable.Range(0, tenants.Length), came.Select(item => item.At).Order());
            });

    [Fact]
    public void No_tenant_waits_for_more_than_one_item_of_each_other()
    {
        var queue = new FairQueue<int>();
        for (var tenant = 0; tenant < 10; tenant++)
        {
            for (var i = 0; i < 50; i++)
            {
                queue.Enqueue($"{tenant}", tenant);
            }
        }
        for (var round = 0; round < 50; round++)
        {
            var seen = Enumerable.Range(0, 10).Select(_ => queue.TryDequeue(out var item) ? item : -1);
            Assert.Equal(Enumerable.Range(0, 10), seen.Order());
        }
    }
}
