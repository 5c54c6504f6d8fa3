"""Assembles a card and keeps it within Teams' limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from microsoft_teams.cards import AdaptiveCard, CardElement, RefreshDefinition, TeamsCardProperties

from cards.elements import Button, heading, muted, text
from cards.words import clean, count, inert, unbroken, unescaped
from services.domain.phrases import tr

Card = dict[str, Any]

MAX_ACTIONS = 6
MAX_CARD_BYTES = 24_000  # below the 25 KB that a sealed card may have
_SEAL_BYTES = 350  # added to a button by sealing, which repeats its data for old clients
_MAX_SPOKEN_CHARACTERS = 1_500


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of which the last may be dropped when the card is too large; `total` also counts those not passed in."""

    rows: tuple[CardElement, ...]
    total: int

    def elements(self) -> list[CardElement]:
        """The rows, and a line with the number of the others."""
        hidden = self.total - len(self.rows)
        return [
            *self.rows,
            *([muted(tr("…and {hidden} more", hidden=count(hidden)), spacing="Small")] if hidden > 0 else []),
        ]

    def shorter(self) -> Listing:
        """The same listing with fewer rows."""
        return replace(self, rows=self.rows[: -max(1, len(self.rows) // 8)])


Part = str | CardElement | Listing | None


def listing(rows: Sequence[CardElement], total: int | None = None) -> Listing:
    """A listing of these rows out of `total`."""
    return Listing(tuple(rows), len(rows) if total is None else max(total, len(rows)))


def card(
    title: str,
    *parts: Part,
    actions: Sequence[Button | None] = (),
    fallback_text: str = "",
    refresh: RefreshDefinition | None = None,
    full_width: bool = False,
) -> Card:
    """The finished card: title, parts from top to bottom, buttons; None is dropped, a string becomes a text.

    Listings lose rows from their end until the card is small enough, then long texts are cut. Raises ValueError when
    a card has more than six buttons, or is still too large.
    """
    kept = [part for part in parts if part is not None]
    shown = [action for action in actions if action is not None]
    while True:
        made = _dump(title, kept, shown, refresh, full_width)
        made["fallbackText"] = fallback_text or spoken(made)
        longest = _longest(kept)
        if _sent_weight(made) <= MAX_CARD_BYTES or longest is None:
            return _checked(made)
        kept = [part.shorter() if part is longest else part for part in kept]


def weight(made: Card) -> int:
    """The card's size in bytes as it is sent, unsealed."""
    return len(json.dumps(made))


def _sent_weight(made: Card) -> int:
    """The most bytes that the card can have once it is sealed."""
    clicks = [node for node in _nodes(made) if node.get("type") == "Action.Execute"]
    return weight(made) + sum(_SEAL_BYTES + len(json.dumps(click.get("title", ""))) for click in clicks)


def spoken(made: Card) -> str:
    """The card's text, for clients that can't draw it and for screen readers."""
    words = "\n".join(inert(line) for line in _words(made["body"]))
    while len(json.dumps(words)) > _MAX_SPOKEN_CHARACTERS:
        words = f"{words[: len(words) * 9 // 10]}…"
    return words


def _dump(
    title: str,
    parts: list[str | CardElement | Listing],
    actions: list[Button],
    refresh: RefreshDefinition | None,
    full_width: bool,
) -> Card:
    body: list[CardElement] = [heading(title)]
    for part in parts:
        body.extend(part.elements() if isinstance(part, Listing) else [text(part) if isinstance(part, str) else part])
    made = AdaptiveCard(
        version="1.5",
        body=body,
        actions=list(actions) or None,
        refresh=refresh,
        msteams=TeamsCardProperties(width="full") if full_width else None,
    )
    return _with_whole_numbers(_named_as_in_teams(made.model_dump(by_alias=True, exclude_none=True)))


def _named_as_in_teams(made: Card) -> Card:
    """With `grid.area` as Teams calls it; Microsoft's models write it like every other name
    (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/container-layouts)."""
    for node in _nodes(made):
        if "gridArea" in node:
            node["grid.area"] = node.pop("gridArea")
    return made


def _with_whole_numbers(made: Card) -> Card:
    """With phone numbers in texts that no line break takes apart."""
    for node in _nodes(made["body"]):
        if node.get("type") in ("TextBlock", "TextRun") and isinstance(node.get("text"), str):
            node["text"] = unbroken(node["text"])
    return made


def _longest(parts: Sequence[str | CardElement | Listing]) -> Listing | None:
    listings = [part for part in parts if isinstance(part, Listing) and part.rows]
    return max(listings, key=lambda part: len(part.rows), default=None)


def _cut(made: Card, most: int) -> None:
    for node in _nodes(made["body"]):
        if isinstance(node.get("text"), str):
            node["text"] = clean(node["text"], most)


def _checked(made: Card) -> Card:
    buttons = sum(len(node["actions"]) for node in _nodes(made) if isinstance(node.get("actions"), list))
    if buttons > MAX_ACTIONS:
        raise ValueError(f"the card has {buttons} buttons, more than {MAX_ACTIONS}")
    for most in (300, 150, 75):
        if _sent_weight(made) > MAX_CARD_BYTES:
            _cut(made, most)
    if _sent_weight(made) > MAX_CARD_BYTES:
        raise ValueError(f"the card weighs {_sent_weight(made)} bytes, more than {MAX_CARD_BYTES}")
    return made


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


def _words(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        if "targetWidth" in element:
            continue  # what only some widths show, such as the heading of a table
        instead = element.get("fallback")
        shown = instead if isinstance(instead, dict) else element
        yield from _own(shown)
        for inside in ("items", "columns"):
            yield from _words(shown.get(inside, []))


def _own(element: dict[str, Any]) -> Iterator[str]:
    if element["type"] == "TextBlock":
        yield unescaped(element["text"])
    elif element["type"] == "RichTextBlock":
        yield "".join(run["text"] for run in element["inlines"])
    elif element["type"].startswith("Input."):
        yield element.get("label") or element["title"]
        yield from (tr("- {choice}", choice=choice["title"]) for choice in element.get("choices", []))
