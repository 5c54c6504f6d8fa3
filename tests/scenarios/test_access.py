"""Hands reach as far as they were given: roles by card, on the road, and nothing of what lies beyond shows anywhere."""

from __future__ import annotations

import re

import pytest

from services.domain.access import Role
from services.domain.errors import RoleUnknown
from services.domain.grants import Grant, Grantee, rules_of
from services.domain.reach import EVERYWHERE
from services.domain.subject import Subject, SubjectKind
from services.sandbox.world import RoleGroup
from tests.scenarios.test_search import found
from tests.support.chat import Shown, choices_of
from tests.support.reach import HERS, SECRETS, give
from tests.support.road import applied, approved
from tests.support.sheets import PHONE, csv
from tests.support.town import Town


@pytest.mark.long
async def test_a_role_is_given_by_card_on_the_road_and_undone(place: Town) -> None:
    sam, ben = await place.person("Sam"), await place.person("Ben")
    alex = await place.connected()
    assert "You may not see" in (await ben.say("lines")).words
    form = await alex.say("access")
    assert "Nobody was given a role" in form.words
    await alex.click("Give", form, who="Ben", role="operator", kind="lines", what="200-299")
    plan = await alex.sees("Ben: operator of extensions 200-299", "Send for approval")
    assert "You may not see" in (await ben.say("lines")).words  # nothing was given yet
    done = await approved(alex, sam, plan)
    assert "You may not see" not in (await ben.say("lines")).words
    assert {"Ben: operator of extensions 200-299", "Alex: owner of everything"} <= set(
        (await alex.say("access")).words.splitlines()
    )
    await alex.click("Undo", done)
    await approved(alex, sam, await alex.sees("take away Ben: operator of extensions 200-299"))
    assert "You may not see" in (await ben.say("lines")).words


async def test_somebody_is_named_by_the_mail_address_that_is_no_principal_name(place: Town) -> None:
    place.somebody("Ben").mail = "benjamin@example.com"
    alex = await place.connected()
    form = await alex.say("access")
    await alex.click("Give", form, who="Benjamin@example.com", role="reader", kind="workspace", what="")
    await alex.sees("Ben: reader of everything")


async def test_a_role_for_a_countrys_numbers_takes_the_country_by_name_or_letters(place: Town) -> None:
    alex = await place.connected()
    for given in ({"country": "Singapore", "what": ""}, {"country": "", "what": "sg"}, {"what": "UK, Singapore"}):
        form = await alex.say("access")
        await alex.click("Give", form, who="Ben", role="reader", kind="country", **given)
        await alex.sees("Ben: reader of numbers of " + ("GB, SG" if "UK" in given["what"] else "SG"))
    form = await alex.say("access")
    await alex.click("Give", form, who="Ben", role="reader", kind="country", country="Atlantis", what="")
    await alex.becomes(form, "Please say which country.")


@pytest.mark.long
async def test_nobody_gives_a_role_alone_and_the_last_owner_stays(place: Town) -> None:
    sam = await place.person("Sam")
    alex = await place.connected()
    await alex.click("Give", await alex.say("access"), who="Sam", role="approver", kind="workspace", what="")
    plan = await alex.sees("Sam: approver of everything")
    assert "Apply now" not in plan.actions
    await approved(alex, sam, plan)
    # Sam is no owner any more: what was given counts, not the directory role.
    assert "Give" not in (await sam.say("access")).actions
    shown = await alex.say("access")
    await alex.click("Take away", shown, grant=_choice(shown, "Alex: owner of everything"))
    await alex.sees("Alex is the last owner.")


async def test_a_group_gives_a_role_for_as_long_as_somebody_is_in_it(place: Town) -> None:
    alex, ben = await place.connected(), await place.person("Ben")
    group = RoleGroup("9b3f6a52-0000-4000-8000-00000000abcd", "Helpdesk", {place.somebody("Ben").id}, assignable=False)
    place.tenant().role_groups[group.id] = group
    given = Grant(Grantee.GROUP, group.id, group.name, Role.READER)
    owner = Grant(Grantee.PERSON, place.somebody("Alex").id, "Alex", Role.OWNER)
    await place.bot.store.rules.replace(place.tenant().id, "access", {}, rules_of((owner, given)))
    assert "Front desk" in (await ben.say("lines")).words
    group.members.clear()
    place.bot.services.roles._known.clear()  # some seconds later
    assert "You may not see" in (await ben.say("lines")).words
    assert "the group Helpdesk: reader of everything" in (await alex.say("access")).words


async def test_what_was_taken_away_is_gone_at_the_next_word(place: Town) -> None:
    await place.connected()
    ben = await place.person("Ben")
    await give(place, ("Ben", Role.READER, EVERYWHERE))
    assert "Front desk" in (await ben.say("lines")).words
    await give(place)
    assert "You may not see" in (await ben.say("lines")).words


async def test_an_administrator_of_a_unit_reaches_its_people_and_nobody_else(place: Town) -> None:
    """Nadia administrates telephony for the unit of Nadia and Omar, by Microsoft's own assignment."""
    await place.connected()
    place.line("201", "nadia", "6567891230")
    nadia = await place.person("Nadia")
    shown = await nadia.say("lines")
    assert "201" in shown.words
    assert not [secret for secret in SECRETS if secret in shown.words]
    assert "approver" in (await nadia.say("whoami")).words
    theirs = await nadia.say("line 100")
    nothing = await nadia.say("line 199")
    assert _bare(theirs, "100") == _bare(nothing, "199")
    refused = await nadia.say("system settings")
    assert "Save" not in refused.actions


async def test_whoever_sees_no_line_is_not_told_that_there_is_none(place: Town) -> None:
    alex, nadia = await place.connected(), await place.person("Nadia")  # there is one, which isn't of her unit
    assert "Nobody whom you may see has a line yet." in (await nadia.say("ready")).words
    home = await nadia.say("home")
    assert "no line that you may see" in home.words
    assert "no line in Teams yet" not in home.words
    assert "you may see" not in (await alex.say("home")).words


@pytest.mark.long
async def test_a_line_beyond_is_not_found_in_the_words_of_one_that_is_not_there(place: Town) -> None:
    await place.connected()
    place.line("201", "omar", "6567891230")
    ben = await place.person("Ben")
    await give(place, ("Ben", Role.OPERATOR, HERS))
    for words in ("line {}", "unassign {}", "settings {}", "calls {}", "ready {}"):
        beyond, missing = [_bare(await ben.say(words.format(key)), key) for key in ("100", "199")]
        assert beyond == missing, words


@pytest.mark.long
async def test_the_record_of_a_part_tells_of_its_lines_and_of_no_other(place: Town) -> None:
    alex = await place.connected()
    for key, user, name in (("201", "omar", "Desk A"), ("202", "", "Desk B")):
        place.line(key, user)
        await applied(alex, await alex.say(f"rename {key} as {name}"))
    await applied(alex, await alex.say("rename 100 as Front desk two"))
    ben = await place.person("Ben")
    await give(place, ("Ben", Role.READER, HERS))
    told = (await ben.say("record")).words
    assert "Desk A" in told
    assert "Desk B" in told
    assert not [secret for secret in SECRETS if secret in told]


@pytest.mark.long
async def test_a_card_drawn_again_after_a_restart_tells_nothing_of_what_lies_beyond(place: Town) -> None:
    alex, ben, sam = await place.connected(), await place.person("Ben"), await place.person("Sam")
    await give(place, ("Ben", Role.READER, EVERYWHERE), ("Sam", Role.OWNER, EVERYWHERE))
    await alex.send("two.csv", csv(("100", "", "Wei Ling", PHONE), ("101", "", "John", PHONE)))
    await alex.click("Send for approval", await alex.sees("two.csv", "Send for approval"))
    question = await sam.sees("Please check this plan")
    await ben.click("Open", await ben.say("approvals"))
    copy = await ben.sees("An admin decides this")
    await give(place, ("Ben", Role.READER, HERS), ("Sam", Role.OWNER, EVERYWHERE))
    await place.restart()
    await sam.click("Approve", question, comment="For Wei Ling's trip")
    await alex.sees("All done", "two.csv")
    await sam.becomes(question, "Approved", "For Wei Ling's trip")
    assert (await ben.now(copy)).words == copy.words


@pytest.mark.long
async def test_while_nobody_can_be_asked_cards_wait_and_an_author_sees_their_own(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", csv(("100", "", "Wei Ling", PHONE), ("101", "", "John", PHONE)))
    await alex.click("Send for approval", await alex.sees("two.csv", "Send for approval"))
    await sam.sees("Please check this plan")
    (plan,) = await place.bot.store.plans.waiting(place.tenant().id)
    await place.restart()
    await place.fault(system="graph", kind="503")
    messages = place.bot.notifier.messages
    subject = Subject(SubjectKind.PLAN, plan.id)
    assert "two.csv" in str(await messages.draw(plan.tenant_id, plan.author, subject))
    with pytest.raises(RoleUnknown):
        await messages.draw(plan.tenant_id, place.somebody("Sam").id, subject)


def _bare(shown: Shown, key: str) -> str:
    """What is said, without the extension that was asked for and the reference of the turn."""
    return re.sub(r"\b[a-z0-9]{12}\b", "", shown.words).replace(key, "…")


def _choice(shown: Shown, title: str) -> str:
    return choices_of(shown.card, "grant")[title]


@pytest.mark.slow
async def test_a_units_administrator_searches_plans_and_decides_for_its_people_alone(place: Town) -> None:
    place.line("201", "omar")
    alex, nadia = await place.connected(), await place.person("Nadia")
    assert await found(nadia, "people", "omar") == ["Omar (omar@contoso.com)"]
    assert not await found(nadia, "people", "john")
    assert not await found(nadia, "lines", "100")
    await nadia.send("beyond.csv", csv(("100", "", "Wei Ling", PHONE), ("201", "", "John", PHONE)))
    refused = await nadia.sees("beyond.csv", "Please mend the file")
    assert "Your plan" not in refused.words
    await nadia.send("theirs.csv", csv(("201", "", "Omar", PHONE)))
    await nadia.sees("theirs.csv", "Your plan", "Apply now")
    await alex.send("beyond.csv", csv(("100", "", "Wei Ling", PHONE), ("101", "", "John", PHONE)))
    await alex.click("Send for approval", await alex.sees("beyond.csv", "Send for approval"))
    assert "beyond.csv" not in (await nadia.say("approvals")).words
    await alex.send("unit.csv", csv(("201", "", "Omar", PHONE), ("202", "", "Nadia", PHONE)))
    await alex.click("Send for approval", await alex.sees("unit.csv", "Send for approval"))
    await nadia.click("Approve", await nadia.sees("Please check this plan", "unit.csv"))
    await alex.sees("All done", "unit.csv")
