using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Goes through a text in reading order: spans that open, text between edges, spans that close.</summary>
internal abstract class RichWalk
{
    /// <summary>Goes through it.</summary>
    protected void Walk(RichText rich)
    {
        var (at, open) = (0, new Stack<RichSpan>());
        foreach (var span in rich.Spans)
        {
            Close(span.Offset);
            Say(span.Offset);
            Open(span);
            open.Push(span);
        }

        Close(rich.Text.Length);
        Say(rich.Text.Length);

        void Close(int until)
        {
            while (open.TryPeek(out var inner) && inner.End <= until)
            {
                Say(inner.End);
                this.Close(open.Pop());
            }
        }

        void Say(int until)
        {
            if (until > at)
                Text(rich.Text, at, until, open.TryPeek(out var inner) ? inner : null);
            at = until;
        }
    }

    protected abstract void Open(RichSpan span);

    protected abstract void Close(RichSpan span);

    /// <summary>Text without edges in it; <paramref name="within"/> is the innermost span.</summary>
    protected abstract void Text(string text, int start, int end, RichSpan? within);
}
