"""People are called by their whole name, whatever it holds: it is carried, never cut out of what is shown."""

from __future__ import annotations

from bot.views.changes.plans import brief_words, step_words
from bot.views.changes.step_words import changes_of, names_of
from bot.views.lines.line import now_of
from cards.lines.forms import give_form
from services.changes.undo import inverse_of
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line
from services.domain.people import Person
from services.domain.plan import PlanLine
from services.planning.planner import make_plan
from services.store.ledger import LedgerEntry
from tests.cards.look import words
from tests.services.worlds import person, snapshot

ROOM = person("Meeting Room (3F)", user_name="room3f@contoso.com")
HALL = person("Hall (north) (old)", user_name="hall@contoso.com")
LIVE = snapshot([ROOM, HALL], [Line("101", "Hall (north) (old)", identity_uuid=HALL.identity_uuid, base=addons.BASE)])


def _given(to: Person) -> PlanLine:
    change = Change("101", person=to.name, replace=True)
    return make_plan("Give", [change], {0: to}, LIVE).lines[0]


def test_a_plan_says_the_whole_name_of_both() -> None:
    line = _given(ROOM)
    assert line.person == "Meeting Room (3F) (room3f@contoso.com)"
    said = "give to Meeting Room (3F) instead of Hall (north) (old)"
    assert said in "; ".join(step_words(line))
    assert said in "; ".join(brief_words(line))
    changed = [one for step in line.steps for one in changes_of(step, *names_of(line))]
    assert ("Person", "Hall (north) (old)", "Meeting Room (3F)") in changed


def test_an_undo_says_them_the_other_way_round() -> None:
    line = _given(ROOM)
    back = inverse_of(line, LedgerEntry(1, trace=tuple({"how": "done"} for _ in line.steps)))
    assert "give to Hall (north) (old) instead of Meeting Room (3F)" in "; ".join(step_words(back))


def test_a_form_knows_that_a_line_is_called_like_its_person() -> None:
    made = give_form(now_of(LIVE.lines["101"], LIVE), [], "", "Hall (north) (old)")
    assert "becomes the new person's" in words(made)
