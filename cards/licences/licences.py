"""Licences: the seats bought, used and free of each code, and the lines that hold it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement, ProgressBarColor

from cards.assembler import Card, card, listing
from cards.elements import Button, badge, button, buttons, columns, execute, gauge, group, muted, say, strong
from cards.grid import Grid
from cards.inputs import choice_input
from cards.licences.clicks import FileLicences, ListHolders, ListLicences
from cards.lines.lines import opener, opens
from cards.paging import turns, where
from cards.words import clean, count, things
from services.domain.phrases import join_text, tr

MAX_ROWS = 15
MAX_CHOICES = 30
_GRID = Grid(((tr("Line"), 50), (tr("Person"), 50)))


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """One code: its name (the code itself if it is unknown), what it gives, and its seats."""

    code: str
    name: str
    kind: str = ""
    total: int = 0
    used: int = 0
    free: int = 0


@dataclass(frozen=True, slots=True)
class LicencesPage:
    """One page of licences, counted from 1; `choices` are (code, name) of all that somebody holds."""

    rows: Sequence[LicenceRow]
    page: int = 1
    pages: int = 1
    total: int = 0
    choices: Sequence[tuple[str, str]] = ()
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class LicenceHolderRow:
    """A line that holds a licence, and how many `seats` of it."""

    key: str
    label: str = ""
    person: str = ""
    seats: int = 1


@dataclass(frozen=True, slots=True)
class LicenceHoldersPage:
    """One page of the lines that hold one licence, counted from 1."""

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
    provision = button(say(tr("Provision extensions"), "provision")) if page.may_change else None
    return card(
        tr("Licences"),
        where(len(rows), page.page, page.pages, page.total, "licence"),
        listing([_pool(licence) for licence in rows]),
        _who(page.choices[:MAX_CHOICES], provision) if page.choices else None,
        _not_offered(len(page.choices) - MAX_CHOICES),
        actions=[
            *turns(ListLicences(), page.page, page.pages),
            execute(tr("As a file"), FileLicences(), inputs=False) if page.total else None,
            None if page.choices else provision,
        ],
    )


def holders(page: LicenceHoldersPage) -> Card:
    """Which lines hold one licence.

    Parts: its bar, how many lines, one row a line, a line to open (input `line`, verb line.open); buttons: Previous and
    Next (licences.who with `code`, `page`), As a file (licences.file with `code`), All licences.
    """
    rows, code = page.rows[:MAX_ROWS], page.licence.code
    back = button(say(tr("All licences"), "licences"))
    return card(
        tr("Who has this licence"),
        _pool(page.licence),
        where(len(rows), page.page, page.pages, page.total, "line"),
        _GRID.head() if rows else None,
        listing([_holder(holder) for holder in rows]) if rows else tr("No line has one."),
        opener([(holder.key, holder.person or holder.label) for holder in rows], back),
        actions=[
            *turns(ListHolders(code), page.page, page.pages),
            execute(tr("As a file"), FileLicences(code), inputs=False) if page.total else None,
            None if rows else back,
        ],
        full_width=True,
    )


def _pool(licence: LicenceRow) -> CardElement:
    color: ProgressBarColor = "Accent" if licence.free else "Warning"
    if not licence.total:
        return group(
            gauge(tr("{name}: none bought", name=clean(licence.name, 60)), 0, 1, "Warning"),
            muted(tr("{used} in use", used=count(licence.used))) if licence.used else None,
        )
    used, total = count(licence.used), count(licence.total)
    words = (
        tr("{used} of {total} used, {free} free", used=used, total=total, free=count(licence.free))
        if licence.free
        else tr("{used} of {total} used, none free", used=used, total=total)
    )
    return gauge(tr("{name}: {words}", name=clean(licence.name, 60), words=words), licence.used, licence.total, color)


def _not_offered(left_out: int) -> CardElement | None:
    words = tr("{how_many}: say “licences” and its name or code.", how_many=things(left_out, "more licence"))
    return muted(words, spacing="Small") if left_out > 0 else None


def _who(choices: Sequence[tuple[str, str]], beside: Button | None) -> CardElement:
    return group(
        choice_input("code", tr("Who has one of these?"), choices),
        buttons(execute(tr("Show who"), ListHolders()), beside),
        separator=True,
    )


def _holder(holder: LicenceHolderRow) -> CardElement:
    lead = join_text(" · ", filter(None, (holder.key, clean(holder.label, 60))))
    tag = badge(things(holder.seats, "seat")) if holder.seats > 1 else None
    head = columns(("stretch", [strong(lead, most=100)]), *([("auto", [tag])] if tag else []))
    return _GRID.row(head, muted(holder.person or tr("Nobody yet"), most=160), opens=opens(holder.key))
