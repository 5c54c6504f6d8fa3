"""What a notice shows: its subject, drawn for the recipient."""

from __future__ import annotations

from bot.turn import Answer, from_kept
from bot.views import render
from bot.views.viewer import Viewer
from services.context import Services
from services.domain.notice_kind import NoticeKind
from services.domain.subject import Subject, SubjectKind
from services.store.records import Notice

_SUBJECT_KINDS = {
    NoticeKind.APPROVAL: SubjectKind.PLAN,
    NoticeKind.PROGRESS: SubjectKind.JOB,
    NoticeKind.CLOSING: SubjectKind.CLOSING,
    NoticeKind.STOPPED: SubjectKind.CLOSING,
    NoticeKind.DECIDED: SubjectKind.PLAN,
    NoticeKind.REMINDER: SubjectKind.PLAN,
    NoticeKind.NUDGE: SubjectKind.PLAN,
    NoticeKind.EXPIRED: SubjectKind.PLAN,
    NoticeKind.SOON: SubjectKind.PLAN,
    NoticeKind.OVERTAKEN: SubjectKind.PLAN,
    NoticeKind.UNREACHED: SubjectKind.UNREACHED,
    NoticeKind.KEYS: SubjectKind.KEYS,
    NoticeKind.LEAKED: SubjectKind.LEAKED,
}


def subject_of(notice: Notice) -> Subject:
    """The subject that the notice's message shows to its recipient."""
    return Subject(_SUBJECT_KINDS[notice.kind], notice.subject.id)


async def shown(services: Services, notice: Notice, viewer: Viewer) -> Answer:
    """What the notice's message shows: an answer as it was given, anything else in its present state."""
    if notice.kind is NoticeKind.ANSWER:
        return from_kept(notice.answer)
    return Answer(card=await render(services, subject_of(notice), viewer))
