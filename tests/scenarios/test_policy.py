"""The policy is the customer's: several approvers, one human one vote, a budget, and what follows a lost role."""

from __future__ import annotations

import asyncio
import time

import pytest

from services.domain.policy import DEFAULT, AuthorGone, ChangeKind, Policy, PolicyRule, policy_rules
from services.domain.record.entries import Recorded
from services.sandbox.catalogue import TEAMS_ADMINISTRATOR
from services.sandbox.world import RoleGroup
from services.timing.pace import SystemWallClock
from tests.scenarios.test_record import recorded
from tests.support.chat import Person, Shown
from tests.support.marks import first_quick
from tests.support.road import applied, approved
from tests.support.sheets import PHONE, csv
from tests.support.town import Town

TWO = csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE))


async def set_policy(place: Town, policy: Policy) -> None:
    rules, tenant = place.bot.store.rules, place.tenant().id
    assert await rules.replace(tenant, "policy", await rules.get(tenant, "policy"), policy_rules(policy))


async def asked(place: Town, *approvers: str) -> tuple[Person, Shown, list[tuple[Person, Shown]]]:
    """Alex has asked these; the asker, their card, and each with their question."""
    people = []
    for name in approvers:
        place.somebody(name).directory_roles.add(TEAMS_ADMINISTRATOR)
        people.append(await place.person(name))
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("Nothing is written yet", "Send for approval")
    await alex.click("Send for approval", plan)
    return alex, plan, [(one, await one.sees("Please check this plan")) for one in people]


async def test_no_policy_is_planned_that_nobody_could_change_back(place: Town) -> None:
    """Alex and Sam alone are owners: two others than the asker can't be had."""
    await place.person("Sam")
    alex = await place.connected()
    form = await alex.say("policy")
    for kind in ("any", "access and policy"):
        await alex.click("Add rule", form, count="2", kind=kind, over="0")
        await alex.sees("Nobody could change the policy back then.", "2 approvals by owners; other owners: 1.")
    assert not any("Send for approval" in message.actions for message in await alex.messages())
    place.somebody("Ben").directory_roles.add(TEAMS_ADMINISTRATOR)
    await alex.click("Add rule", form, count="2", kind="any", over="0", now="yes")
    await alex.sees("from now on: 2 approvals when anything changes", "Send for approval")


async def test_what_a_policy_lets_one_person_do_is_not_called_a_single_change(place: Town) -> None:
    await set_policy(place, Policy(rules=()))
    alex = await place.connected()
    await alex.send("two.csv", TWO)
    plan = await alex.sees("You can apply this yourself: your policy asks for no approval of it.")
    await applied(alex, plan)
    await alex.becomes(plan, "No approval was needed: your policy asks for none.")
    await alex.click("Apply now", await alex.say("assign 103 to hallie"))
    await alex.sees("No approval was needed: it is a single change, and nobody loses service by it.")


async def test_a_limit_of_thousands_of_figures_is_no_number(place: Town) -> None:
    alex = await place.connected()
    form = await alex.say("policy")
    await alex.click("Set limits", form, singles="9" * 5_000, gone="stops")
    await alex.becomes(form, "Please write a number from 0 to 1,000.")


def group_of(place: Town, *members: str) -> RoleGroup:
    """A group of the directory that these are in."""
    ids = {place.somebody(name).id for name in members}
    group = RoleGroup("9b3f6a52-0000-4000-8000-00000000abcd", "Security", ids, assignable=False)
    place.tenant().role_groups[group.id] = group
    return group


async def test_no_rule_leaves_the_policy_to_a_group_without_another_owner(place: Town) -> None:
    await place.person("Sam")
    alex = await place.connected()
    group = group_of(place, "Alex", "Ben")
    form = await alex.say("policy")
    await alex.click("Add rule", form, count="1", kind="access and policy", over="0", group="Security")
    await alex.sees("Nobody could change the policy back then.", "1 by owners of Security; others of them: 0.")
    group.members.add(place.somebody("Sam").id)
    await alex.click("Add rule", form, count="1", kind="access and policy", over="0", group="Security", now="yes")
    await alex.sees("An approval by Security when access and policy are changed", "Send for approval")


@pytest.mark.parametrize("gone", first_quick(["deleted", "emptied", "without an owner"]))
async def test_a_group_that_cannot_decide_any_more_leaves_the_policy_to_any_other_owner(place: Town, gone: str) -> None:
    sam = await place.person("Sam")
    alex = await place.connected()
    group = group_of(place, "Sam")
    await set_policy(place, Policy((PolicyRule(1, ChangeKind.ACCESS, group=group.id, group_name="Security"),)))
    shown = await alex.say("policy")
    rule = "An approval by Security when access and policy are changed"
    await alex.click("Remove rule", shown, rule=rule)
    plan = await alex.sees("no more", "Send for approval")
    assert "too few" not in plan.words
    group.members.clear()
    if gone == "deleted":
        del place.tenant().role_groups[group.id]
    elif gone == "without an owner":
        group.members.add(place.somebody("Ben").id)
    await alex.click("Remove rule", shown, rule=rule, now="yes")
    await approved(alex, sam, await alex.until(lambda m: "Of Security too few could decide" in m.words, "the plan"))
    assert "Security" not in (await alex.say("policy")).words
    (yes,) = await recorded(place, Recorded.PLAN_APPROVED)
    assert yes["detail"]["without"] == [group.id]


async def test_while_the_directory_cannot_be_asked_no_group_is_taken_to_be_empty(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    group = group_of(place)
    await set_policy(place, Policy((PolicyRule(1, ChangeKind.ACCESS, group=group.id, group_name="Security"),)))
    await alex.click("Set limits", await alex.say("policy"), singles="7", gone="stops")
    await alex.click("Send for approval", await alex.sees("Policy: other limits", "Send for approval"))
    question = await sam.sees("Please check this plan")
    await place.fault(system="graph", kind="503", match="checkMemberGroups")
    await sam.click("Approve", question)
    await sam.sees("That didn't work", "Microsoft Graph")
    assert not await recorded(place, Recorded.PLAN_APPROVED)


@pytest.mark.slow
async def test_a_policy_of_two_is_set_by_card_and_takes_two(place: Town) -> None:
    sam, ben = await place.person("Sam"), await place.person("Ben")
    place.somebody("Ben").directory_roles.add(TEAMS_ADMINISTRATOR)
    alex = await place.connected()
    await alex.click("Add rule", await alex.say("policy"), count="2", kind="any", over="1")
    plan = await alex.sees("from now on: 2 approvals when more than 1 line changes", "Send for approval")
    await approved(alex, sam, plan)
    assert "2 approvals when more than 1 line changes" in (await ben.say("policy")).words
    await alex.send("two.csv", TWO)
    own = await alex.sees("Nothing is written yet", "2 others have to approve this")
    await alex.click("Send for approval", own)
    of_sam, of_ben = [await one.sees("Please check this plan", "two.csv") for one in (sam, ben)]
    await sam.click("Approve", of_sam)
    await alex.becomes(own, "Sam said yes. 1 more has to approve it.")
    waiting = await ben.becomes(of_ben, "Sam said yes")
    assert "Approve" not in (await sam.now(of_sam)).actions
    await sam.press(of_sam, "approval.approve", of_sam.actions["Approve"]["data"])  # a second yes of the same
    assert not [name for name in await place.effects() if name.startswith("extension.create")]
    await ben.click("Approve", waiting)
    await alex.sees("All done", "two.csv")
    await sam.becomes(of_sam, "Approved", "Sam and Ben")


async def test_a_plan_that_may_not_be_applied_alone_any_more_can_be_sent_from_a_fresh_card(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    form = await alex.say("general settings")
    await alex.click("See the plan", form, timeZone="Asia/Tokyo")
    plan = await alex.becomes(form, "You can apply this yourself.")
    await set_policy(place, Policy(rules=(PolicyRule(1),)))
    await alex.click("Apply now", plan)
    refused = await alex.sees("This plan needs a second person.", "It needs an approval when anything changes.")
    await alex.click("Show it fresh", refused)
    fresh = await alex.until(lambda m: m.id != plan.id and "Send for approval" in m.actions, "the plan afresh")
    await approved(alex, sam, fresh)


@pytest.mark.slow
async def test_a_policy_that_became_stricter_after_sending_counts_at_the_yes(place: Town) -> None:
    alex, own, ((sam, of_sam), (ben, of_ben)) = await asked(place, "Sam", "Ben")
    await set_policy(place, Policy(rules=(PolicyRule(2, over=1),)))
    await sam.click("Approve", of_sam)
    await alex.becomes(own, "Sam said yes. 1 more has to approve it.")
    assert await place.effects() == {}
    await ben.click("Approve", await ben.now(of_ben))
    await alex.sees("All done", "two.csv")


async def test_a_policy_that_became_stricter_after_planning_counts_when_it_is_applied(place: Town) -> None:
    alex = await place.connected()
    plan = await alex.say("rename 100 as Desk One")
    await set_policy(place, Policy(rules=(PolicyRule(1),)))
    await alex.click("Apply now", plan)
    await alex.sees("This plan needs a second person.")
    assert await place.effects() == {}
    assert not await place.bot.store.ledger.recent(place.tenant().id)


@pytest.mark.slow
async def test_the_last_clicks_at_once_have_one_outcome(place: Town) -> None:
    await set_policy(place, Policy(rules=(PolicyRule(2, over=1),)))
    alex, _, people = await asked(place, "Sam", "Ben", "Omar")
    await asyncio.gather(*(one.click("Approve", question) for one, question in people))
    await alex.sees("All done", "two.csv", "2 done")
    effects = await place.effects()
    assert [effects[f"extension.create:{key}"] for key in ("101", "102")] == [1, 1]


@pytest.mark.slow
async def test_another_account_of_the_author_is_refused_and_a_likeness_is_marked(place: Town) -> None:
    place.somebody("Alex").employee_id = "E-17"
    place.somebody("Omar").directory_roles.add(TEAMS_ADMINISTRATOR)
    await place.person("Omar")
    place.somebody("Ben").display_name = "Alex (Admin)"
    alex, _, [(ben, marked)] = await asked(place, "Alex (Admin)")
    assert "looks like another one of the asker's" in marked.words
    place.somebody("Alex (Admin)").employee_id = "e-17"
    await ben.click("Approve", marked)
    await ben.sees("You can't approve your own plan.", "belong to one person")
    assert await place.effects() == {}
    assert alex


@pytest.mark.slow
async def test_beyond_the_budget_single_changes_need_a_second_person(place: Town) -> None:
    alex = await place.connected()
    await set_policy(place, Policy(singles=2))
    for name in ("One", "Two"):
        await applied(alex, await alex.say(f"rename 100 as Desk {name}"))
    third = await alex.say("rename 100 as Desk Three")
    assert "Apply now" not in third.actions
    assert "You made 2 single changes in the last hour" in third.words
    found = await place.bot.store.plans.open_of(place.tenant().id, place.somebody("Alex").id, 0.0, 1)
    data = {"plan": found[0].id, "hash": found[0].hash[:12]}
    await alex.press(third, "plan.apply", place.sealed("plan.apply", data))
    await alex.sees("This plan needs a second person.")


class Stepped:
    """The machine's clock, which somebody sets forward or back."""

    def __init__(self, place: Town, patch: pytest.MonkeyPatch) -> None:
        self.by = 0.0
        patch.setattr(SystemWallClock, "now", lambda _: self.now())
        patch.setattr(place.bot.store.db._slewed_clock, "_wall", self.now)

    def now(self) -> float:
        """What it says."""
        return time.time() + self.by


@pytest.mark.slow
async def test_setting_the_clock_gives_nobody_another_budget(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    alex = await place.connected()
    clock = Stepped(place, monkeypatch)
    await set_policy(place, Policy(singles=2))
    for name in ("One", "Two"):
        await applied(alex, await alex.say(f"rename 100 as Desk {name}"))
    for hours in (2, -2, 26, 0):
        clock.by = hours * 3_600.0
        third = await alex.say(f"rename 100 as Desk Three {hours}")
        assert "Apply now" not in third.actions, hours
        found = await place.bot.store.plans.open_of(place.tenant().id, place.somebody("Alex").id, 0.0, 1)
        data = {"plan": found[0].id, "hash": found[0].hash[:12]}
        await alex.press(third, "plan.apply", place.sealed("plan.apply", data))
        await alex.sees("This plan needs a second person.")
    assert len(await place.bot.store.ledger.recent(place.tenant().id)) == 2


@pytest.mark.long
@pytest.mark.parametrize("gone", [AuthorGone.STOPS, AuthorGone.GOES_ON])
async def test_an_author_whose_role_is_gone_before_the_yes(place: Town, gone: AuthorGone) -> None:
    alex, _, [(sam, question)] = await asked(place, "Sam")
    await set_policy(place, Policy(DEFAULT.rules, author_gone=gone))
    place.somebody("Alex").directory_roles.clear()
    place.bot.services.roles._known.clear()  # some seconds later
    await sam.click("Approve", question)
    if gone is AuthorGone.GOES_ON:
        await alex.sees("All done", "two.csv")
        return
    await sam.sees("Alex may not change this any more.", "Reject it, or ask for it yourself.")
    assert await place.effects() == {}


@pytest.mark.slow
async def test_an_author_whose_role_is_gone_after_the_yes_stops_the_job_and_the_approver_hears(place: Town) -> None:
    alex, _, [(sam, question)] = await asked(place, "Sam")
    await place.fault(system="cpaas", kind="503", match="POST .*extensions")
    await sam.click("Approve", question)
    await sam.becomes(question, "Approved")
    place.somebody("Alex").directory_roles.clear()
    place.bot.services.roles._known.clear()
    stopped = await sam.sees("Alex may not change this any more.", "Resume")
    await place.calm()
    await sam.click("Resume", stopped)
    await alex.sees("All done", "two.csv")


@pytest.mark.long
async def test_with_one_admin_alone_the_rules_can_be_changed_and_that_is_recorded(place: Town) -> None:
    place.somebody("Sam").directory_roles.clear()
    alex = await place.connected()
    await alex.click("Set limits", await alex.say("policy"), singles="5")
    plan = await alex.sees("from now on: 5 single changes an hour", "Nobody else could decide")
    await applied(alex, plan)
    assert "5 single changes an hour" in (await alex.say("policy")).words
