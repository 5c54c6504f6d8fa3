"""What a notice shows: the subject it is about, drawn for whoever is told."""

from __future__ import annotations

from bot.turn import Answer, from_kept
from bot.views import render
from bot.views.viewer import Viewer
from services.context import Services
from services.store.records import Notice

_SUBJECT_KINDS = {
    "approval": "plan",
    "progress": "job",
    "closing": "closing",
    "stopped": "closing",
    "decided": "plan",
    "reminder": "plan",
    "expired": "plan",
    "soon": "plan",
    "overtaken": "plan",
    "unreached": "unreached",
    "keys": "keys",
    "leaked": "leaked",
}


def subject_of(notice: Notice) -> str:
    """The subject that the notice's message shows to the person it is for."""
    return f"{_SUBJECT_KINDS[notice.kind]}:{notice.subject.split(':', 1)[1]}"


async def shown(services: Services, notice: Notice, viewer: Viewer) -> Answer:
    """What the notice's message shows: an answer as it was given, anything else as it stands now."""
    if notice.kind == "answer":
        return from_kept(notice.answer)
    return Answer(card=await render(services, subject_of(notice), viewer))
