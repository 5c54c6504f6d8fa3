"""Plans as cards: the author's own, the question to the second admin, and what everybody sees after the decision."""

from __future__ import annotations

from dataclasses import replace

from bot.turn import Card
from bot.views.viewer import Viewer
from cards import approvals, plans
from cards.elements import Click
from cards.plans import PlanState, PlanView
from cards.words import things
from services.changes.approvals import summary_of
from services.changes.services import Services
from services.domain.addons import name_of
from services.domain.number import display
from services.domain.plan import PlanLine
from services.domain.steps import WORDS, Step, StepKind
from services.store.tables import Plan

_STATES: dict[str, PlanState] = {"ready": "draft", "waiting": "waiting", "approved": "approved", "rejected": "rejected"}


async def plan_for(services: Services, plan_id: str, viewer: Viewer) -> Card:
    """The plan as this viewer should see it now."""
    plan = await services.store.plans.get(plan_id, viewer.tenant_id)
    view = await plan_view(services, plan, viewer)
    if plan.state in ("approved", "rejected"):
        return approvals.decided(view)
    if viewer.object_id == plan.author:
        return plans.plan_card(view)
    return approvals.request(view) if view.state == "waiting" else plans.plan_card(view)


async def plan_view(services: Services, plan: Plan, viewer: Viewer) -> PlanView:
    """The plan in words."""
    now, summary = services.clock.now(), summary_of(plan)
    expired = plan.state in ("ready", "waiting") and now > plan.expires_at
    first = await services.store.plans.lines(plan.id, most=40)
    view = PlanView(
        id=plan.id,
        title=plan.title,
        author=plan.author_name,
        state="expired" if expired else _STATES.get(plan.state, "discarded"),
        counts=[(WORDS[kind], n) for kind, n in summary.counts.items()],
        lines_total=plan.lines,
        lines_busy=plan.busy,
        unchanged=plan.lines - plan.busy,
        seats=[replace(use, code=name_of(use.code)) for use in summary.seats],
        findings=summary.findings,
        first_lines=[(line.title, brief_words(line)) for line in first if line.steps][:5],
        needs_approval=plan.needs_approval,
        expires=viewer.when(plan.expires_at, now),
        hash=plan.hash[:12],
    )
    return await _with_people(services, plan, view, viewer, now)


async def _with_people(services: Services, plan: Plan, view: PlanView, viewer: Viewer, now: float) -> PlanView:
    if plan.state == "waiting":
        asked = [c.name for c in await services.store.contacts.of_tenant(plan.tenant_id) if c.object_id in _asked(plan)]
        return replace(view, asked=asked)
    if plan.decided_at:
        return replace(
            view,
            decided_by=plan.decided_name,
            decided_at=viewer.when(plan.decided_at, now),
            reason=plan.comment,
            next=Click("See the job", "jobs.show", {"job": plan.job_id}) if plan.job_id else None,
        )
    return view


def _asked(plan: Plan) -> frozenset[str]:
    return frozenset(plan.summary.get("asked", []))


def step_words(line: PlanLine) -> list[str]:
    """The steps of a line, each in a few words."""
    shown = [step for step in line.steps if step.kind not in (StepKind.NUMBER_VISIBLE, StepKind.NUMBER_GONE)]
    name = line.person.split(" (")[0]
    return [words_of(step, name) for step in shown]


def brief_words(line: PlanLine) -> list[str]:
    """The same in the fewest words, for a card: add-ons are counted, the line's own name isn't said again."""
    words = []
    for step in line.steps:
        match step.kind:
            case StepKind.EXTENSION_CREATE:
                words.append("new extension")
            case StepKind.EXTENSION_UPDATE:
                words += [things(len(step.after.addons), "add-on")] if step.after.addons else []
                words += [display(number) for number in step.after.numbers]
            case StepKind.NUMBER_UPLOAD:
                words.append("upload to Teams")
            case StepKind.NUMBER_ASSIGN:
                words.append("assign in Teams")
            case StepKind.NUMBER_VISIBLE | StepKind.NUMBER_GONE:
                pass
            case _:
                words.append(words_of(step, line.person.split(" (")[0]))
    return words or [words_of(step) for step in line.steps]


def words_of(step: Step, person: str = "") -> str:
    """One step: what it does to what, for whom."""
    after = step.after
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return f"create extension {step.object} “{after.label}”"
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            return _update_words(step, person)
        case StepKind.NUMBER_UPLOAD:
            return f"upload {display(step.object)} to Teams"
        case StepKind.NUMBER_ASSIGN:
            return f"assign it to {person} in Teams" if person else f"assign {display(step.object)} in Teams"
        case StepKind.NUMBER_UNASSIGN:
            return f"unassign {display(step.object)} in Teams"
        case StepKind.NUMBER_DELETE:
            return f"remove {display(step.object)} from Teams"
        case _:
            return WORDS[step.kind].lower()


def _update_words(step: Step, person: str) -> str:
    after, before = step.after, step.before
    gains = [person or "its person"] if after.identity_uuid else []
    gains += [name_of(code) for code in after.addons] + [display(n) for n in after.numbers]
    losses = [person or "its person"] if before.identity_uuid and not after.identity_uuid else []
    losses += [name_of(code) for code in before.addons] + [display(n) for n in before.numbers]
    parts = [f"add {', '.join(gains)}" if gains else "", f"take away {', '.join(losses)}" if losses else ""]
    return "; ".join(part for part in parts if part) or f"rename to “{after.label}”"
