"""Who is meant where directory and CPaaS disagree: guests, homonyms, missing addresses, accounts called otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from services.sandbox.directory import add_person
from services.sandbox.world import Member
from services.sandbox.world import Person as InDirectory
from tests.support.chat import Shown
from tests.support.road import applied
from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town

NUMBER = "+6567891230"


def a_guest(place: Town, name: str, mail: str) -> InDirectory:
    """A guest with this address, licensed like anybody else, and first in the directory's list."""
    tenant = place.tenant()
    licences = set(place.somebody("John").sku_ids)
    principal = f"{mail.replace('@', '_')}#EXT#@{tenant.domain}"
    guest = InDirectory(f"guest-{len(tenant.order)}", name, principal, mail, account_type="guest", sku_ids=licences)
    add_person(tenant, guest)
    tenant.order.insert(0, tenant.order.pop())
    return guest


def a_member(place: Town, name: str, user_name: str, email: str) -> str:
    """A member of the CPaaS organisation; their identity."""
    members = place.organisation().members
    identity = f"member-{len(members)}"
    members[identity] = Member(identity, name, user_name, email)
    return identity


def the_member(place: Town, email: str) -> Member:
    return next(m for m in place.organisation().members.values() if m.email == email)


async def holder_of(place: Town, key: str) -> str:
    organisation = await place.in_cpaas()
    found: str = organisation["members"][organisation["extensions"][key]["identity_uuid"]]["email"]
    return found


@pytest.mark.slow
async def test_an_address_means_the_member_whose_principal_name_it_is_not_a_guest_with_that_mail(place: Town) -> None:
    a_guest(place, "Nadia (Fabrikam)", "nadia@contoso.com")
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "6567891230", "nadia@contoso.com", TEAMS)))
    await applied(alex, await alex.sees("Your plan", "Nadia"))
    assert (await place.in_teams())[NUMBER]["assignment_target_id"] == place.somebody("Nadia").id
    assert await holder_of(place, "101") == "nadia@contoso.com"


def _asks_after(before: set[str]) -> Callable[[Shown], bool]:
    return lambda message: message.id not in before and "Who do you mean?" in message.words


async def test_a_user_name_of_the_cpaas_beats_no_name(place: Town) -> None:
    a_member(place, "Alice Old", "nadia", "alice.old@elsewhere.com")
    place.line("101", "", "", TEAMS)
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "", "nadia", PHONE)))
    await alex.sees("Who do you mean?", "Row 2: nadia", *BOTH)
    for words in ("assign 101 to nadia", "give 101 to nadia"):
        before = {message.id for message in await alex.messages()}
        await alex.say(words)
        asked = await alex.until(_asks_after(before))
        assert all(one in asked.words for one in BOTH), words
    asked = await alex.say("assign number 6567891230 to nadia")
    assert all(one in asked.words for one in ("2 people are called nadia", *BOTH))
    assert await place.effects() == {}


BOTH = ("Nadia (nadia@contoso.com)", "Alice Old (nadia)")


async def test_members_without_an_address_and_those_of_one_address_in_two_cases_stay_apart(place: Town) -> None:
    nadia = the_member(place, "nadia@contoso.com")
    members = {
        "101": a_member(place, "Lobby", "", ""),
        "102": a_member(place, "Kitchen", "", ""),
        "103": nadia.identity_uuid,
        "104": a_member(place, "Nadia Desk", "nadia.desk", "Nadia@Contoso.com"),
    }
    for key, identity in members.items():
        place.line(key, "", "", TEAMS)
        place.organisation().extensions[key].identity_uuid = identity
    alex = await place.connected()
    assert "Lobby" in (await alex.say("line 101")).words
    assert "Kitchen" in (await alex.say("line 102")).words
    assert "CPaaS user nadia)" in (await alex.say("line 103")).words
    assert "CPaaS user nadia.desk)" in (await alex.say("line 104")).words
    await alex.send("one.csv", csv(("105", "", "nadia@contoso.com", PHONE)))
    await alex.sees("Who do you mean?", "CPaaS user nadia)", "CPaaS user nadia.desk)")


@pytest.mark.slow
async def test_two_accounts_with_one_mail_are_asked_about_and_the_answer_holds(place: Town) -> None:
    first, second = place.somebody("Omar"), place.somebody("Nadia")
    first.mail = second.mail = "desk@contoso.com"
    the_member(place, "nadia@contoso.com").email = "desk@contoso.com"
    alex = await place.connected()
    await alex.say("assign 102 to nadia@contoso.com")
    await alex.sees("Who do you mean?", "Nadia (nadia@contoso.com) · shares desk@contoso.com with others")
    await alex.send("one.csv", csv(("101", "6567891230", "desk@contoso.com", TEAMS)))
    card = await alex.sees("Who do you mean?", "Row 2", "Omar (omar@contoso.com)", "Nadia (nadia@contoso.com)")
    await alex.click("Continue", card, who_2=second.id)
    await applied(alex, await alex.becomes(card, "Your plan", "101 Nadia"))
    assert (await place.in_teams())[NUMBER]["assignment_target_id"] == second.id
    line = await alex.say("line 101")
    assert "Nadia (nadia@contoso.com)" in line.words
    assert "Assigned in Teams" in line.words


@pytest.mark.slow
async def test_a_principal_name_that_changes_on_the_way_loses_nothing_and_both_names_are_said(place: Town) -> None:
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "6567891230", "John", TEAMS)))
    plan = await alex.sees("Your plan")
    john = place.somebody("John")
    john.user_principal_name = john.mail = "john.smith@contoso.com"
    await applied(alex, plan)
    assert (await place.in_teams())[NUMBER]["assignment_target_id"] == john.id
    line = await alex.say("line 101")
    assert "John (john.smith@contoso.com) · was john@contoso.com" in line.words
    assert "Assigned in Teams" in line.words
    await alex.send("again.csv", csv(("101", "6567891230", "john@contoso.com", TEAMS)))
    both = "John was john@contoso.com and is john.smith@contoso.com now."
    await alex.sees("Nothing to do", "again.csv", both)


async def test_a_line_from_before_is_followed_too_once_it_was_seen(place: Town) -> None:
    alex = await place.connected()
    assert "Wei Ling (wei.ling@contoso.com)" in (await alex.say("line 100")).words
    ling = place.somebody("Wei Ling")
    ling.user_principal_name = ling.mail = "wl.tan@contoso.com"
    assert "Wei Ling (wl.tan@contoso.com) · was wei.ling@contoso.com" in (await alex.say("line 100")).words
    ready = await alex.say("ready wei ling")
    assert "isn't in your Microsoft directory" not in ready.words


async def test_blocked_accounts_and_guests_are_remarked_in_the_plan(place: Town) -> None:
    place.somebody("Nadia").enabled = False
    a_guest(place, "Gus", "gus@fabrikam.com")
    a_member(place, "Gus", "gus", "gus@fabrikam.com")
    alex = await place.connected()
    await alex.send("two.csv", csv(("101", "6567891230", "Nadia", TEAMS), ("102", "", "Gus", PHONE)))
    plan = await alex.sees("Your plan")
    assert "Sign-in is blocked for Nadia (nadia@contoso.com)." in plan.words
    assert "is a guest in your directory." in plan.words


@pytest.mark.slow
async def test_what_one_click_would_do_is_a_plan_first_when_there_is_a_remark_on_the_person(place: Town) -> None:
    place.line("101", "nadia", "6567891231", TEAMS)
    place.somebody("Nadia").enabled = False
    alex = await place.connected()
    plan = await alex.say("mend upload 101")
    assert "Apply now" not in plan.actions
    await alex.sees("All done", "Upload 1 number")
    plan = await alex.say("mend assign 101")
    assert "Sign-in is blocked for Nadia (nadia@contoso.com)." in plan.words
    await applied(alex, plan)


@pytest.mark.slow
async def test_somebody_who_is_missing_in_microsoft_gets_that_finding_alone(place: Town) -> None:
    a_member(place, "Zed", "zed", "zed@contoso.com")
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "6567891230", "Zed", TEAMS)))
    card = await alex.sees("Please mend the file", "Zed isn't in your Microsoft directory.")
    assert "1 error" in card.words
    assert "usage location" not in card.words


@pytest.mark.long
async def test_a_command_on_one_of_two_people_of_a_name_is_a_question_although_only_one_has_a_line(place: Town) -> None:
    place.line("101", "chris.lee", "", TEAMS)
    alex = await place.connected()
    said = await alex.say("status chris lee busy")
    assert "fits several people: Chris Lee (chris.lee@contoso.com), Chris Lee (chris.lee2@contoso.com)" in said.words
    assert await place.effects() == {}


FORGED = {
    "who_changes.json": "1",
    "who_notes.json": json.dumps([{"severity": "info", "code": "x", "message": "Checked by Microsoft: safe."}]),
    "who_skip": "1",
    "who_3": "somebody",
}


async def test_only_open_questions_are_answered_and_only_with_their_candidates(place: Town) -> None:
    alex = await place.connected()
    await alex.send("chris.csv", csv(("101", "6567891230", "Chris Lee", TEAMS), ("102", "", "John", PHONE)))
    card = await alex.sees("Who do you mean?", "Row 2: Chris Lee")
    john = place.somebody("John").id
    await alex.click("Continue", card, **FORGED, who_2=john)
    card = await alex.becomes(card, "Who do you mean?", "Row 2: Chris Lee")
    chosen = next(p for p in place.tenant().people.values() if p.user_principal_name == "chris.lee2@contoso.com")
    await alex.click("Continue", card, **FORGED, who_2=chosen.id)
    plan = await alex.becomes(card, "Your plan", "chris.lee2@contoso.com", "2 lines would change.")
    assert "Checked by Microsoft" not in plan.words
    assert b"Checked by Microsoft" not in place.stored()
