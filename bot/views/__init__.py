"""Renders what is stored as the card for a viewer. A subject names what a message shows."""

from __future__ import annotations

from bot.turn import Card
from bot.views.changes import counted, drafts, jobs, plans
from bot.views.record import checkpoints
from bot.views.viewer import Viewer
from bot.views.workspace import checklist, keys, welcome, workspace
from services.context import Services
from services.domain.subject import Subject, SubjectKind

RENDERERS = {
    SubjectKind.DRAFT: drafts.draft_card,
    SubjectKind.PLAN: plans.plan_for,
    SubjectKind.UNREACHED: plans.unreached_card,
    SubjectKind.COUNTED: counted.counted_card,
    SubjectKind.JOB: jobs.job_card,
    SubjectKind.CLOSING: jobs.closing_card,
    SubjectKind.ENDED: jobs.channel_card,
    SubjectKind.UPLOADED: jobs.uploaded_card,
    SubjectKind.WORKSPACE: workspace.workspace_card,
    SubjectKind.CHECKLIST: checklist.checklist_card,
    SubjectKind.WELCOME: welcome.welcome_card,
    SubjectKind.KEYS: keys.wrong_keys_card,
    SubjectKind.LEAKED: keys.leaked_card,
    SubjectKind.CHECKPOINT: checkpoints.checkpoint_card,
}


async def render(services: Services, subject: Subject, viewer: Viewer) -> Card:
    """The current card of a subject; raises NotFound when it is another tenant's."""
    return await RENDERERS[subject.kind](services, subject.id, viewer)
