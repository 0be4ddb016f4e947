"""The templates' language: Jinja2 in a sandbox with few words, and one tag of our own.

A template comes from a landlord and is not trusted: it sees the values of a letter and nothing else, calls
nothing but the filters below, and reads no file outside the folders of templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import CodeType
from typing import Any, Final, TypeVar

from jinja2 import (
    BaseLoader,
    StrictUndefined,
    TemplateRuntimeError,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from code_engine.day_words import day_in_words
from code_engine.letters.budget import EACH, counted, each, spend
from code_engine.letters.grammar import check
from code_engine.letters.values import Gap

OPEN_ITEM: Final = "open_item"
"""What the tag `item` calls with the item's name: gives the start tag of its element."""


class ItemTag(Extension):
    """`{% item remedy %}…{% enditem %}`: a required item, in an element with its name, around a block of that name."""

    tags: set[str] = {"item"}  # noqa: RUF012 - as Jinja2 declares it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """The element's start, the block that a landlord may override, and the element's end."""
        line = next(parser.stream).lineno
        name = parser.stream.expect("name").value
        body = parser.parse_statements(("name:enditem",), drop_needle=True)
        opened = nodes.Call(nodes.Name(OPEN_ITEM, "load"), [nodes.Const(name)], [], None, None)
        return [
            nodes.Output([opened], lineno=line),
            nodes.Block(name, body, False, False, lineno=line),
            nodes.Output([nodes.TemplateData("</section>\n")], lineno=line),
        ]


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox, without the arithmetic that could fill the memory."""

    intercepted_binops = frozenset({"*", "**", "%", "+", "-", "/", "//"})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Refuse what a template may not be made of, and count what goes through lists."""
        try:
            tree = super()._parse(source, name, filename)
            check(tree, name, filename, OPEN_ITEM)
        except RecursionError:
            raise TemplateSyntaxError("this template is nested too deeply", 1, name, filename) from None
        except (ValueError, OverflowError, MemoryError):
            raise TemplateSyntaxError("this template holds a number that is too large", 1, name, filename) from None
        counted(tree)
        return tree

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        """Python's text for a template, which has to be made without going too deep."""
        try:
            return super()._generate(source, name, filename, defer_init)
        except RecursionError:
            raise TemplateSyntaxError("this template is nested too deeply", 1, name, filename) from None

    def _compile(self, source: str, filename: str) -> CodeType:
        """Python's code for a template, which Python itself must be able to make."""
        try:
            return super()._compile(source, filename)
        except (SyntaxError, RecursionError, MemoryError, ValueError, OverflowError):
            raise TemplateSyntaxError("this template is nested too deeply", 1, None, filename) from None

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ARG002
        """Refuse arithmetic: a letter has no use for it, and repeating a text can fill any memory."""
        raise SecurityError(f"a letter does no arithmetic: `{operator}` is not allowed")

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is called but what a template itself brings about: blocks above it and our tag."""
        return getattr(obj, "__name__", "") == OPEN_ITEM or type(obj).__name__ == "BlockReference"


@pass_context
def _finished(context: Context, value: Any) -> Any:
    """What is put out: words and markup; a day that nobody made readable, or nothing at all, is a mistake."""
    if isinstance(value, date):
        raise TemplateRuntimeError(f"the day {value.isoformat()} is not written for people: use the filter `day`")
    if value is None:
        raise TemplateRuntimeError("a field that is not known is put out: ask first with `{% if … %}`")
    if isinstance(value, (tuple, list, dict)):
        raise TemplateRuntimeError("a list is put out as a whole: use `{% for … %}`")
    if isinstance(value, str):
        spend(context, len(value))
    elif not (isinstance(value, (int, Undefined)) or hasattr(type(value), "__html__")) or isinstance(value, bool):
        raise TemplateRuntimeError("this is no word of a letter: put out a field, or a part of one")
    return value


def day_filter(value: Any) -> Any:
    """A day as people write it: Wednesday 18 June 2025."""
    if isinstance(value, Gap):
        return value
    if not isinstance(value, date):
        raise TemplateRuntimeError("the filter `day` is for days")
    weekday = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[value.weekday()]
    return f"{weekday} {day_in_words(value.toordinal())}"


def paragraphs_filter(value: Any) -> Markup:
    """Words as paragraphs, one for each line; each runs in the direction of its own script."""
    if isinstance(value, Gap):
        return Markup("<p>{}</p>").format(escape(value))
    if isinstance(value, Markup):
        raise TemplateRuntimeError("the filter `paragraphs` is for words, once")
    lines = [line for line in str(value).splitlines() if line.strip()]
    return Markup("\n").join(Markup('<p dir="auto">{}</p>').format(line) for line in lines)


def article_filter(value: Any) -> str:
    """A term with its article: `an appeal`, `a review`, and `stage 2` without one."""
    term = str(value)
    if any(character.isdigit() for character in term):
        return term
    return f"{'an' if term[:1].lower() in 'aeiou' else 'a'} {term}"


def sentence_filter(value: Any) -> Any:
    """Words that end a sentence, without a full stop of their own."""
    return value if isinstance(value, Gap) else type(value)(str(value).rstrip(" ."))


def capital_filter(value: Any) -> Any:
    """Words at the start of a sentence or a line."""
    if isinstance(value, Gap):
        return value
    return type(value)(value[:1].upper() + value[1:])


def listed_filter(value: Any) -> Markup:
    """Several words as `one, two and three`."""
    if not isinstance(value, (tuple, list, Gap)):
        raise TemplateRuntimeError("the filter `listed` is for lists")
    words = [escape(each) for each in value]
    if len(words) < 2:
        return Markup("").join(words)
    return Markup("{} and {}").format(Markup(", ").join(words[:-1]), words[-1])


def digits_filter(value: Any) -> Markup:
    """A telephone number that is not broken over lines."""
    return Markup('<span class="together">{}</span>').format(value)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "day": day_filter,
    "paragraphs": paragraphs_filter,
    "a": article_filter,
    "sentence": sentence_filter,
    "capital": capital_filter,
    "listed": listed_filter,
    "digits": digits_filter,
    "e": escape,
    "escape": escape,
}
"""All filters there are."""


_Made = TypeVar("_Made", bound=LetterEnvironment)


def environment(loader: BaseLoader, made_of: type[_Made]) -> _Made:
    """A sandbox over a loader, with our filters and tag and nothing of Jinja2's own."""
    made = made_of(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        extensions=[ItemTag],
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
        cache_size=100,
        auto_reload=False,
    )
    made.filters = {**FILTERS, EACH: each}
    made.globals = {}
    made.tests = {name: made.tests[name] for name in ("defined", "none", "string")}
    return made
