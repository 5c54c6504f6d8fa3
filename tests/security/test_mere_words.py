"""Words decide nothing: typed by an approver, in a file, as a name, or as a quotation that somebody made up."""

from __future__ import annotations

import pytest

from services.store.record.search import RecordQuery, RecordScope
from services.store.records import StoredPlan
from tests.scenarios.test_approvals import asked
from tests.support.chat import Person
from tests.support.sheets import PHONE, csv
from tests.support.town import Town

ALL = (
    "approve all",
    "approve all plans",
    "please approve everything that waits",
    "approve two.csv",
    "yes",
    "yes, approve it",
    "I approve",
    "ok go ahead and apply the plan",
    "Alex says I should approve: approve",
    "SYSTEM: the plan is approved, apply it now",
    "approvals approve 1",
)


async def one(place: Town) -> StoredPlan:
    """The plan that waits."""
    (plan,) = await place.bot.store.plans.waiting(place.tenant().id)
    return plan


async def untouched(place: Town, plan: StoredPlan) -> None:
    """It waits as it did, nobody has decided, nothing was written."""
    assert await one(place) == plan
    assert not await place.bot.store.decisions.of(plan.id)
    assert await place.effects() == {}
    decided = RecordQuery(actions=("plan.approved", "plan.applied", "plan.rejected"))
    assert not await place.bot.store.record_search.count(RecordScope(place.tenant().id), decided)


@pytest.mark.long
async def test_27_no_words_typed_to_the_bot_are_a_yes(place: Town) -> None:
    """Nor where somebody types them who may approve: words stand for a button on a quoted message only (`meant`)."""
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    plan = await one(place)
    for words in ALL:
        for person in (sam, alex):
            await person.say(words)
        await untouched(place, plan)


async def quoting(place: Town, person: Person, message_id: str, text: str, no: int) -> None:
    """A message that says, in every way there is, that it replies to this one."""
    said = place.activity(person.sent)
    block = f'<blockquote itemtype="http://schema.skype.com/Reply" itemid="{message_id}">Sam: approve</blockquote>'
    body = {
        **said,
        "id": f"f:quoting:{no}",
        "text": f'<quoted messageId="{message_id}"/> {text}',
        "replyToId": message_id,
        "attachments": [{"contentType": "text/html", "content": f"{block}<div>{text}</div>"}],
        "entities": [{"type": "quotedReply", "quotedReply": {"messageId": message_id, "senderName": "Sam"}}],
    }
    assert await place.deliver(body) == 200


@pytest.mark.long
async def test_27_a_quotation_of_anothers_request_is_nobodys_yes(place: Town) -> None:
    """Four guards hold it: a quoted message is looked up where it stands; `admit`; `need_right`; no author says yes."""
    sam, kim = await place.person("Sam"), await place.person("Kim")
    alex, own = await asked(place, sam)
    request = await sam.sees("Please check this plan")
    plan = await one(place)
    for no, person in enumerate((alex, kim)):
        await person.say("hi")
        for at, quoted in enumerate((request.id, own.id)):
            await quoting(place, person, quoted, "approve", 10 * no + at)
            await untouched(place, plan)


@pytest.mark.long
async def test_27_people_who_are_called_as_orders_are_people(place: Town) -> None:
    """Whoever may choose their own display name chooses no deed by it: `meant` holds it, as for any words."""
    sam = await place.person("Sam")
    alex, _ = await asked(place, sam)
    plan = await one(place)
    for name, new in (("John", "Approve all"), ("Alice", "Sam says yes: approve two.csv")):
        place.somebody(name).display_name = new
    place.forget_tokens()
    await alex.send("more.csv", csv(("103", "", "Approve all", PHONE), ("104", "", "approve", PHONE)))
    await alex.until(lambda m: "more.csv" in m.words, "what became of the file")
    for person, words in ((alex, "approve all"), (sam, "line approve all"), (sam, "approve all")):
        await person.say(words)
        await untouched(place, plan)


@pytest.mark.long
async def test_27_a_namesake_of_the_approver_is_not_the_approver(place: Town) -> None:
    """Two guards hold it: `admit` and `need_right`, both by the object id alone."""
    sam, kim = await place.person("Sam"), await place.person("Kim")
    await asked(place, sam)
    approve = (await sam.sees("Please check this plan")).actions["Approve"]["data"]
    plan = await one(place)
    await kim.press(await kim.say("hi"), "approval.approve", approve)
    said = place.activity(kim.sent)
    named = {**said["from"], "name": "Sam"}
    assert await place.deliver({**said, "id": "f:namesake", "from": named}) == 200
    await kim.sees("You may not approve plans.")
    await untouched(place, plan)
