"""What is asked of every sentence in two languages, as functions that name the faults: `test_locale` asks them all.

They read a catalogue (.po), a template or a module as text, so that a planted fault can be read as well.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Entry:
    """One sentence: in English (one, or singular and plural) and in Dutch."""

    context: str = ""
    english: list[str] = field(default_factory=list)
    dutch: list[str] = field(default_factory=list)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return list(zip(self.english, self.dutch, strict=False))


def entries(po: str) -> list[Entry]:
    """Return the sentences of a catalogue, without its header."""
    found = []
    for block in re.split(r"\n\n+", po):
        parts: dict[str, str] = {}
        for line in block.splitlines():
            if match := re.match(r"(msg\w+(?:\[\d\])?) (\".*\")$", line):
                current = match[1]
                parts[current] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                parts[current] += ast.literal_eval(line)
        if parts.get("msgid"):
            english = [parts[name] for name in ("msgid", "msgid_plural") if name in parts]
            dutch = [text for name, text in parts.items() if name.startswith("msgstr")]
            found.append(Entry(parts.get("msgctxt", ""), english, dutch))
    return found


PLACE = re.compile(r"%\(\w+\)[sd]|%%|\{+ ?\w+ ?\}+")
TAG = re.compile(r"</?\w+[^>]*>")
END = re.compile(r"[.!?:…]$")
# A number and the thing counted: needs a singular and a plural.
COUNTED = re.compile(
    r"(?<!at most )%\((?:n|count|\w+s|total|age)\)[sd] (?:more )?(?:days|weeks|months|years|hours|minutes|clients|"
    r"reports|rows|rules|goals|flags|things|people|orders|agreements|exemptions|colleagues|versions|times|fields)\b"
)


def faults(entry: Entry) -> Iterator[str]:
    """Yield what is wrong with a sentence in Dutch, beside its English."""
    if not all(entry.dutch):
        yield "empty"
    if len(entry.dutch) != len(entry.english):
        yield "not as many forms"
    for nth, (english, dutch) in enumerate(entry.pairs):
        missing = set(PLACE.findall(english)) ^ set(PLACE.findall(dutch))
        # The singular may say "one" where it counts, and the other language the number.
        if missing - ({"%(n)s", "%(n)d"} if len(entry.english) > 1 and nth == 0 else set()):
            yield f"places differ: {sorted(missing)}"
        if sorted(TAG.findall(english)) != sorted(TAG.findall(dutch)):
            yield "tags differ"
        if (english[:1].isspace(), english[-1:].isspace()) != (dutch[:1].isspace(), dutch[-1:].isspace()):
            yield "space at an end differs"
        if [END.findall(english)] != [END.findall(dutch)]:
            yield "ends with another mark"
        if english == dutch and len(re.findall(r"[a-z]{2,}", PLACE.sub("", english))) > 2:
            yield "still English"
        if re.search(r"[“”]|\w’\w|(?<!\w)'\w[^']*'", dutch):
            yield "quotes are ‘…’, an apostrophe is straight"
    if len(entry.english) == 1 and COUNTED.search(entry.english[0]):
        yield "counts, and has no plural"


# Templates: what people see stands inside {% translate %} or {% blocktranslate %}.

UNSEEN = re.compile(
    r"\{#.*?#\}|\{% comment.*?endcomment %\}|\{% blocktranslate\b.*?endblocktranslate %\}"
    r"|\{% block (?:page_kind|body_class) %\}.*?\{% endblock %\}|<!--.*?-->|\{%.*?%\}|\{\{.*?\}\}",
    re.S,
)
ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "label")
# A text given to a tag or a filter outside _("…"): one that begins with a capital, or holds three words.
TAGS = re.compile(r"\{%(?! (?:translate|blocktranslate|for|if)\b).*?%\}|\{\{.*?\}\}")
LITERAL = re.compile(r'(?<!_\()"([A-Z][a-z]+[^"]*|[a-z]+(?: [a-z]+){2,}[^"]*)"')
DEFAULT = re.compile(r'\|default(?:_if_none)?:"([^"]*[a-z]{2}[^"]*)"')
NAMES = frozenset({"WIZ", "BSN", "PDF", "LRK"})


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag if tag in ("script", "style") else ""
        self.words += [
            value for name, value in attrs if value and (name in ATTRIBUTES or name.startswith("data-text"))
        ]

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def untranslated(template: str) -> list[str]:
    """Return the words of a template that people see and nobody translates."""
    seen = _Seen()
    seen.feed(UNSEEN.sub("", template))
    seen.close()
    words = [" ".join(text.split()) for text in seen.words]
    found = [text for text in words if {*re.findall(r"[^\W\d_]{2,}", text)} - NAMES]
    for tag in TAGS.findall(template):
        found += LITERAL.findall(tag) + DEFAULT.findall(tag)
    return found


# Code: what people read stands inside gettext.

SENTENCE = re.compile(r"[A-Z][a-z’']*(?: [^\s]+){2,}[.?!]$", re.S)
READ = (
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "empty_label",
    "sentence",
    "closes",
    "title",
)


def spoken(module: str) -> list[str]:
    """Return the literals of a module that people would read as they stand there."""
    found = []
    tree = ast.parse(module)
    docstrings = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    translated = {
        argument
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in GETTEXT
        for argument in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node not in docstrings | translated and SENTENCE.match(node.value):
                found.append(node.value)
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [keyword.value for keyword in node.keywords if keyword.arg in READ]
            if name in ("Refused", "ValidationError"):
                said += node.args[:1]
            elif getattr(getattr(node.func, "value", None), "id", "") == "messages":
                said += node.args[1:2]
            found += [
                text.value
                for text in said
                if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value.strip()
            ]
    return found


GETTEXT = frozenset(
    {
        "_",
        "gettext",
        "gettext_lazy",
        "gettext_noop",
        "ngettext",
        "ngettext_lazy",
        "pgettext",
        "pgettext_lazy",
        "now_",
    }
)
