"""The list of phone numbers: the state of each in Teams, with check boxes for what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import MAX_ACTIONS, Card, card, listing
from cards.elements import (
    MAX_BADGE_CHARACTERS,
    Button,
    badge,
    button,
    buttons,
    columns,
    execute,
    gauge,
    group,
    muted,
    opening,
    say,
    strong,
)
from cards.inputs import choice_input, text_input, ticks_input
from cards.lines.lines import opens
from cards.numbers.clicks import AssignNumbers, FileNumbers, ListNumbers, ReleaseNumbers, UnassignNumbers, UploadNumbers
from cards.paging import turns, where
from cards.words import clean, count, number, quoted, things
from services.domain.phrases import join_text, tr

Style = BadgeStyle
MAX_ROWS = 15
MAX_CARRIED = 60
MAX_QUERY_CHARACTERS = 40
FILTERS: Mapping[str, str] = {
    "all": tr("All numbers"),
    "not_uploaded": tr("Not uploaded"),
    "uploading": tr("Uploading"),
    "uploaded": tr("Uploaded"),
    "assigned": tr("Assigned in Teams"),
    "unassigned": tr("Uploaded, not assigned"),
    "failed": tr("Failed"),
}
Ticked = type[UploadNumbers | AssignNumbers | UnassignNumbers | ReleaseNumbers]
_UPLOAD: tuple[tuple[str, Ticked], ...] = ((tr("Upload ticked"), UploadNumbers),)
_UNASSIGN: tuple[str, Ticked] = (tr("Unassign ticked"), UnassignNumbers)
_RELEASE: tuple[str, Ticked] = (tr("Release ticked"), ReleaseNumbers)
_DESTRUCTIVE: frozenset[Ticked] = frozenset({UnassignNumbers, ReleaseNumbers})
_ASSIGN: tuple[str, Ticked] = (tr("Assign ticked"), AssignNumbers)
# What can be done with ticked numbers, by filter: the boxes' label, and the buttons.
_TICK_ACTIONS: Mapping[str, tuple[str, tuple[tuple[str, Ticked], ...]]] = {
    "all": (tr("Tick what to upload"), _UPLOAD),
    "not_uploaded": (tr("Tick what to upload"), _UPLOAD),
    "failed": (tr("Tick what to try again"), ((tr("Retry ticked"), UploadNumbers),)),
    "uploaded": (tr("Tick what to assign, unassign or release"), (_ASSIGN, _UNASSIGN, _RELEASE)),
    "assigned": (tr("Tick what to unassign"), (_UNASSIGN,)),
    "unassigned": (tr("Tick what to assign or release"), (_ASSIGN, _RELEASE)),
}


# States that the filter already says, so that its boxes needn't.
_IMPLIED_STATUS: Mapping[str, str] = {"failed": tr("Failed"), "assigned": tr("Assigned"), "unassigned": tr("Uploaded")}
_UPLOADING = frozenset({"all", "not_uploaded", "failed"})  # filters with numbers to upload


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number in words; `style` colours its `status`, `tickable`: something can be done with it.

    `detail` says why it has that status or for how long, `more` whom to ask about it.
    """

    e164: str
    ext_key: str = ""
    person: str = ""
    status: str = ""
    style: Style = "Subtle"
    detail: str = ""
    tickable: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """One page of numbers, pages counted from 1.

    `counts` are the numbers per filter (`all` and `uploaded` draw the bar), `ticked` all numbers ticked so far on any
    page. If `tickable_total` exceeds what this page shows, one button uploads all numbers of the filter; `pairs` counts
    those that can be assigned to their own lines. `options` are the workspace's upload options in words. Readers who
    may not change anything get no check boxes and no buttons for it.
    """

    rows: Sequence[NumberRow]
    filter: str = "all"
    counts: Mapping[str, int] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    total: int = 0
    query: str = ""
    ticked: Sequence[str] = ()
    tickable_total: int = 0
    pairs: int = 0
    options: str = ""
    may_change: bool = True


def numbers(page: NumbersPage) -> Card:
    """A page of numbers.

    Parts: how many are uploaded, filter (input `filter`) and search (input `query`) with Show (numbers.show), how
    many, ticks (input `ticked`, E.164 joined by commas), the other numbers of the page, how uploads go. Buttons, as
    many as there is room for: what can be done with ticked ones under this filter (numbers.upload, numbers.assign,
    numbers.unassign, numbers.release), all of them at once (`all` true), Upload options, Previous and Next
    (numbers.show with `page`), As a file (numbers.file). Every click's data holds `filter`, `query`, and as `ticked`
    what was ticked on other pages.
    """
    shown = page.rows[:MAX_ROWS]
    ticks = [r for r in shown if r.tickable and page.may_change]
    elsewhere = _elsewhere(page, ticks)
    page = replace(page, query=clean(page.query, MAX_QUERY_CHARACTERS))
    return card(
        tr("Numbers"),
        _uploaded(page.counts),
        _filter(page, elsewhere),
        where(len(shown), page.page, page.pages, page.total, "number"),
        _ticks(page, ticks) if ticks else None,
        _carried(len(elsewhere)) if page.may_change else None,
        *_reasons(ticks),
        listing([_row(r) for r in shown if r not in ticks]),
        muted(page.options, spacing="Default") if page.options and _uploads(page) else None,
        actions=_actions(page, elsewhere, len(ticks), bool(ticks or elsewhere)),
    )


def _actions(page: NumbersPage, elsewhere: tuple[str, ...], here: int, any_ticked: bool) -> list[Button]:
    """The buttons that fit beside Show: paging, actions for ticked numbers, the file, then actions for all at once."""
    listed = ListNumbers(page.filter, page.query, elsewhere)
    going = [one for one in turns(listed, page.page, page.pages, inputs=True) if one is not None]
    named = _TICK_ACTIONS[page.filter][1] if page.may_change and any_ticked and page.filter in _TICK_ACTIONS else ()
    deeds = [
        execute(title, kind(page.filter, page.query, elsewhere), "destructive" if kind in _DESTRUCTIVE else "positive")
        for title, kind in named
    ]
    room = MAX_ACTIONS - 1 - len(going) - len(deeds)
    file = [one for one in (_file(page),) if one is not None][:room]
    every = _all(page, here)[: room - len(file)] if page.may_change else []
    return [*deeds, *every, *going, *file]


def _all(page: NumbersPage, here: int) -> list[Button]:
    """The buttons for all numbers of the filter at once, and for the upload options."""
    upload = UploadNumbers(page.filter, page.query, every=True)
    found: list[Button | None] = []
    if page.filter in _UPLOADING and page.tickable_total > here:
        word = tr("Retry") if page.filter == "failed" else tr("Upload")
        found.append(
            execute(
                tr("{word} all {tickable_total}", word=word, tickable_total=count(page.tickable_total)),
                upload,
                inputs=False,
            )
        )
    if page.filter in ("all", "uploaded", "unassigned") and page.pairs:
        found.append(button(say(tr("Assign all {pairs}", pairs=count(page.pairs)), "assign all")))
    if page.options and _uploads(page):
        found.append(button(say(tr("Upload options"), "upload options")))
    return [one for one in found if one is not None]


def _uploads(page: NumbersPage) -> bool:
    return page.may_change and page.filter in _UPLOADING


def _file(page: NumbersPage) -> Button | None:
    return execute(tr("As a file"), FileNumbers(page.filter, page.query), inputs=False) if page.total else None


def _elsewhere(page: NumbersPage, ticks: Sequence[NumberRow]) -> tuple[str, ...]:
    here = {r.e164 for r in ticks}
    return tuple(e164 for e164 in page.ticked if e164 not in here)[:MAX_CARRIED]


def _carried(elsewhere: int) -> CardElement | None:
    if not elsewhere:
        return None
    full = elsewhere >= MAX_CARRIED
    more = tr(" That is the most I can keep; use Upload all or a file for more.") if full else ""
    return muted(
        tr("{how_many} ticked on other pages.{more}", how_many=things(elsewhere, "number"), more=more), spacing="Small"
    )


def _uploaded(counts: Mapping[str, int]) -> CardElement | None:
    whole, done = counts.get("all", 0), counts.get("uploaded", 0)
    return (
        gauge(
            tr("{done} of {how_many} uploaded to Teams", done=count(done), how_many=things(whole, "number")),
            done,
            whole,
        )
        if whole
        else None
    )


def _filter(page: NumbersPage, elsewhere: tuple[str, ...]) -> CardElement:
    names = [key for key in FILTERS if key in page.counts or key == page.filter] if page.counts else list(FILTERS)
    choices = [
        (
            key,
            tr("{filters} ({counts})", filters=FILTERS[key], counts=count(page.counts[key]))
            if key in page.counts
            else FILTERS[key],
        )
        for key in names
    ]
    return group(
        choice_input("filter", tr("Show which"), choices, page.filter),
        text_input("query", tr("Find by number, extension or name"), page.query, most=MAX_QUERY_CHARACTERS),
        buttons(execute(tr("Show"), ListNumbers(page.filter, page.query, elsewhere))),
    )


def _ticks(page: NumbersPage, ticks: Sequence[NumberRow]) -> CardElement:
    chosen = set(page.ticked)
    label = _TICK_ACTIONS.get(page.filter, _TICK_ACTIONS["all"])[0]
    choices = [(r.e164, _title(r, _IMPLIED_STATUS.get(page.filter, ""))) for r in ticks]
    return ticks_input("ticked", label, choices, [r.e164 for r in ticks if r.e164 in chosen])


def _title(r: NumberRow, said: str = "") -> str:
    # That a number isn't uploaded yet shows by its box.
    status = clean(r.status, 40) if r.style != "Subtle" and r.status != said else ""
    return join_text(" · ", (part for part in (number(r.e164), _holder(r), status) if part))


def _holder(r: NumberRow) -> str:
    return join_text(
        " · ",
        (
            part
            for part in (tr("ext {ext_key}", ext_key=clean(r.ext_key, 10)) if r.ext_key else "", clean(r.person, 40))
            if part
        ),
    )


def _reasons(ticks: Sequence[NumberRow]) -> list[CardElement]:
    """The details of the numbers that have a box, each once with the numbers it is about."""
    about: dict[tuple[str, str], list[NumberRow]] = {}
    for r in ticks:
        if r.detail or r.more:
            about.setdefault((r.detail, r.more), []).append(r)
    return [_reason(words, rows, len(ticks)) for words, rows in about.items()]


def _reason(words: tuple[str, str], rows: Sequence[NumberRow], of: int) -> CardElement:
    named = join_text(", ", (_holder(r) or number(r.e164) for r in rows))
    whose = tr("All of these") if len(rows) == of > 1 else named
    return group(strong(whose), *(muted(quoted(part), most=320) for part in words if part), separator=True)


def _row(r: NumberRow) -> CardElement:
    """The row of a number that has no box."""
    status = r.status if len(r.status) > MAX_BADGE_CHARACTERS else ""
    details = (_holder(r), status, quoted(r.detail), quoted(r.more))
    named = strong(number(r.e164))
    head = columns(("stretch", [named]), ("auto", [badge(r.status, r.style)])) if r.status else named
    said = group(head, *(muted(detail, most=320) for detail in details if detail), separator=True)
    return opening(said, opens(r.ext_key))
