"""Activities, clicks, forms and typed words, bent, at the bot's own door."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.teams import harness
from tests.fuzz.bent import anything, bent, texts
from tests.fuzz.door import ASKED, WORDS, FuzzedDoor

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]
bounded = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
OTHERS = (
    harness.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]),
    harness.activity("installationUpdate", action="add"),
    harness.activity("messageReaction", reactionsAdded=[{"type": "like"}], replyToId="1"),
    harness.activity("invoke", name="fileConsent/invoke", value={"action": "accept", "context": {"s": "x"}}),
    harness.activity("invoke", name="application/search", value={"queryText": "jo", "dataset": "people"}),
    harness.says("", attachments=[{"contentType": "text/html", "content": "<p>help</p>"}]),
)


@given(st.data())
@bounded
def test_activities(door: FuzzedDoor, data: st.DataObject) -> None:
    ours = {name: door.said[name] for name in ("from", "recipient", "conversation", "channelData", "serviceUrl")}
    real = data.draw(st.sampled_from([door.said, door.clicked, *({**one, **ours} for one in OTHERS)]))
    door.knock(data.draw(bent(real)), fresh=data.draw(st.booleans()))


@given(st.data())
@bounded
def test_clicks_with_bent_data_and_inputs(door: FuzzedDoor, data: st.DataObject) -> None:
    real = data.draw(st.sampled_from(door.clicks))
    carried = data.draw(st.just(real.data) | bent(real.data))
    entered = data.draw(bent(real.inputs) if real.inputs else st.dictionaries(texts, anything, max_size=3))
    door.knock(door.sealed(real.verb, carried, entered if isinstance(entered, dict) else {"x": entered}))


@given(st.data())
@bounded
def test_forms_filled_in_with_anything(door: FuzzedDoor, data: st.DataObject) -> None:
    real = data.draw(st.sampled_from([one for one in door.clicks if one.inputs]))
    names = data.draw(st.lists(st.sampled_from(sorted(real.inputs)), min_size=1, unique=True))
    door.knock(door.sealed(real.verb, real.data, {**real.inputs, **{name: data.draw(texts) for name in names}}))


@given(st.data())
@bounded
def test_seals_that_are_bent(door: FuzzedDoor, data: st.DataObject) -> None:
    real = data.draw(st.sampled_from(door.clicks))
    made = door.sealed(real.verb, real.data, {})
    made["value"]["action"] = data.draw(bent(made["value"]["action"]))
    door.knock(made)


words = st.sampled_from((*WORDS, *ASKED, "record", "export", "find", "undo", "mend", "who has", "approve", "number"))


@given(st.lists(words | texts | st.integers(0, 10**12).map(str), min_size=1, max_size=6).map(" ".join))
@bounded
def test_typed_words(door: FuzzedDoor, text: str) -> None:
    door.knock({**door.said, "text": text})
