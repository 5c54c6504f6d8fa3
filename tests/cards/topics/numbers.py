"""Cards about numbers: the list under each filter, the form before an upload, and who gets which number."""

from __future__ import annotations

from dataclasses import replace

from cards.changes import jobs
from cards.elements import button, say
from cards.numbers import numbers, upload
from cards.numbers.clicks import PlanUpload
from cards.numbers.numbers import NumberRow, NumbersPage
from cards.numbers.upload import AssignNumberForm, UploadForm
from services.domain.phrases import join_text, tr
from services.domain.settings.countries import country_name
from tests.cards.said import said
from tests.cards.samples import JOB, LONG, NASTY, Cards

_COUNTS = {
    "all": 1_240,
    "not_uploaded": 312,
    "uploading": 14,
    "uploaded": 900,
    "assigned": 820,
    "unassigned": 80,
    "failed": 14,
}
_OPTIONS = said("Uploads go with Head office, 1 Raffles Place, Singapore 048616; your tenant can't change it.")
_USES = (
    ("CallingUserAssignment", said("People")),
    ("FirstPartyAppAssignment", said("Resource accounts: auto attendants and call queues")),
)
_PLACES = (
    (upload.DEFAULT, tr("Your tenant's default: {usual}", usual="Head office, 1 Raffles Place, Singapore 048616")),
    ("l-1", "Head office, 1 Raffles Place, Singapore 048616"),
    ("l-2", "Warehouse, floor 2, 80 Jurong Port Road, Singapore 619089"),
)
_NO_PLACE = join_text(
    " ",
    (
        said("Your tenant has no default emergency location."),
        said("Choose an address in *numbers failed*, or set a default one in the Teams admin centre."),
    ),
)


def _told(words: str) -> str:
    """A number, account or request with what it is."""
    kind, _, value = words.partition(" ")
    templates = {"number": tr("number {e164}", e164=value), "account": tr("account {account}", account=value)}
    return templates.get(kind) or tr("request {request_id}", request_id=value)


def _row(no: int, status: str, style: numbers.Style, detail: str = "", more: str = "", tick: bool = True) -> NumberRow:
    person = ("John", "Alice", "Resource Account", "Hallie", "")[no % 5]
    return NumberRow(f"+6567891{230 + no}", str(100 + no) if person else "", person, status, style, detail, tick, more)


def _page(wanted: str, *rows: NumberRow) -> NumbersPage:
    return NumbersPage(rows, wanted, _COUNTS, 2, 9, _COUNTS[wanted], options=_OPTIONS, pairs=61, tickable_total=305)


def usual() -> Cards:
    """As people meet them."""
    failed = _page("failed", *(_row(no, said("Failed"), "Attention", _NO_PLACE) for no in range(3)))
    free = [_row(no, said("Uploaded"), "Good") for no in range(5)]
    new = [_row(no, said("Not uploaded"), "Subtle") for no in range(5)]
    given = [_row(no, said("Assigned"), "Good") for no in range(4)]
    visible = said("Uploaded about 3 minutes ago, not visible in Teams yet.")
    stuck = said("Uploaded about 2 hours ago, not visible in Teams yet.")
    ids = ("number +65 6789 1232", "account contoso", "request 0f3c9a52-5b7d-4b0e-9c55-2f6a1f4b7d10")
    ask = tr(
        "That is longer than normal. Contact {whom} and quote: {names}.",
        whom=said("your operator"),
        names=join_text(", ", map(_told, ids)),
    )
    way = _page(
        "uploading",
        _row(0, said("Uploading"), "Accent", said("Uploading for less than a minute."), tick=False),
        _row(1, said("Not visible yet"), "Accent", visible, tick=False),
        _row(2, said("Stuck"), said("Warning"), stuck, ask, tick=False),
    )
    return {
        "numbers_failed": numbers.numbers(failed),
        "numbers_unassigned": numbers.numbers(_page("unassigned", *free)),
        "numbers_assigned": numbers.numbers(_page("assigned", *given)),
        "numbers_uploaded": numbers.numbers(replace(_page("uploaded", *free, *given), page=1, pages=1, ticked=("+1",))),
        "numbers_uploading": numbers.numbers(way),
        "numbers_for_readers": numbers.numbers(replace(_page("not_uploaded", *new), may_change=False)),
        "upload_form": upload.upload_form(_form()),
        "upload_retry": upload.upload_form(
            replace(_form(), what=said("Upload 1 number"), need_use=0, reasons=[_NO_PLACE], place="l-2")
        ),
        "upload_wrong": upload.upload_form(
            replace(
                _form(),
                error=said(
                    "Numbers for people need an emergency address, and your tenant has no default one. "
                    "Choose an address, or let your tenant set it."
                ),
            )
        ),
        "upload_options": upload.upload_form(
            replace(
                _form(),
                what="",
                countries=tr(
                    "{numbers_of}your consent to the operator covers {covered}",
                    numbers_of="",
                    covered=country_name("SG"),
                ),
                need_use=0,
            )
        ),
        "upload_saved": upload.saved(_OPTIONS),
        "assign_number": upload.assign_form(_assign()),
        "assign_number_wrong": upload.assign_form(
            replace(
                _assign(),
                number="+6567891235",
                person="p-2",
                error=join_text(
                    " ",
                    (
                        tr(
                            "{name}'s usage location is {here}, the number is from {of_country}.",
                            name="Priya",
                            here=country_name("IN"),
                            of_country=country_name("SG"),
                        ),
                        said("Set the usage location to the number's country, or choose another number."),
                    ),
                ),
                mends=[
                    button(say(said("Set usage location too"), "x")),
                    button(say(said("Give a phone licence"), "x")),
                ],
            )
        ),
        "upload_for_all": jobs.for_all(
            replace(JOB, state="done", failed=0, done=12, lines_total=12, skipped=0, waiting=0),
            uploaded=tr(
                "{there}{missing}.{free}",
                there=tr("{how_many} {word} in Teams now", how_many=said("12 numbers"), word=tr("are")),
                missing="",
                free=tr(" {unassigned} of them {word} nobody yet.", unassigned=9, word=tr("have")),
            ),
            next=said("To give them to their lines, say “assign all” to me in your own chat."),
            reached=True,
        ),
    }


def empty() -> Cards:
    """With nothing in them."""
    return {
        "numbers_none": numbers.numbers(NumbersPage([], "failed")),
        "upload_form_empty": upload.upload_form(UploadForm("", "", _USES, _PLACES[:1], PlanUpload())),
        "assign_number_empty": upload.assign_form(AssignNumberForm([], [])),
    }


def huge() -> Cards:
    """With far too much."""
    rows = [replace(_row(no, LONG, "Attention", LONG * 3, LONG * 3), person=LONG) for no in range(40)]
    page = replace(_page("uploaded", *rows), ticked=[f"+65{i:08}" for i in range(500)], query=NASTY, options=LONG)
    places = [(f"l-{no}", LONG) for no in range(500)]
    many = replace(_form(), what=LONG, countries=LONG, places=places, reasons=[LONG] * 50, error=LONG * 5)
    pairs = [(f"+65{i:08}", LONG) for i in range(16)]
    clicks = [button(say(LONG, LONG))] * 9
    return {
        "numbers_too_many": numbers.numbers(page),
        "upload_form_too_much": upload.upload_form(replace(many, plan=PlanUpload("6567891230, " * 250))),
        "assign_number_too_much": upload.assign_form(AssignNumberForm(pairs, pairs, error=LONG * 5, mends=clicks)),
        "upload_for_all_too_much": jobs.for_all(JOB, uploaded=LONG * 9, next=LONG * 9, reached=True),
    }


def _form() -> UploadForm:
    return UploadForm(
        said("Upload 12 numbers"),
        tr(
            "{numbers_of}your consent to the operator covers {covered}",
            numbers_of=tr("numbers from {names}; ", names=country_name("SG")),
            covered=join_text(", ", (country_name("MY"), country_name("SG"))),
        ),
        _USES,
        _PLACES,
        PlanUpload("+6567891230-+6567891241"),
        usage="CallingUserAssignment",
        need_use=2,
    )


def _assign() -> AssignNumberForm:
    free = [
        (
            f"+656789{1230 + no}",
            join_text(" · ", (f"+65 6789 {1230 + no}", said(f"ext {100 + no}"), said("for people"))),
        )
        for no in range(6)
    ]
    people = [("p-1", "Alice (alice@contoso.com)"), ("p-2", "Priya (priya@contoso.com)")]
    return AssignNumberForm(free, people, total=80)
