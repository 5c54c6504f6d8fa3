"""Which line somebody's words mean."""

from __future__ import annotations

import pytest

from services.domain.line import Line, Number
from services.inventory.find_line import lines_meant
from tests.services.worlds import person, snapshot

ALICE = person("Alice")
LIVE = snapshot(
    [ALICE], [Line("101", "Front desk", ALICE.identity_uuid, (), ("+6567891230",))], [Number("+6567891230", "101")]
)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("101", ["101"]),
        ("alice", ["101"]),
        ("front desk", ["101"]),
        ("+65 6789 1230", ["101"]),
        ("6567891230", ["101"]),
        ("tel:+6567891230", ["101"]),
        ("nadia gets 6567891230", []),
        ("alice call recording and release 6567891230", []),
        ("zorro", []),
    ],
)
def test_a_number_among_other_words_is_no_line(words: str, keys: list[str]) -> None:
    assert [line.key for line in lines_meant(words, LIVE)] == keys
