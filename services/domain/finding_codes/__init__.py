"""A short code for every kind of finding that stops a line, and its entry in docs/troubleshooting.md.

What is only worth knowing (a warning, a note) has none: nothing waits for it, and nobody looks it up. A code stays with
its kind, and that of one which is gone isn't given again: `tests/data/finding-codes.txt` has all that ever were.
"""

from __future__ import annotations

from collections.abc import Mapping

from services.domain.error_codes import ErrorCode
from services.domain.finding_codes.files import FILE_CODES
from services.domain.finding_codes.plans import PLAN_CODES
from services.domain.plan import Finding, Severity

FINDING_CODES: Mapping[str, ErrorCode] = {**PLAN_CODES, **FILE_CODES}

# Kinds that never stop a line.
REMARKS = frozenset(
    {
        *("licence.by_group", "licence.comes_along", "line.announced", "line.covered", "line.no_rule"),
        *("line.unreachable", "link.fit", "location.final"),
        *("mend.left", "number.failed_before", "number.left_out", "number.none_free", "number.too_many"),
        *("person.blocked", "person.guest", "person.looks_alike", "person.mail_apart", "person.renamed"),
        *("person.synchronised", "phones.on_premises", "plan.at_once", "policy.not_in_teams", "setting.final"),
        *("setting.kept", "upload.no_outgoing"),
    }
)


def short_of(finding: Finding) -> str:
    """The code of what stops a line; empty for a warning or a note."""
    stops = finding.severity is Severity.ERROR and finding.code in FINDING_CODES
    return FINDING_CODES[finding.code].code if stops else ""
