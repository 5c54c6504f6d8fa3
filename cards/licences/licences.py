"""Licences: what was bought, used and free of each code, and which lines hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement, ProgressBarColor

from cards.assembler import Card, card, listing
from cards.elements import Button, badge, button, buttons, execute, gauge, group, muted, row, say
from cards.inputs import choice_input
from cards.licences.clicks import FileLicences, ListHolders, ListLicences
from cards.lines.lines import opener, opens
from cards.paging import turns, where
from cards.words import clean, count, things

MAX_ROWS = 15
MAX_CHOICES = 30


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One code: its name (the code itself where nothing else is known), what it gives, and its seats."""

    code: str
    name: str
    kind: str = ""
    total: int = 0
    used: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class LicencesPage:
    """One page of licences, pages counted from 1; `choices` are (code, name) of all that somebody holds."""

    rows: Sequence[LicenceRow]
    page: int = 1
    pages: int = 1
    total: int = 0
    choices: Sequence[tuple[str, str]] = ()
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class LicenceHolderRow:
    """A line that holds a licence; `seats` says how many of it."""

    key: str
    label: str = ""
    person: str = ""
    seats: int = 1


@dataclass(frozen=True, slots=True)
class LicenceHoldersPage:
    """One page of the lines that hold one licence, pages counted from 1."""

    licence: LicenceRow
    rows: Sequence[LicenceHolderRow]
    page: int = 1
    pages: int = 1
    total: int = 0


def licences(page: LicencesPage) -> Card:
    """Every licence with a bar.

    Parts: one bar a code, who has one (input `code`, verb licences.who); buttons: Previous and Next (licences.show with
    `page`), As a file (licences.file), Provision extensions for those who may.
    """
    rows = page.rows[:MAX_ROWS]
    provision = button(say("Provision extensions", "provision")) if page.may_change else None
    return card(
        "Licences",
        where(len(rows), page.page, page.pages, page.total, "licence"),
        listing([_pool(licence) for licence in rows]),
        _who(page.choices[:MAX_CHOICES], provision) if page.choices else None,
        _not_offered(len(page.choices) - MAX_CHOICES),
        actions=[
            *turns(ListLicences(), page.page, page.pages),
            execute("As a file", FileLicences(), inputs=False) if page.total else None,
            None if page.choices else provision,
        ],
    )


def holders(page: LicenceHoldersPage) -> Card:
    """Which lines hold one licence.

    Parts: its bar, how many lines, one row a line, a line to open (input `line`, verb line.open); buttons: Previous and
    Next (licences.who with `code`, `page`), As a file (licences.file with `code`), All licences.
    """
    rows, code = page.rows[:MAX_ROWS], page.licence.code
    back = button(say("All licences", "licences"))
    return card(
        "Who has this licence",
        _pool(page.licence),
        where(len(rows), page.page, page.pages, page.total, "line"),
        listing([_holder(holder) for holder in rows]) if rows else "No line has one.",
        opener([(holder.key, holder.person or holder.label) for holder in rows], back),
        actions=[
            *turns(ListHolders(code), page.page, page.pages),
            execute("As a file", FileLicences(code), inputs=False) if page.total else None,
            None if rows else back,
        ],
    )


def _pool(licence: LicenceRow) -> CardElement:
    color: ProgressBarColor = "Accent" if licence.free else "Warning"
    if not licence.total:
        return group(
            gauge(f"{clean(licence.name, 60)}: none bought", 0, 1, "Warning"),
            muted(f"{count(licence.used)} in use") if licence.used else None,
        )
    words = (
        f"{count(licence.used)} of {count(licence.total)} used, {count(licence.free) if licence.free else 'none'} free"
    )
    return gauge(f"{clean(licence.name, 60)}: {words}", licence.used, licence.total, color)


def _not_offered(left_out: int) -> CardElement | None:
    words = f"{things(left_out, 'more licence')}: say “licences” and its name or code."
    return muted(words, spacing="Small") if left_out > 0 else None


def _who(choices: Sequence[tuple[str, str]], beside: Button | None) -> CardElement:
    return group(
        choice_input("code", "Who has one of these?", choices),
        buttons(execute("Show who", ListHolders()), beside),
        separator=True,
    )


def _holder(holder: LicenceHolderRow) -> CardElement:
    lead = " · ".join(filter(None, (holder.key, clean(holder.label, 60))))
    tag = badge(things(holder.seats, "seat")) if holder.seats > 1 else None
    return row(lead, holder.person or "Nobody yet", tag=tag, opens=opens(holder.key))
