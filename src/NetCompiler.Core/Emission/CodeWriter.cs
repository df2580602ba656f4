using System;
using System.Text;

namespace NetCompiler.Core.Emission;

/// <summary>Writes C# indented by tabs, as kernels nest deeply, with <c>\n</c> line ends.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _afterBlock;

    public override string ToString() => _text.ToString();

    /// <summary>One line; empty for a blank one.</summary>
    public void Line(string text = "")
    {
        // A block and what follows it are set apart, but for what belongs to it.
        if (_afterBlock && text.Length > 0 && text[0] != '}' && !text.StartsWith("else", StringComparison.Ordinal))
        {
            _text.Append('\n');
        }

        _afterBlock = false;
        if (text.Length > 0)
        {
            _text.Append('\t', _depth).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Several lines of one text, each indented.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Line(line.TrimEnd());
        }
    }

    /// <summary>A block in braces; ends with the returned object.</summary>
    public IDisposable Block(string header)
    {
        if (header.Length > 0)
        {
            Line(header);
        }

        Line("{");
        _depth++;
        return new End(this);
    }

    /// <summary>Lines further right, without braces; ends with the returned object.</summary>
    public IDisposable Indented()
    {
        _depth++;
        return new IndentEnd(this);
    }

    private sealed class End(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
            writer._afterBlock = true;
        }
    }

    private sealed class IndentEnd(CodeWriter writer) : IDisposable
    {
        public void Dispose() => writer._depth--;
    }
}
