"""Drafts as cards: reading, questions, faults, nothing to do, or the resulting plan."""

from __future__ import annotations

from bot.turn import Card
from bot.views.changes.plans import plan_for
from bot.views.viewer import Viewer
from cards import errors
from cards.changes import bulk
from cards.changes.about_file import about_file
from cards.changes.bulk import WhoQuestion
from cards.changes.draft_clicks import FileSample
from cards.elements import Click, say
from cards.words import size
from services.changes.drafts import findings_of, questions_about
from services.changes.mending import to_mend
from services.context import Services
from services.domain.findings import unlicensed
from services.domain.kept_phrases import with_phrases
from services.domain.phrases import tr
from services.domain.states import DraftState
from services.planning.licensing import ANSWER as LICENCES
from services.store.drafts import DraftKind
from services.store.records import Draft


async def draft_card(services: Services, draft_id: str, viewer: Viewer) -> Card:
    """The card of the draft."""
    draft = await services.store.drafts.get(draft_id, viewer.tenant_id)
    match draft.state:
        case DraftState.READING:
            return bulk.reading(draft.name, size(len(draft.content)))
        case DraftState.ASKING if questions_about(draft):
            return about_file(draft.name, questions_about(draft), draft.id)
        case DraftState.ASKING:
            return bulk.who(questions_of(draft), draft.id, from_file=draft.kind == DraftKind.FILE)
        case DraftState.FAULTY:
            return _faulty(draft)
        case DraftState.UNCHANGED:
            return bulk.nothing_to_do(draft.name, findings_of(draft), draft.id)
        case DraftState.PLANNED:
            return await plan_for(services, draft.plan_id, viewer)
        case _:
            return _refused(services, draft)


def _refused(services: Services, draft: Draft) -> Card:
    """The card that the draft failed; for an unreadable file with a button for the sample."""
    outcome = with_phrases(draft.outcome, draft.outcome.get("phrases", {}))
    from_file = draft.kind == DraftKind.FILE
    again = Click(tr("Sample file"), FileSample(), "positive") if from_file else say(tr("Home"), "home")
    also = say(tr("How it works"), "bulk") if from_file else None
    code = outcome.get("code", "")
    words = (outcome["what"], outcome["why"], outcome["fix"], draft.ref)
    return errors.problem(*words, again, also=also, code=code, docs_url=services.settings.docs_url)


def _faulty(draft: Draft) -> Card:
    findings = findings_of(draft)
    rows = int(draft.outcome["rows"])
    good = int(draft.outcome.get("good", 0))
    lacking = 0 if LICENCES in draft.answers else unlicensed(findings)
    from_file = draft.kind == DraftKind.FILE
    suggested = sum(bool(found.suggestion) for found in to_mend(draft))
    return bulk.problems(
        draft.name,
        findings,
        rows,
        draft.id,
        good=good,
        unlicensed=lacking,
        suggested=suggested,
        from_file=from_file,
    )


def questions_of(draft: Draft) -> list[WhoQuestion]:
    """The open questions of a draft, with ids for the form."""
    return [
        WhoQuestion(
            id=f"who_{q['id']}",
            row=q["row"],
            written=q["written"],
            candidates=[(c["key"], c["label"]) for c in q["candidates"]],
        )
        for q in with_phrases(draft.outcome["questions"], draft.outcome.get("phrases", {}))
    ]
