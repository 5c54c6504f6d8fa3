"""Plans as cards: the author's, the request to the second admin, and what everybody sees after the decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.turn import Card
from bot.views.changes.loss_words import losses_of, takers_of
from bot.views.changes.plan_digest import SETTINGS_STEPS, gains_of
from bot.views.changes.step_words import WAITS, brief, changes_of, names_of, words_of
from bot.views.viewer import Viewer
from cards.changes import approvals, plans
from cards.changes.clicks import ChangePlan, PlanAgain
from cards.changes.job_clicks import ShowJob
from cards.changes.plan_view import PlanCardState, PlanView, PlanWork
from cards.elements import Click, say
from cards.words import things
from services.changes.approvals import (
    asked_of,
    doubtful_in,
    found_in,
    handed_in,
    reason_of,
    reminded_at,
    summary_of,
    weight_of,
)
from services.changes.needs import needed_of
from services.changes.plan_binding import is_about_the_link
from services.changes.rights import is_about_rules
from services.context import Services
from services.domain.addons import name_of
from services.domain.phrases import tr
from services.domain.plan import Plan as Planned
from services.domain.plan import PlanLine
from services.domain.states import JobState, NoticeState, PlanState
from services.domain.steps import WORDS
from services.store.plans import REMINDER_SHARE
from services.store.records import StoredPlan

_LINES_READ = 40  # lines that are read for a card
_LINES_GROUPED = 400  # lines whose changes are grouped by kind
_DETAILED_LINES = 3  # lines; a plan with so few shows every setting
_SOMEBODY = tr("Somebody")
_ROW_CHARACTERS = 150  # characters in a row of a card
_RENEWABLE = frozenset({PlanState.EXPIRED, PlanState.OVERTAKEN, PlanState.WITHDRAWN, PlanState.DISCARDED})
_CARD_STATES = {
    PlanState.STORING: PlanCardState.DISCARDED,  # the program died while its lines were stored
    PlanState.READY: PlanCardState.DRAFT,
    PlanState.WAITING: PlanCardState.WAITING,
    PlanState.APPROVED: PlanCardState.APPROVED,
    PlanState.REJECTED: PlanCardState.REJECTED,
    PlanState.WITHDRAWN: PlanCardState.WITHDRAWN,
    PlanState.DISCARDED: PlanCardState.DISCARDED,
    PlanState.EXPIRED: PlanCardState.EXPIRED,
    PlanState.SCHEDULED: PlanCardState.SCHEDULED,
    PlanState.OVERTAKEN: PlanCardState.OVERTAKEN,
}


async def plan_for(services: Services, plan_id: str, viewer: Viewer) -> Card:
    """The plan's card for this viewer."""
    plan = await services.store.plans.get(plan_id, viewer.tenant_id)
    view = await plan_view(services, plan, viewer)
    if plan.state in (PlanState.APPROVED, PlanState.REJECTED):
        return approvals.decided(view)
    if viewer.object_id == plan.author:
        return plans.plan_card(view)
    if view.state == PlanCardState.WAITING:
        return approvals.request(view, decides=viewer.decides(plan) and not view.has_said_yes)
    return plans.plan_card(view, own=False)


def would_be(plan: Planned) -> Card:
    """The card of a plan that is only shown and not stored, in answer to "what if"."""
    busy = plan.busy_lines
    detailed = _detailed(busy[:_LINES_READ]) if len(busy) <= _DETAILED_LINES else ()
    view = PlanView(
        id="",
        title=plan.title,
        author="",
        counts=[(WORDS[kind], n) for kind, n in plan.counts.items()],
        lines_total=len(plan.lines),
        lines_busy=len(busy),
        unchanged=len(plan.lines) - len(busy),
        seats=[replace(use, code=name_of(use.code)) for use in plan.seats],
        findings=plan.findings,
        found=Counter(finding.severity for finding in plan.findings),
        first_lines=[(_title(line, plan.title), brief_words(line, counted=line in detailed)) for line in busy[:5]],
        changed=[change for line in detailed for change in _changes(line, several=len(busy) > 1)],
        needs_approval=plan.needs_approval,
        loses=len(plan.losing_lines),
        losses=losses_of(plan.losing_lines[:_LINES_READ], takers_of(plan.lines)),
    )
    return plans.what_if(view)


def _title(line: PlanLine, of_plan: str) -> str:
    """The line's title; a plan with one line may share its title, which is stored as a phrase."""
    return of_plan if line.title == of_plan else line.title


async def unreached_card(services: Services, plan_id: str, viewer: Viewer) -> Card:
    """The card for the author, naming those who couldn't be asked about the plan."""
    plan = await services.store.plans.get(plan_id, viewer.tenant_id)
    if plan.state != PlanState.WAITING:
        return await plan_for(services, plan_id, viewer)
    return approvals.unreached(await plan_view(services, plan, viewer))


async def plan_view(services: Services, plan: StoredPlan, viewer: Viewer) -> PlanView:
    """The plan in words."""
    now, summary = services.clock.now(), summary_of(plan)
    expired = plan.state in (PlanState.READY, PlanState.WAITING) and now > plan.expires_at
    first = await services.store.plans.lines(plan.id, most=_LINES_READ)
    detailed = _detailed(first) if plan.busy <= _DETAILED_LINES else ()
    view = PlanView(
        id=plan.id,
        title=plan.title,
        author=plan.author_name,
        state=PlanCardState.EXPIRED if expired else _CARD_STATES[plan.state],
        counts=[(WORDS[kind], n) for kind, n in summary.counts.items()],
        lines_total=plan.lines,
        lines_busy=plan.busy,
        unchanged=plan.lines - plan.busy,
        seats=[replace(use, code=name_of(use.code)) for use in summary.seats],
        findings=summary.findings,
        found=found_in(plan),
        first_lines=[
            (_title(line, plan.title), brief_words(line, counted=line in detailed)) for line in first if line.steps
        ][:5],
        changed=[change for line in detailed for change in _changes(line, several=plan.busy > 1)],
        needs_approval=plan.needs_approval,
        expires=viewer.when(plan.expires_at, now),
        ends_soon=plan.expires_at - now < (plan.expires_at - plan.created_at) * REMINDER_SHARE,
        hash=plan.hash[:12],
        starts=viewer.begins(plan.starts_at) if plan.starts_at else "",
        stops=viewer.object_id in (plan.author, plan.decided_by),
        next=_again(plan, viewer) if expired or plan.state in _RENEWABLE else None,
    )
    view = await _with_needs(services, plan, view, viewer)
    return await _with_people(services, plan, await _weighed(services, plan, view), viewer, now)


async def _with_needs(services: Services, plan: StoredPlan, view: PlanView, viewer: Viewer) -> PlanView:
    """The view with the approvals needed by the present policy, and those given."""
    if plan.state not in (PlanState.READY, PlanState.WAITING):
        return view
    needed, yeses = await needed_of(services, plan), await services.store.decisions.of(plan.id)
    return replace(
        view,
        needs_approval=needed.count > 0,
        approvals=needed.count,
        needs_why=needed.why,
        said_yes=[one.name for one in yeses],
        has_said_yes=any(one.object_id == viewer.object_id for one in yeses),
        may_be_the_author=viewer.object_id in doubtful_in(plan),
        about_rules=is_about_rules(plan),
    )


async def _weighed(services: Services, plan: StoredPlan, view: PlanView) -> PlanView:
    """The view with what a decision depends on; gains are grouped from the first lines."""
    weight, store = weight_of(plan), services.store.plans
    view = replace(view, loses=weight.loses)
    if plan.state not in (PlanState.READY, PlanState.WAITING):
        return view
    lines = await store.lines(plan.id, most=_LINES_GROUPED)
    losing = await store.lines_of(plan.id, weight.losing) if weight.losing else ()
    view = replace(view, losses=losses_of(losing, takers_of(lines)))
    if plan.state == PlanState.READY:
        return view
    told = {line.no for line in _detailed(lines)} if plan.busy <= _DETAILED_LINES else set()
    return replace(view, why=reason_of(plan), gains=gains_of(lines, told), drastic=weight.drastic)


async def lines_card(services: Services, plan: StoredPlan, page: int) -> Card:
    """A page of the plan's lines."""
    pages = max(1, -(-plan.lines // plans.LINES_A_PAGE))
    page = min(max(1, page), pages)
    found = await services.store.plans.page(plan.id, (page - 1) * plans.LINES_A_PAGE, plans.LINES_A_PAGE)
    rows = [(_title(line, plan.title), step_words(line) or [tr("already as requested")]) for line in found]
    return plans.lines_page(plan.id, plan.title, rows, page, plan.lines)


def _again(plan: StoredPlan, viewer: Viewer) -> Click | None:
    """The button to plan the same request again, if it is still stored. A link starts at its form: no key is stored."""
    if viewer.reads_only or not (plan.draft_id or plan.undo_of or "retry_of" in plan.summary):
        return None
    return say(tr("Connect"), "connect") if is_about_the_link(plan) else Click(tr("Plan again"), PlanAgain(plan.id))


async def _with_people(services: Services, plan: StoredPlan, view: PlanView, viewer: Viewer, now: float) -> PlanView:
    if plan.state == PlanState.WAITING:
        states = await services.store.outbox.asked_of(plan.id)
        unreached = {object_id for object_id in _asked(plan) if states.get(object_id) == NoticeState.FAILED}
        names = await services.store.contacts.names(plan.tenant_id, _asked(plan))
        view = replace(view, asked=_named(_asked(plan) - unreached, names), unreached=_named(unreached, names))
        return _with_left(plan, view, viewer, names, now)
    if plan.decided_at:
        return replace(
            view,
            decided_by=plan.decided_name,
            alone=plan.state == PlanState.APPROVED and plan.decided_by == plan.author,
            decided_at=viewer.when(plan.decided_at, now),
            reason=plan.comment,
            work=await _work(services, plan) if plan.state == PlanState.APPROVED else PlanWork.NONE,
            next=Click(tr("See the job"), ShowJob(plan.job_id)) if plan.job_id else _amend(plan, viewer) or view.next,
        )
    return view


def _with_left(plan: StoredPlan, view: PlanView, viewer: Viewer, names: Mapping[str, str], now: float) -> PlanView:
    """The view with who handed it on to whom, and when the approvers were reminded."""
    left = [(names.get(who, _SOMEBODY), heir) for who, heir in handed_in(plan).items()]
    last = reminded_at(plan)
    return replace(
        view,
        left=[(who, names.get(heir, _SOMEBODY)) for who, heir in left],
        left_to_reader=[who for who, heir in left if heir == viewer.object_id],
        reminded=viewer.when(last, now) if last else "",
    )


def _amend(plan: StoredPlan, viewer: Viewer) -> Click | None:
    """The author's button after a rejection; a link starts at its form, as no key is stored."""
    own = viewer.object_id == plan.author and not viewer.reads_only
    kept = bool(plan.draft_id) and not is_about_the_link(plan)
    rejected = plan.state == PlanState.REJECTED
    return Click(tr("Change and resend"), ChangePlan(plan=plan.id)) if rejected and own and kept else None


async def _work(services: Services, plan: StoredPlan) -> PlanWork:
    """The progress of an approved plan."""
    job = await services.store.ledger.find(plan.job_id) if plan.job_id else None
    if job is None or (job.state == JobState.QUEUED and job.waiting_for):
        return PlanWork.LATER
    return PlanWork.ENDED if job.ended_at else PlanWork.NOW


def _asked(plan: StoredPlan) -> frozenset[str]:
    return frozenset(asked_of(plan))


def _named(people: Collection[str], names: Mapping[str, str]) -> list[str]:
    """These people by name; unknown names are counted."""
    known = sorted(names[object_id] for object_id in people if object_id in names)
    others = len(people) - len(known)
    return [*known, *([things(others, "more admin") if known else things(others, "admin")] if others else [])]


def step_words(line: PlanLine) -> list[str]:
    """The steps of a line, each in a few words."""
    shown = [step for step in line.steps if step.kind not in WAITS]
    return [words_of(step, *names_of(line)) for step in shown]


def _detailed(lines: Sequence[PlanLine]) -> tuple[PlanLine, ...]:
    """The lines whose settings change too much for one row."""
    return tuple(line for line in lines if len("; ".join(step_words(line))) > _ROW_CHARACTERS and _changes(line))


def _changes(line: PlanLine, several: bool = False) -> list[tuple[str, str, str]]:
    """The settings of a line as (what, before, after)."""
    found = [change for step in line.steps if step.kind in SETTINGS_STEPS for change in changes_of(step)]
    return [(tr("{key}: {what}", key=line.key, what=what) if several else what, was, now) for what, was, now in found]


def brief_words(line: PlanLine, *, counted: bool = False) -> list[str]:
    """The steps of a line in the fewest words, for a card: add-ons are counted, the line's own name is omitted.

    `counted` also counts settings, where they are listed separately.
    """
    if counted:
        others = replace(line, steps=tuple(step for step in line.steps if step.kind not in SETTINGS_STEPS))
        return [*(brief_words(others) if others.steps else ()), things(len(_changes(line)), "setting")]
    name, was = names_of(line)
    words = [part for step in line.steps if step.kind not in WAITS for part in brief(step, name, was)]
    return words or [words_of(step, name) for step in line.steps]
