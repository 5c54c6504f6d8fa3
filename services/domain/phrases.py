"""Sentences that can be told in the reader's language: a template and what fills it, English until they are shown.

`tr("{name} can't call.", name=name)` makes one. It is the English text everywhere (compared, stored, logged), and
becomes the reader's where a card or a file is made, by `told`. So whoever writes a sentence need not know who will
read it. The templates are gettext's message ids: https://www.gnu.org/software/gettext/manual/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from string import Formatter
from typing import Any, SupportsIndex


class Phrase(str):
    """An English text that remembers its template and values."""

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Phrase:
        phrase = super().__new__(cls, _filled(template, values, ENGLISH))
        phrase.template, phrase.values = template, values
        return phrase

    def __reduce_ex__(self, _protocol: SupportsIndex) -> tuple[type[Phrase], tuple[str, Mapping[str, object]]]:
        return Phrase, (self.template, self.values)

    def __add__(self, other: str) -> str:
        return join_text("", (self, other))

    def __radd__(self, other: str) -> str:
        return join_text("", (other, self))

    def strip(self, chars: str | None = None) -> str:
        """The same phrase where there is nothing to strip, else the bare text in the reader's language."""
        bare = super().strip(chars)
        return self if bare == self else told(self).strip(chars)

    def rstrip(self, chars: str | None = None) -> str:
        """The same phrase where there is nothing to strip at its end, else the bare text in the reader's language.

        Without its full stop it stays a phrase: whoever reads it may be another than whoever made it.
        """
        bare = super().rstrip(chars)
        if bare == self:
            return self
        return Phrase("{text:-}", {"text": self}) if chars == "." else told(self).rstrip(chars)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody's language: `lookup` turns a template into theirs, `format_value` writes a value by a format's code.

    `tidy` mends what comes of putting sentences together, such as spaces where the language has none.
    """

    lookup: Callable[[str], str] = str
    format_value: Callable[[Any, str], str] = format
    tidy: Callable[[str], str] = str


ENGLISH = Reader()
_FULL_STOPS = ".。"
CAPITAL = ":A}"  # a value that begins with a capital: `{why:A}`
_UNENDED = ":-}"  # a value without the full stop at its end
_reader: ContextVar[Reader] = ContextVar("reader", default=ENGLISH)


@contextmanager
def reading(reader: Reader) -> Iterator[None]:
    """Everything told inside is for this reader."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)


def tr(template: str, /, **values: object) -> str:
    """The sentence of this template, its `{names}` filled in; a template without values is taken as it is written.

    A phrase stays what it is.
    """
    return template if isinstance(template, Phrase) and not values else Phrase(template, values)


def filled(text: str, /, **more: object) -> str:
    """The sentence with more of its `{names}` filled in."""
    template, values = (text.template, text.values) if isinstance(text, Phrase) else (text, {})
    return tr(template, **{**values, **more})


def as_sentence(text: str) -> str:
    """The words as a sentence: with a capital first and a full stop."""
    return tr("{text:A}.", text=text)


def join_text(between: str, parts: Iterable[str]) -> str:
    """The parts as one text with `between` between them; each part stays a phrase.

    Where nothing of it can be told in another language it is a plain text: data by the ten thousand is joined, too.
    """
    kept = list(parts)
    if not (between.strip() or any(isinstance(part, Phrase) for part in kept)):
        return between.join(kept)
    names = [f"p{place}" for place in range(len(kept))]
    template = "{between}".join(f"{{{name}}}" for name in names)
    return Phrase(template, {"between": tr(between), **dict(zip(names, kept, strict=True))})


def told(text: str) -> str:
    """The text in the language of whoever reads now; text that is no phrase stays as it is."""
    reader = _reader.get()
    return reader.tidy(translated(text, reader)) if isinstance(text, Phrase) else text


def counted(n: int) -> str:
    """A number with the reader's thousands separators: `10,000`."""
    return _reader.get().format_value(n, ",")


def translated(text: str, reader: Reader) -> str:
    """The text in this reader's language, with everything that fills it."""
    if not isinstance(text, Phrase):
        return text
    if reader is ENGLISH:
        return str(text)
    template = reader.lookup(text.template)
    if not text.values:
        return template
    values = {
        name: translated(value, reader) if isinstance(value, str) else value for name, value in text.values.items()
    }
    return _filled(template, values, reader)


def _filled(template: str, values: Mapping[str, object], reader: Reader) -> str:
    if not values:
        return template
    if reader is ENGLISH and CAPITAL not in template and _UNENDED not in template:
        return template.format(**values)
    return _Filler(reader).vformat(template, (), values)


class _Filler(Formatter):
    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def format_field(self, value: object, format_spec: str) -> str:
        if format_spec == "A":
            return str(value)[:1].upper() + str(value)[1:]
        if format_spec == "-":
            return str(value).rstrip(_FULL_STOPS)
        return self._reader.format_value(value, format_spec)
