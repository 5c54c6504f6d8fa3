"""Voice policies of people in Teams: seen, set by words and form, late to show, and taken back."""

from __future__ import annotations

import pytest

from services.sandbox.graph.policies import policy_id_of
from tests.support.road import applied
from tests.support.sheets import TEAMS
from tests.support.town import Town

DENY = policy_id_of("TeamsCallingPolicy", "DisallowCalling")


@pytest.mark.slow
async def test_a_policy_is_given_in_words_waits_until_teams_shows_it_and_is_undone(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.sandbox.delays.policy = 30.0
    john = place.somebody("John").id
    place.tenant().group_policies[john] = {"OnlineVoicemailPolicy": "x"}
    alex = await place.connected()
    assert "voicemail x (by a group)" in (await alex.say("line 101")).words
    plan = await alex.say("give john the calling policy disallowcalling")
    assert "set calling policy inherited → DisallowCalling" in plan.words
    assert place.tenant().policies == {}
    closing = await applied(alex, plan)
    assert place.tenant().policies[john] == {"TeamsCallingPolicy": DENY}
    card = await alex.say("policies of john")
    for words in ("DisallowCalling (their own)", "x (by a group)", "Global (the tenant's)"):
        assert words in card.words
    await alex.click("Undo", closing)
    await applied(alex, await alex.sees("Your plan", "Undo"))
    assert place.tenant().policies[john] == {}


async def test_the_form_sets_it_for_several_and_says_what_no_policy_is_called(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    alex = await place.connected()
    card = await alex.say("policies john")
    await alex.click("See the plan", card, kind="TeamsCallingPolicy", name="Nonsense", others="alice")
    card = await alex.becomes(card, "There is no calling policy “Nonsense”.", "Look the name up")
    await alex.click("See the plan", card, kind="TeamsCallingPolicy", name="DisallowCalling", others="alice")
    plan = await alex.becomes(card, "Calling policy DisallowCalling for John and 1 more")
    assert "2 lines of 2 would change." in plan.words
    assert place.tenant().policies == {}
    refused = await alex.say("give john the calling policy Nonsense")
    assert "There is no calling policy “Nonsense”." in refused.words
    refused = await alex.say("set policy meeting AllOn for john")
    assert "calling, caller id, emergency calling" in refused.words
