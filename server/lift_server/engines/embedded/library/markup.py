"""Idioms on HTML, Markdown, colors, paths and URLs."""

import html
import re

from lift_server.engines.embedded.library.mark import idiom


@idiom(
    words="escape html special characters entities encode angle brackets ampersand quotes safe xss sanitize markup",
    variant="quotes are escaped too",
    probes=["html_escape('<a href=\"x\">Tom & Jerry\\'s</a>')", 'html_escape("")'],
)
def html_escape(text: str) -> str:
    """Return a text with &, <, > and both kinds of quotes replaced by HTML entities.

    >>> html_escape('<b>"Fish & chips"</b>')
    '&lt;b&gt;&quot;Fish &amp; chips&quot;&lt;/b&gt;'
    >>> html_escape("")
    ''
    """
    return html.escape(text)


@idiom(of="html_escape", variant="quotes stay as they are")
def html_escape_keeping_quotes(text: str) -> str:
    """Return a text with &, < and > replaced by HTML entities.

    >>> html_escape_keeping_quotes('<b>"Fish & chips"</b>')
    '&lt;b&gt;"Fish &amp; chips"&lt;/b&gt;'
    >>> html_escape_keeping_quotes("")
    ''
    """
    return html.escape(text, quote=False)


@idiom(words="unescape html entities decode convert amp lt gt quot character references back to plain text characters")
def html_unescape(text: str) -> str:
    """Return a text with its HTML entities replaced by the characters that they stand for.

    >>> html_unescape("&lt;b&gt; Fish &amp; chips &#233;")
    '<b> Fish & chips é'
    >>> html_unescape("AT&T")
    'AT&T'
    """
    return html.unescape(text)


@idiom(
    words="strip remove html tags markup plain text clean extract without elements from web page tag",
    variant="tags and comments only, entities stay",
    probes=[
        "strip_html_tags('<p class=\"x\">1 &lt; 2</p>')",
        'strip_html_tags("<script>var a;</script>x")',
        'strip_html_tags("a < b")',
    ],
)
def strip_html_tags(text: str) -> str:
    """Return a text without HTML tags and comments; a "<" that begins no tag stays.

    >>> strip_html_tags('<p>Hello <a href="/x?a>b">world</a></p>')
    'Hello world'
    >>> strip_html_tags("1 < 2")
    '1 < 2'
    """
    return re.sub(r"""<!--.*?(?:-->|\Z)|<[/!]?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", "", text, flags=re.DOTALL)


@idiom(of="strip_html_tags", variant="entities such as &amp; are decoded")
def html_to_text(text: str) -> str:
    """Return a text without HTML tags and comments and with its entities decoded.

    >>> html_to_text("<p>Fish &amp; chips</p>")
    'Fish & chips'
    >>> html_to_text("1 < 2")
    '1 < 2'
    """
    pattern = r"""<!--.*?(?:-->|\Z)|<[/!]?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>"""
    return html.unescape(re.sub(pattern, "", text, flags=re.DOTALL))


@idiom(of="strip_html_tags", variant="the content of scripts and styles is removed too")
def strip_html_tags_and_scripts(text: str) -> str:
    """Return a text without HTML tags, comments and the content of script and style elements.

    >>> strip_html_tags_and_scripts("<style>p {}</style><p>Hi</p>")
    'Hi'
    >>> strip_html_tags_and_scripts("1 < 2")
    '1 < 2'
    """
    without = re.sub(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", "", text, flags=re.DOTALL | re.IGNORECASE)
    return re.sub(r"""<!--.*?(?:-->|\Z)|<[/!]?[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", "", without, flags=re.DOTALL)


@idiom(
    words="markdown table rows cells columns header pipes github render format list of lists text",
    variant="cells as wide as their text",
    probes=[
        'markdown_table([["name", "n"], ["a|b", "1"]])',
        "markdown_table([])",
        'markdown_table([["a", "b"], ["1"]])',
    ],
)
def markdown_table(rows: list[list[str]]) -> str:
    """Return rows, the first of which is the header, as a Markdown table; short rows are filled with empty cells.

    >>> print(markdown_table([["name", "age"], ["Ada", "36"]]))
    | name | age |
    | --- | --- |
    | Ada | 36 |
    >>> markdown_table([])
    ''
    """
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in [cells[0], ["---"] * width, *cells[1:]]]
    return "\n".join(lines)


@idiom(of="markdown_table", variant="columns are aligned with spaces")
def aligned_markdown_table(rows: list[list[str]]) -> str:
    """Return rows, the first of which is the header, as a Markdown table whose columns are filled up with spaces.

    >>> print(aligned_markdown_table([["name", "age"], ["Ada", "36"]]))
    | name | age |
    | ---- | --- |
    | Ada  | 36  |
    >>> aligned_markdown_table([])
    ''
    """
    if not rows:
        return ""
    width = max(len(row) for row in rows)
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in row] + [""] * (width - len(row)) for row in rows]
    widths = [max(3, *(len(row[column]) for row in cells)) for column in range(width)]
    cells.insert(1, ["-" * size for size in widths])
    padded = [[cell.ljust(size) for cell, size in zip(row, widths, strict=True)] for row in cells]
    return "\n".join("| " + " | ".join(row) + " |" for row in padded)
