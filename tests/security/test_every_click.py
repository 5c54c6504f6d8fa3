"""Every kind of click, its data and inputs of any shape: a clear answer, no fault of ours, and nothing written.

The data is sealed by the bot's own key, as that of a card from another version may be; what isn't gets no further.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.registry import ACTIONS, load_commands
from tests.fuzz.bent import anything, texts
from tests.fuzz.door import FuzzedDoor, fuzzed

load_commands()
ENDING = frozenset({"app.removed"})  # afterwards nobody could be answered
VERBS = sorted(ACTIONS.keys() - ENDING)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FuzzedDoor]:
    """The bot, connected, with a line and some cards out."""
    with fuzzed(tmp_path_factory.mktemp("clicks")) as opened:
        yield opened


def records(verb: str, values: st.SearchStrategy[Any], part: str) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a click's record, each one there or not, of any type."""
    record = ACTIONS[verb].data if part == "data" else ACTIONS[verb].inputs
    fields = [one.name for one in dataclasses.fields(record)] if record else []
    known = st.fixed_dictionaries({}, optional=dict.fromkeys(fields, values)) if fields else st.just({})
    return st.builds(lambda a, b: {**b, **a}, known, st.dictionaries(texts, values, max_size=1))


def is_json(value: Any) -> bool:
    """Whether JSON has a way to write it: no number without an end, and none that is longer than can be read."""
    try:
        json.loads(json.dumps(value, allow_nan=False))
    except ValueError:
        return False
    return True


NAMED = st.sampled_from(["101", "john", "+6567891230", "6567891230", "1", "all", "", "x,y"])


@pytest.mark.long
@pytest.mark.parametrize("verb", VERBS)
def test_any_data_and_any_inputs_get_a_clear_answer(door: FuzzedDoor, verb: str) -> None:
    turns = count()

    @given(data=records(verb, anything | NAMED, "data"), inputs=records(verb, anything | NAMED, "inputs"))
    @settings(
        max_examples=4, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck), database=None
    )
    def clicked(data: dict[str, Any], inputs: dict[str, Any]) -> None:
        next(turns)
        assert door.knock(door.sealed(verb, data, inputs)) == (200 if is_json(inputs) else 400)

    clicked()
    assert next(turns)
