"""Sentences as HTML, in the language of whoever reads now."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from services.domain.phrases import Phrase, told, tr

_TO_TYPE = re.compile(r"\*([^*]+)\*")


def html(text: object) -> Markup:
    """The text as HTML in the reader's language: what fills it is escaped, what `*stars*` say to type stands out."""
    if not isinstance(text, Phrase):
        return escape(text)
    parts = _TO_TYPE.split(told(tr(text.template)))  # every second one is to be typed
    sentence = Markup().join(
        Markup("<strong>{}</strong>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )
    return sentence.format(**{name: html(value) for name, value in text.values.items()})


def link(url: str, text: str) -> Markup:
    """A link to the address with this text."""
    return Markup('<a href="{url}">{text}</a>').format(url=url, text=html(text))
