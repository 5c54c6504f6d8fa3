"""Sentences of the sample cards as the program says them, so that pictures show what each reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache

from services.domain.phrases import Phrase, tr
from services.languages.catalogues import catalogue
from services.languages.language import Language

_GAP = re.compile(r"\{([^{}:]*)(?::([,A]))?\}")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*")
_IN_WORDS = re.compile(r"[^\W\d_]{2}")


def said(english: str) -> str:
    """The sentence made of the template that says it, its values too, with a capital where the program gives it one.

    Raises ValueError for what the program never says.
    """
    if found := _found(english):
        return found
    if lower := _found(english[:1].lower() + english[1:]):
        return tr("{text:A}", text=lower)
    raise ValueError(f"The program never says “{english}”.")


def today(time: str) -> str:
    """A time of this day, such as `09:14`, as the program writes it."""
    return tr("today {there:%H:%M}", there=datetime.strptime(time, "%H:%M"))


def _found(english: str) -> str | None:
    """The phrase that accounts for most letters, above all by its template; None if it does for less than half."""
    best, most = None, 0
    for template, fit in _fits(english):
        values = {name: _value(fit[name], spec) for name, spec in _GAP.findall(template)}
        own = len(_letters(_GAP.sub("", template)))
        told = own + sum(len(_letters(value)) for value in values.values() if isinstance(value, Phrase))
        if 2 * told >= len(_letters(english)) and told + own > most:
            best, most = tr(template, **values), told + own
    return best


def _fits(english: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    whole, patterns = _templates()
    if english in whole:
        yield english, {}
        return
    for template, pattern in patterns:
        if found := pattern.fullmatch(english):
            yield template, found.groupdict()


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


@cache
def _value(text: str, spec: str) -> str | int:
    if _NUMBER.fullmatch(text):
        return int(text.replace(",", "")) if spec else text
    return _found(text) or text


@cache
def _templates() -> tuple[frozenset[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """The sentences without gaps, and those with gaps, each with what it may look like."""
    known = [str(message.id) for message in catalogue(Language.CHINESE) if message.id and not message.context]
    gaps = [one for one in known if _GAP.search(one) and _IN_WORDS.search(_GAP.sub("", one))]
    return frozenset(known), tuple((one, _pattern(one)) for one in gaps)


def _pattern(template: str) -> re.Pattern[str]:
    made, end, seen = "", 0, set[str]()
    for gap in _GAP.finditer(template):
        made += re.escape(template[end : gap.start()]) + (
            f"(?P={gap[1]})" if gap[1] in seen else f"(?P<{gap[1]}>{_looks(gap)})"
        )
        end = gap.end()
        seen.add(gap[1])
    return re.compile(made + re.escape(template[end:]), re.DOTALL)


def _looks(gap: re.Match[str]) -> str:
    """What fills a gap: a number, how many of what, or any words."""
    if gap[2] == "," or gap[1] in ("n", "no", "minutes", "hours"):
        return _NUMBER.pattern
    return "[0-9].*?" if gap[1] == "how_many" else ".+?"
