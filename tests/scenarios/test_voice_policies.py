"""Voice policies of people in Teams: seen, set by words and form, late to show, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.sandbox.graph.policies import policy_id_of
from tests.scenarios.test_search import offered
from tests.support.chat import choices_of
from tests.support.road import applied, approved
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town, town

DENY = policy_id_of("TeamsCallingPolicy", "DisallowCalling")


@pytest.mark.slow
async def test_a_policy_is_given_in_words_waits_until_teams_shows_it_and_is_undone(place: Town) -> None:
    """Two guards hold that it waits: the look for what was sent, before its line is done, and that at the job's end."""
    place.line("101", "john", "6567891230", TEAMS)
    place.sandbox.delays.policy = 300.0
    john = place.somebody("John").id
    place.tenant().group_policies[john] = {"OnlineVoicemailPolicy": "x"}
    alex = await place.connected()
    assert "voicemail x (by a group)" in (await alex.say("line 101")).words
    plan = await alex.say("give john the calling policy disallowcalling")
    assert "set calling policy inherited → DisallowCalling" in plan.words
    assert place.tenant().policies == {}
    closing = await applied(alex, plan)
    assert place.tenant().policies[john] == {"TeamsCallingPolicy": DENY}
    shown_from, _ = place.tenant().policies_shown[john]
    assert place.sandbox.clock.now() >= shown_from
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
    assert "2 lines would change." in plan.words
    assert place.tenant().policies == {}
    quiet = policy_id_of("OnlineVoicemailPolicy", "TranscriptionDisabled")
    place.tenant().policies[place.somebody("Alice").id] = {"OnlineVoicemailPolicy": quiet}
    card = await alex.say("policies john")
    offered = choices_of(card.card, "seen")
    assert list(offered) == ["Voicemail: TranscriptionDisabled"]
    (seen,) = offered.values()
    await alex.click("See the plan", card, seen=seen, kind="TeamsCallingPolicy")
    card = await alex.becomes(card, "Which of the two?")
    await alex.click("See the plan", card, seen=seen, kind="")
    await alex.becomes(card, "Voicemail policy TranscriptionDisabled for John")
    refused = await alex.say("give john the calling policy Nonsense")
    assert "There is no calling policy “Nonsense”." in refused.words
    refused = await alex.say("set policy meeting AllOn for john")
    assert "calling, caller id, emergency calling" in refused.words


async def test_everybody_who_is_not_found_is_named_at_once(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    refused = await alex.say("set policy calling DisallowCalling for alice, john, zebedee")
    assert "Alice has no line yet. I can't find “zebedee”." in refused.words


@pytest.mark.slow
async def test_policies_of_people_beyond_the_first_page_are_offered_and_found_while_typing(tmp_path: Path) -> None:
    async with town(tmp_path, people=220) as place:
        tenant = place.tenant()
        place.line("101", "john", "6567891230", TEAMS)
        last = tenant.order[-1]
        assert tenant.order.index(last) > 200
        parking = policy_id_of("TeamsCallParkPolicy", "Parking")
        tenant.policies[last] = {"TeamsCallParkPolicy": parking}
        alex = await place.connected()
        card = await alex.say("policies john")
        assert list(choices_of(card.card, "seen")) == ["Call park: Parking"]
        assert [one["title"] for one in await offered(alex, "policies", "park")] == ["Call park: Parking"]
        assert await offered(alex, "policies", "dial") == []


async def test_while_everybody_s_policies_are_being_read_the_form_is_there_and_says_so(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.lines.policies._MAX_READ_SECONDS", 0.0)
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    assert "still looking through everybody's policies" in (await alex.say("policies john")).words


@pytest.mark.long
async def test_policies_come_by_a_template_and_by_columns_of_a_file(place: Town) -> None:
    for key, name in (("101", "john"), ("102", "alice"), ("103", "hallie")):
        place.line(key, name, f"656789123{key[-1]}", TEAMS)
    john, alice, hallie = (place.somebody(name).id for name in ("John", "Alice", "Hallie"))
    place.tenant().policies[john] = {"TeamsCallingPolicy": DENY}
    alex = await place.connected()
    assert "and 1 voice policy of 101 John" in (await alex.say("save settings of john as Sales")).words
    assert "Calling: DisallowCalling" in (await alex.say("template sales")).words
    plan = await alex.say("apply sales to alice")
    assert "set calling policy inherited → DisallowCalling" in plan.words
    await applied(alex, plan)
    assert place.tenant().policies[alice] == {"TeamsCallingPolicy": DENY}
    head = ("Ext Key", "Template", "Dial plan policy", "Calling policy")
    rows = ("103", "Sales", "Singapore", ""), ("102", "", "", "global"), ("101", "", "Nonsense", "")
    await alex.send("policies.csv", csv(*rows, head=head))
    await alex.sees("There is no dial plan policy “Nonsense”.")
    await alex.send("policies.csv", csv(*rows[:2], head=head))
    plan = await alex.sees("Your plan", "inherited → Singapore", "DisallowCalling → inherited")
    await approved(alex, await place.person("Sam"), plan)
    held = place.tenant().policies
    assert held[hallie] == {"TeamsCallingPolicy": DENY, "TenantDialPlan": policy_id_of("TenantDialPlan", "Singapore")}
    assert held[alice] == {}


async def test_a_licence_that_teams_has_not_taken_up_is_said_in_plain_words(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.sandbox.delays.licence = 3600.0
    john = place.somebody("John")
    john.licensed_at = dict.fromkeys(john.sku_ids, place.sandbox.clock.now())
    alex = await place.connected()
    assert "Teams hasn't set up calling for them yet" in (await alex.say("line 101")).words
    john.licensed_at = {}
    assert "hasn't set up calling" not in (await alex.say("line 101")).words
