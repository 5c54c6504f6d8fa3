"""How many add-ons a line takes and how many extensions are made at once; one more is refused, as is no count."""

from __future__ import annotations

import pytest

from bot.commands.lines.addons import read_addons
from bot.commands.lines.provision import ProvisionRequest, _keys
from cards.lines.clicks import AddonInputs
from cards.lines.forms import MAX_COUNT
from cards.lines.provision import MAX_LINES
from services.domain.errors import BadInput
from tests.services.worlds import snapshot

APP = "device_mobile_app"
NO_COUNT = ("-1", "1e3", "1.5", "\u0663", "\uff11", "nan", "0x10", "9" * 5_000, "1 000", "+5")
NOBODY = snapshot([], [], [])


def addons(text: str) -> int:
    return read_addons(AddonInputs(counts={APP: text}), {})[APP]


def extensions(text: str) -> int:
    return len(_keys(NOBODY, ProvisionRequest(text, "10000")))


def test_a_line_takes_as_many_addons_of_a_kind_as_its_form_says_and_no_more() -> None:
    assert (MAX_COUNT, addons("99"), addons(""), addons("99.0")) == (99, 99, 0, 99)
    with pytest.raises(BadInput, match="from 0 to 99"):
        addons("100")


def test_so_many_extensions_are_made_at_once_and_no_more() -> None:
    assert (MAX_LINES, extensions("1000"), extensions("1")) == (1_000, 1_000, 1)
    for text in ("1001", "0", ""):
        with pytest.raises(BadInput, match="from 1 to 1,000"):
            extensions(text)


@pytest.mark.parametrize("text", NO_COUNT)
def test_what_is_no_count_is_refused(text: str) -> None:
    for read in (addons, extensions):
        with pytest.raises(BadInput):
            read(text)
