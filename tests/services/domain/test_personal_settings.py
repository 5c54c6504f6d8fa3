"""What a holder chose for themselves: what goes back to its default when the line changes hands."""

from __future__ import annotations

import pytest

from services.domain.settings.catalogue import FIELDS
from services.domain.settings.fields import FieldKind
from services.domain.settings.paths import put_at
from services.domain.settings.personal import PERSONAL, to_defaults


@pytest.mark.parametrize(
    "section", ["status", "callForwarding", "delegate", "inboundFilter", "inboundCall", "missedCalls", "workingHours"]
)
def test_these_sections_go_with_their_holder(section: str) -> None:
    there = {path for path in FIELDS if path.startswith(f"{section}.")}
    assert there
    assert there <= PERSONAL.keys()


def test_what_the_organisation_decides_stays() -> None:
    assert not {path for path in PERSONAL if path.startswith(("callRecording.", "devices.", "musicOnHold."))}
    assert "outboundCall.outgoingCallRule" not in PERSONAL
    assert all(field.kind is not FieldKind.RESET for field in PERSONAL.values())


def test_only_what_differs_goes_back() -> None:
    held = put_at({}, {"status.value": "busy", "workingHours.start": "09:00", "callForwarding.numbers": ["105"]})
    assert to_defaults(held, held=True) == {"status.value": "available", "callForwarding.numbers": []}


def test_what_was_prepared_on_a_free_line_stays_unless_it_would_lead_nowhere() -> None:
    free = put_at(
        {},
        {
            "workingHours.start": "07:00",
            "missedCalls.text": "Please call again.",
            "inboundCall.busy": "forward",
            "callForwarding.numbers": ["105"],
        },
    )
    assert to_defaults(free, held=False) == {"callForwarding.numbers": [], "inboundCall.busy": "missedCall"}
