using IntegrationFunctions.Mapping.Jsonata.Errors;

namespace IntegrationFunctions.Mapping.Jsonata.Syntax;

/// <summary>Finds for each % the step whose input it means.</summary>
internal sealed class Ancestry
{
    private readonly List<ParentSlot> _slots = [];

    public ParentSlot NewSlot()
    {
        var slot = new ParentSlot(_slots.Count);
        _slots.Add(slot);
        return slot;
    }

    /// <summary>What a part still seeks, the whole seeks too.</summary>
    public static void Push(SyntaxNode whole, SyntaxNode part)
    {
        if (part.SeekingParent is null && part.Kind != SyntaxKind.Parent)
        {
            return;
        }
        // The list is shared as far as the reference shares it: a slot that is found counts as found everywhere.
        var slots = part.SeekingParent ?? [];
        if (part.Kind == SyntaxKind.Parent)
        {
            slots.Add(part.Slot!);
        }
        if (whole.SeekingParent is null)
        {
            whole.SeekingParent = slots;
        }
        else
        {
            whole.SeekingParent.AddRange([.. slots]);
        }
    }

    /// <summary>Looks for what the last step seeks in the steps before it.</summary>
    public void Resolve(SyntaxNode path)
    {
        var last = path.Items[^1];
        var slots = last.SeekingParent ?? [];
        if (last.Kind == SyntaxKind.Parent)
        {
            slots.Add(last.Slot!);
        }
        foreach (var sought in slots.ToArray())
        {
            var slot = sought;
            var index = path.Items.Count - 2;
            while (slot.Level > 0)
            {
                if (index < 0)
                {
                    (path.SeekingParent ??= []).Add(slot);
                    break;
                }
                var step = path.Items[index--];
                // Several steps in a row that bind their focus have the same input.
                while (index >= 0 && step.Focus is not null && path.Items[index].Focus is not null)
                {
                    step = path.Items[index--];
                }
                slot = Seek(step, slot);
            }
        }
    }

    /// <summary>Goes one step up.</summary>
    /// <exception cref="JsonataException">S0217: nothing has this step for a parent.</exception>
    public ParentSlot Seek(SyntaxNode node, ParentSlot slot)
    {
        switch (node.Kind)
        {
            case SyntaxKind.Name or SyntaxKind.Wildcard:
                slot.Level--;
                if (slot.Level == 0)
                {
                    if (node.Ancestor is not null)
                    {
                        _slots[slot.Index].Label = node.Ancestor.Label;
                    }
                    node.Ancestor = slot;
                    node.IsTuple = true;
                }
                return slot;
            case SyntaxKind.Parent:
                slot.Level++;
                return slot;
            case SyntaxKind.Block:
                if (node.Items.Count > 0)
                {
                    node.IsTuple = true;
                    slot = Seek(node.Items[^1], slot);
                }
                return slot;
            case SyntaxKind.Path:
                node.IsTuple = true;
                var index = node.Items.Count - 1;
                slot = Seek(node.Items[index--], slot);
                while (slot.Level > 0 && index >= 0)
                {
                    slot = Seek(node.Items[index--], slot);
                }
                return slot;
            default:
                throw new JsonataException("S0217", NameOf(node.Kind), node.Position);
        }
    }

    /// <summary>The reference's name of a kind of node.</summary>
    public static string NameOf(SyntaxKind kind) =>
        kind switch
        {
            SyntaxKind.Negation or SyntaxKind.ArrayConstructor or SyntaxKind.ObjectConstructor => "unary",
            _ => kind.ToString().ToLowerInvariant(),
        };
}
