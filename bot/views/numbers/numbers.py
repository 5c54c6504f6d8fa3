"""Numbers in words: the state of each, since when, and what to do about stuck ones."""

from __future__ import annotations

from collections.abc import Mapping

from cards.numbers.numbers import NumberRow, Style
from cards.words import duration
from services.domain.line import HALF_DONE, Activation, Number, UploadState
from services.domain.number import display
from services.domain.phrases import join_text, tr
from services.domain.upload import UploadOptions
from services.inventory.ages import Age
from services.inventory.number_lists import owner
from services.inventory.snapshot import Snapshot

_STATUS: Mapping[UploadState, tuple[str, Style]] = {
    UploadState.NOT_UPLOADED: (tr("Not uploaded"), "Subtle"),
    UploadState.UPLOADING: (tr("Uploading"), "Accent"),
    UploadState.SYNCED: (tr("Not visible yet"), "Accent"),
    UploadState.UPLOADED: (tr("Uploaded"), "Good"),
    UploadState.FAILED: (tr("Failed"), "Attention"),
    UploadState.ELSEWHERE: (tr("Not your operator's"), "Warning"),
}


def number_row(number: Number, live: Snapshot, age: Age | None, now: float, account: str, tickable: bool) -> NumberRow:
    """The row of a number in a list."""
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
    """The number's state, in the fewest words."""
    if age is not None and age.stuck:
        return tr("Stuck"), "Warning"
    if number.activation == Activation.ASSIGNING:
        return tr("Assigning"), "Accent"
    if number.activation in HALF_DONE and number.target:
        return tr("Not finished"), "Attention"
    if number.source is not None and number.source.uses:
        return tr("In use"), "Warning"
    if not number.target:
        return _STATUS[number.upload]
    holder, own = live.directory.get(number.target), owner(number, live)
    if own and own.object_id == number.target:
        return tr("Assigned"), "Good"
    unknown = tr("a deleted account") if number.target in live.deleted else tr("an unknown account")
    return tr("Assigned to {name}", name=holder.name if holder else unknown), "Good"


def age_words(number: Number, age: Age | None, now: float) -> str:
    """How long a number has been under way; empty for one that isn't, or if unknown."""
    if age is None:
        return tr("Uploaded, not visible in Teams yet.") if number.upload is UploadState.SYNCED else ""
    so_far = duration(now - age.since)
    if number.activation == Activation.ASSIGNING:
        return tr("Being assigned for {so_far}.", so_far=so_far)
    if number.upload is UploadState.SYNCED:
        return tr("Uploaded {so_far} ago, not visible in Teams yet.", so_far=so_far)
    return tr("Uploading for {so_far}.", so_far=so_far)


def whom_to_ask(number: Number, age: Age | None, account: str) -> str:
    """Whom to contact about a number that takes longer than normal, and which ids to quote."""
    if age is None or not age.stuck:
        return ""
    whom = tr("Microsoft support") if number.activation == Activation.ASSIGNING else tr("your operator")
    ids = [tr("number {e164}", e164=display(number.e164)), tr("account {account}", account=account)]
    if age.request_id:
        ids.append(tr("request {request_id}", request_id=age.request_id))
    return tr("That is longer than normal. Contact {whom} and quote: {names}.", whom=whom, names=join_text(", ", ids))


def options_words(options: UploadOptions) -> str:
    """The workspace's upload options, in words."""
    place = options.place or tr("your tenant's default address")
    may = tr("your tenant may change it") if options.open_address else tr("your tenant can't change it")
    return tr("Uploads go with {place}; {may}.", place=place, may=may)
