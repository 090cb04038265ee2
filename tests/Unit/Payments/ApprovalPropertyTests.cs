using CsCheck;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Workflows.Payments;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>
/// Whatever people do, in whatever order: what reaches the bank was approved, as it is, by two users who had no hand in it. The test keeps its
/// own book of who did what, from the calls alone.
/// </summary>
public sealed class ApprovalPropertyTests
{
    private enum Verb
    {
        Approve,
        ApproveStale,
        RemoveLine,
        MoveDate,
        MoveBack,
        Run,
        RunWhileEdited,
        Cancel,
        Reject,
    }

    private static readonly Gen<(Verb Verb, int User)[]> Sequences = Gen.Select(
        Gen.Frequency(
            (14, Gen.Const(Verb.Approve)),
            (1, Gen.Const(Verb.ApproveStale)),
            (2, Gen.Const(Verb.RemoveLine)),
            (1, Gen.Const(Verb.MoveDate)),
            (1, Gen.Const(Verb.MoveBack)),
            (6, Gen.Const(Verb.Run)),
            (1, Gen.Const(Verb.RunWhileEdited)),
            (1, Gen.Const(Verb.Cancel)),
            (1, Gen.Const(Verb.Reject))
        ),
        Gen.Int[0, 4]
    ).Array[1, 25];

    [Fact]
    public async Task No_sequence_of_edits_and_approvals_sends_what_two_others_did_not_approve()
    {
        var sent = 0;
        await Sequences.SampleAsync(
            async sequence =>
            {
                using var play = new Play();
                if (await play.Run(sequence))
                {
                    Interlocked.Increment(ref sent);
                }
                return true;
            },
            iter: 400
        );
        // A property that never sees a payment sent would prove nothing.
        Assert.True(sent > 20, $"only {sent} sequences came as far as sending");
    }

    private sealed class Play : IDisposable
    {
        private readonly PaymentFixture _world = new PaymentFixture().WithInvoices(4);
        private readonly HashSet<string> _authors = ["usr_0"];
        private readonly HashSet<string> _approvers = [];
        private string _id = "";
        private string _firstHash = "";
        private int _sends;
        private Exception? _violation;

        // Everyone may do everything: only the rules about content stand in the way.
        private static Caller Someone(int user) => User($"usr_{user}", Role.Accountant, Role.Approver);

        public void Dispose() => _world.Dispose();

        public async Task<bool> Run((Verb Verb, int User)[] sequence)
        {
            var payment = (await _world.Propose(caller: Someone(0))).Value.Payment!.Payment;
            (_id, _firstHash) = (payment.Id, payment.ContentHash);
            _world.BankFake.OnSend = Keep;
            foreach (var (verb, user) in sequence)
            {
                await Do(verb, Someone(user));
            }
            if (_violation is not null)
            {
                throw new InvalidOperationException("What reached the bank was not approved.", _violation);
            }
            return _sends > 0;
        }

        // The flow takes whatever a bank throws for an unknown outcome, so a failed assertion must be carried past it.
        private async Task Keep(string messageId, ReadOnlyMemory<byte> bytes)
        {
            try
            {
                await Check(messageId, bytes);
            }
            catch (Exception e)
            {
                _violation ??= e;
            }
        }

        private async Task Do(Verb verb, Caller who)
        {
            var payment = await _world.Read(_id);
            switch (verb)
            {
                case Verb.Approve:
                    if ((await _world.Approve(who, _id, payment.ContentHash)).Error is null)
                    {
                        _approvers.Add(who.UserId);
                    }
                    break;
                case Verb.ApproveStale:
                    if ((await _world.Approve(who, _id, _firstHash)).Error is null && _firstHash == payment.ContentHash)
                    {
                        _approvers.Add(who.UserId);
                    }
                    break;
                case Verb.RemoveLine:
                    await Edit(who, payment, new([payment.Lines[0].LineId]));
                    break;
                case Verb.MoveDate:
                    await Edit(who, payment, new(ExecutionDate: Today.AddDays(7)));
                    break;
                case Verb.MoveBack:
                    await Edit(who, payment, new(ExecutionDate: Today));
                    break;
                case Verb.Run:
                    await new InlineRun(_world).Pay(_id);
                    break;
                case Verb.RunWhileEdited:
                    await Task.WhenAll(
                        new InlineRun(_world).Activity(PaymentActivities.WriteMessage, _id),
                        new InlineRun(_world).Activity(PaymentActivities.Send, _id),
                        Edit(who, payment, new([payment.Lines[0].LineId]))
                    );
                    break;
                case Verb.Cancel:
                    await _world.Cancel(who, _id);
                    break;
                case Verb.Reject:
                    await _world.Reject(who, _id);
                    break;
            }
        }

        private async Task Edit(Caller who, Payment payment, PaymentEdit edit)
        {
            var result = await _world.Edit(who, _id, edit, payment.Version);
            if (result.TryGet(out var edited, out _) && edited.Payment.Version != payment.Version)
            {
                _approvers.Clear();
                _authors.Add(who.UserId);
            }
        }

        private async Task Check(string messageId, ReadOnlyMemory<byte> bytes)
        {
            _sends++;
            Assert.Equal(1, _sends);
            Assert.True(
                _approvers.Except(_authors).Count() >= 2,
                $"sent with approvals of {string.Join(", ", _approvers)}"
            );
            // What stands in the bytes is what stood before the approvers' eyes.
            var payment = await _world.Read(_id);
            var xml = System.Xml.Linq.XDocument.Parse(System.Text.Encoding.UTF8.GetString(bytes.Span));
            string[] Values(string name) =>
                [.. xml.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value)];
            Assert.Equal(payment.Lines.Select(l => l.EndToEndId), Values("EndToEndId"));
            Assert.Equal(
                payment.Lines.Select(l => l.Amount),
                Values("InstdAmt").Select(v => decimal.Parse(v, System.Globalization.CultureInfo.InvariantCulture))
            );
            Assert.Equal([payment.Debtor.Iban, .. payment.Lines.Select(l => l.Creditor.Iban)], Values("IBAN"));
            Assert.Equal(payment.ExecutionDate.ToString("O"), Values("ReqdExctnDt")[0]);
            Assert.Equal([payment.MessageId], Values("MsgId"));
        }
    }
}
