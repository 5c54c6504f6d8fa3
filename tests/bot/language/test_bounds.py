"""However much somebody types, others don't wait for it to be read."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import understanding
from bot.language.figures import ranges_in
from bot.language.grammar import understand
from bot.turn import Turn
from bot.understanding import Understanding
from tests.bot.language.place import names

TURN = cast(Turn, SimpleNamespace(who=SimpleNamespace(tenant_id="t", object_id="o", time_zone="")))
HOUSE: Any = SimpleNamespace(services=SimpleNamespace(clock=SimpleNamespace(now=lambda: 1_800_000_000.0)))


def test_a_row_of_figures_is_read_once() -> None:
    # Were it tried from each figure to its end, this would take hours.
    assert ranges_in("9" * 300_000, names()) == ()
    assert [one.text for one in ranges_in("take +65 6789 1230 - +65 6789 1239 now", names())] == [
        "+65 6789 1230 - +65 6789 1239 "
    ]


async def test_a_page_of_text_is_no_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(understanding, "understand", never)
    assert (await Understanding(HOUSE, lambda: 0.0).read(TURN, "give john a number " * 1_400)).meant is None


_WORDS = (
    "give",
    "alice",
    "of",
    "in",
    "sales",
    "the",
    "number",
    "101",
    "+65 6789 1230",
    "not",
    "and",
    "who",
    "swap",
    "?",
)
_NONSENSE = st.lists(st.one_of(st.text(max_size=3), st.sampled_from(_WORDS)), max_size=9)


@given(_NONSENSE, st.sampled_from((" ", "", ", ", "\n", '"')))
@example(["¡"], " ")  # nothing is left of it
def test_whatever_is_typed_is_read_or_not(words: list[str], between: str) -> None:
    understand(between.join(words), names())
