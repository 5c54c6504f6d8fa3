"""The page of troubles, made from the codes: `make docs`."""

from __future__ import annotations

from services.domain.error_codes import CODES, LINE_CODES, OURS, ErrorCode
from services.domain.finding_codes.files import FILE_CODES
from services.domain.finding_codes.plans import PLAN_CODES
from services.wording.refusals import REFUSAL_CODES
from services.wording.stop_reasons import STOP_CODES

_INTRO = (
    "# Troubleshooting\n\nA message that says “That didn't work” ends with a reference and a code. The reference finds "
    "the lines of the log that belong to it, and goes to Microsoft and the CPaaS as the id of every call that was made "
    "for it. The code says what kind of trouble it is. Where a row or line is in error, its code stands beside it on "
    "the card, and in the last column of the file with all findings. Made from the tree of errors by "
    "`make docs`; a test compares them."
)

PARTS: tuple[tuple[str, tuple[ErrorCode, ...]], ...] = (
    ("Errors", (OURS, *CODES.values())),
    ("What stops a row of a file", tuple(FILE_CODES.values())),
    ("What stops a line of a plan", tuple(PLAN_CODES.values())),
    ("Lines of a job that weren't done", LINE_CODES),
    ("What Microsoft, the operator and the CPaaS refuse", REFUSAL_CODES),
    ("Why a job stopped", STOP_CODES),
)


def rendered() -> str:
    """The page as Markdown."""
    parts = [_INTRO]
    for title, codes in PARTS:
        parts += [f"## {title}", *map(_section, codes)]
    return "\n\n".join(parts) + "\n"


def _section(one: ErrorCode) -> str:
    rows = [one.means, f"* An administrator: {one.admin}", f"* Whoever runs the bot: {one.operator}"]
    return f"### {one.code}\n\n{rows[0]}\n\n" + "\n".join(rows[1:])
