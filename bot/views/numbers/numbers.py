"""Numbers in words: where each stands on its way, since when, and what to do about one that is stuck."""

from __future__ import annotations

from collections.abc import Mapping

from cards.numbers.numbers import NumberRow, Style
from cards.words import duration
from services.domain.line import HALF_DONE, Activation, Number, UploadState
from services.domain.number import display
from services.domain.upload import UploadOptions
from services.inventory.ages import Age
from services.inventory.number_lists import owner
from services.inventory.snapshot import Snapshot

_STATUS: Mapping[UploadState, tuple[str, Style]] = {
    UploadState.NOT_UPLOADED: ("Not uploaded", "Subtle"),
    UploadState.UPLOADING: ("Uploading", "Accent"),
    UploadState.SYNCED: ("Not visible yet", "Accent"),
    UploadState.UPLOADED: ("Uploaded", "Good"),
    UploadState.FAILED: ("Failed", "Attention"),
    UploadState.ELSEWHERE: ("Not your operator's", "Warning"),
}


def number_row(number: Number, live: Snapshot, age: Age | None, now: float, account: str, tickable: bool) -> NumberRow:
    """One number of a list."""
    status, style = status_of(number, live, age)
    person = owner(number, live)
    return NumberRow(
        e164=number.e164,
        ext_key=number.ext_key,
        person=person.name if person else "",
        status=status,
        style=style,
        detail=number.error or age_words(number, age, now),
        more=whom_to_ask(number, age, account),
        tickable=tickable,
    )


def status_of(number: Number, live: Snapshot, age: Age | None = None) -> tuple[str, Style]:
    """Where the number stands, in the fewest words."""
    if age is not None and age.stuck:
        return "Stuck", "Warning"
    if number.activation == Activation.ASSIGNING:
        return "Assigning", "Accent"
    if number.activation in HALF_DONE and number.target:
        return "Not finished", "Attention"
    if not number.target:
        return _STATUS[number.upload]
    holder, own = live.directory.get(number.target), owner(number, live)
    if own and own.object_id == number.target:
        return "Assigned", "Good"
    unknown = "a deleted account" if number.target in live.deleted else "an unknown account"
    return f"Assigned to {holder.name if holder else unknown}", "Good"


def age_words(number: Number, age: Age | None, now: float) -> str:
    """How long a number is under way so far; empty for one that isn't, or nobody knows since when."""
    if age is None:
        return "Uploaded, not visible in Teams yet." if number.upload is UploadState.SYNCED else ""
    so_far = duration(now - age.since)
    if number.activation == Activation.ASSIGNING:
        return f"Being assigned for {so_far}."
    if number.upload is UploadState.SYNCED:
        return f"Uploaded {so_far} ago, not visible in Teams yet."
    return f"Uploading for {so_far}."


def whom_to_ask(number: Number, age: Age | None, account: str) -> str:
    """For a number that takes longer than is normal: whom to contact, and which ids to quote."""
    if age is None or not age.stuck:
        return ""
    whom = "Microsoft support" if number.activation == Activation.ASSIGNING else "your operator"
    ids = [f"number {display(number.e164)}", f"account {account}"]
    if age.request_id:
        ids.append(f"request {age.request_id}")
    return f"That is longer than normal. Contact {whom} and quote: {', '.join(ids)}."


def options_words(options: UploadOptions) -> str:
    """How the workspace uploads."""
    place = options.place or "your tenant's default address"
    may = "your tenant may change it" if options.open_address else "your tenant can't change it"
    return f"Uploads go with {place}; {may}."
