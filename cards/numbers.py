"""The list of phone numbers: where each is on its way into Teams, with ticks to upload them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import Card, card, listing
from cards.elements import MOST_BADGE, Button, badge, buttons, execute, gauge, group, muted, row
from cards.inputs import choice_input, text_input, ticks_input
from cards.paging import turns, where
from cards.words import clean, count, number, things

Style = BadgeStyle
MOST_ROWS = 15
MOST_CARRIED = 60
MOST_QUERY = 40
FILTERS: Mapping[str, str] = {
    "all": "All numbers",
    "not_uploaded": "Not uploaded",
    "uploading": "Uploading",
    "uploaded": "Uploaded",
    "assigned": "Assigned in Teams",
    "unassigned": "Uploaded, not assigned",
    "failed": "Failed",
}


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number in words; `style` colours its `status`, `tickable` says that it can be uploaded."""

    e164: str
    ext_key: str = ""
    person: str = ""
    status: str = ""
    style: Style = "Subtle"
    detail: str = ""
    tickable: bool = False


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """One page of numbers, pages counted from 1.

    `counts` gives how many each filter holds (`all` and `uploaded` draw the bar), `ticked` all numbers ticked so far
    on any page. With `tickable_total` above what this page shows, one button uploads all that the filter holds.
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


def numbers(page: NumbersPage) -> Card:
    """A page of numbers.

    Parts: how many are uploaded, filter (input `filter`) and search (input `query`) with Show (numbers.show), how
    many, ticks (input `ticked`, E.164 joined by commas), the other numbers of the page; buttons: Upload ticked and
    Upload all (numbers.upload, `all` true), Previous and Next (numbers.show with `page`), As a file (numbers.file).
    Every click's data holds `filter`, `query`, and as `ticked` what was ticked on other pages.
    """
    shown = page.rows[:MOST_ROWS]
    ticks = [r for r in shown if r.tickable]
    elsewhere = _elsewhere(page, ticks)
    page = replace(page, query=clean(page.query, MOST_QUERY))
    data = {"filter": page.filter, "query": page.query, "ticked": elsewhere}
    return card(
        "Numbers",
        _uploaded(page.counts),
        _filter(page, data),
        where(len(shown), page.page, page.pages, page.total, "number"),
        _ticks(ticks, page.ticked) if ticks else None,
        _carried(len(elsewhere)),
        listing([_row(r) for r in shown if not r.tickable or r.detail]),
        actions=[
            execute("Upload ticked", "numbers.upload", data, "positive") if ticks or elsewhere else None,
            _upload_all(page, len(ticks)),
            *turns("numbers.show", page.page, page.pages, data, inputs=True),
            execute("As a file", "numbers.file", {"filter": page.filter, "query": page.query}, inputs=False)
            if page.total
            else None,
        ],
    )


def _elsewhere(page: NumbersPage, ticks: Sequence[NumberRow]) -> list[str]:
    here = {r.e164 for r in ticks}
    return [e164 for e164 in page.ticked if e164 not in here][:MOST_CARRIED]


def _carried(elsewhere: int) -> CardElement | None:
    if not elsewhere:
        return None
    full = elsewhere >= MOST_CARRIED
    more = " That is the most I can keep; use Upload all or a file for more." if full else ""
    return muted(f"{things(elsewhere, 'number')} ticked on other pages.{more}", spacing="Small")


def _uploaded(counts: Mapping[str, int]) -> CardElement | None:
    whole, done = counts.get("all", 0), counts.get("uploaded", 0)
    return gauge(f"{count(done)} of {things(whole, 'number')} uploaded to Teams", done, whole) if whole else None


def _filter(page: NumbersPage, data: Mapping[str, object]) -> CardElement:
    names = [key for key in page.counts if key in FILTERS] or list(FILTERS)
    choices = [
        (key, f"{FILTERS[key]} ({count(page.counts[key])})" if key in page.counts else FILTERS[key]) for key in names
    ]
    return group(
        choice_input("filter", "Show which", choices, page.filter),
        text_input("query", "Find by number, extension or name", page.query, most=MOST_QUERY),
        buttons(execute("Show", "numbers.show", {**data, "page": 1})),
    )


def _ticks(ticks: Sequence[NumberRow], ticked: Sequence[str]) -> CardElement:
    chosen = set(ticked)
    choices = [(r.e164, _title(r)) for r in ticks]
    return ticks_input("ticked", "Tick what to upload", choices, [r.e164 for r in ticks if r.e164 in chosen])


def _title(r: NumberRow) -> str:
    # A number that merely isn't uploaded yet says so by having a box.
    status = clean(r.status, 20) if r.style != "Subtle" else ""
    return " · ".join(part for part in (number(r.e164), _holder(r), status) if part)


def _holder(r: NumberRow) -> str:
    return " · ".join(
        part for part in (f"ext {clean(r.ext_key, 10)}" if r.ext_key else "", clean(r.person, 40)) if part
    )


def _row(r: NumberRow) -> CardElement:
    whole = r.status if len(r.status) > MOST_BADGE else ""
    return row(number(r.e164), _holder(r), whole, r.detail, tag=badge(r.status, r.style) if r.status else None)


def _upload_all(page: NumbersPage, here: int) -> Button | None:
    if page.tickable_total <= here:
        return None
    data = {"all": True, "filter": page.filter, "query": page.query}
    return execute(f"Upload all {count(page.tickable_total)}", "numbers.upload", data, inputs=False)
