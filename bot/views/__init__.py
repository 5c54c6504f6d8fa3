"""What is stored, as the card that this viewer should see. A subject such as `plan:ID` names what a message shows."""

from __future__ import annotations

from bot.turn import Card
from bot.views import checklist, checkpoints, drafts, jobs, keys, plans, workspace
from bot.views.viewer import Viewer
from services.context import Services

RENDERERS = {
    "draft": drafts.draft_card,
    "plan": plans.plan_for,
    "unreached": plans.unreached_card,
    "job": jobs.job_card,
    "closing": jobs.closing_card,
    "ended": jobs.channel_card,
    "uploaded": jobs.uploaded_card,
    "workspace": workspace.workspace_card,
    "checklist": checklist.checklist_card,
    "keys": keys.wrong_keys_card,
    "leaked": keys.leaked_card,
    "checkpoint": checkpoints.checkpoint_card,
}


async def render(services: Services, subject: str, viewer: Viewer) -> Card:
    """The card of a subject as it stands now; NotFound when it is another tenant's."""
    kind, ident = subject.split(":", 1)
    return await RENDERERS[kind](services, ident, viewer)
