"""Files between a person and the bot. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import BodyPartReader, web

from services.sandbox.teams import bot, chat
from services.sandbox.teams.chats import Json
from services.sandbox.teams.room import Room, Seat, body_of, missing, wrong

_DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"
_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


@dataclass
class StoredFile:
    """A file in somebody's drive; not `complete` until the bot has filled it."""

    id: str
    name: str
    content: bytearray = field(default_factory=bytearray)
    complete: bool = False

    @property
    def kind(self) -> str:
        """The suffix, which Teams calls the file type."""
        return self.name.rpartition(".")[2].lower()


def _new(room: Room, name: str) -> StoredFile:
    file_id = str(uuid.UUID(int=room.sandbox.rng.getrandbits(128), version=4)).upper()
    file = room.chats.files[file_id] = StoredFile(file_id, name)
    return file


async def send(request: web.Request) -> web.Response:
    """POST /chat/{person}/files, multipart with `file` and optionally `text`: a message with the file attached.

    In group chats and channels people see the file, and the bot gets only the text with its mention.
    """
    name, content, fields = await _parts(request)
    seat = Room.of(request).seat(request.match_info["person"], fields.get("conversation"))
    file = _new(seat.room, name)
    file.content, file.complete = bytearray(content), True
    text = chat.as_mentioned(seat.conversation, fields)
    return web.json_response(await chat.write(seat, text, [_attachment(seat, file)]))


async def _parts(request: web.Request) -> tuple[str, bytes, dict[str, str]]:
    fields: dict[str, str] = {}
    name, content = "", b""
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        if part.name == "file":
            name, content = part.filename or "file", bytes(await part.read(decode=True))
        else:
            fields[part.name or ""] = await part.text()
    if not name:
        raise wrong("The form has no part called file.")
    return name, content, fields


def _attachment(seat: Seat, file: StoredFile) -> Json:
    return {
        "contentType": _DOWNLOAD,
        "contentUrl": _drive_url(seat, file),
        "name": file.name,
        "content": {
            "downloadUrl": f"{seat.room.base}/teams/files/{file.id}",
            "uniqueId": file.id,
            "fileType": file.kind,
            "etag": f'"{{{file.id}}},1"',
        },
    }


def _drive_url(seat: Seat, file: StoredFile) -> str:
    return f"{seat.room.base}/teams/drive/{quote(seat.person.user_principal_name)}/{quote(file.name)}"


async def consent(request: web.Request) -> web.Response:
    """POST /chat/{person}/consent {messageId, accept}: the bot gets the answer and, if it is yes, where to upload."""
    body = await body_of(request)
    seat, message = Room.of(request).seat_at(request.match_info["person"], str(body.get("messageId", "")))
    asked = next((a for a in message.attachments if a.get("contentType") == _CONSENT), None)
    if asked is None or message.consent is not None or message.deleted:
        raise wrong("This message asks for no consent.")
    accept = bool(body.get("accept"))
    message.consent = "accepted" if accept else "declined"
    value = _consent_value(seat, asked, accept)
    answer = await bot.deliver_in_chat(
        seat, seat.sender().invoke(seat.new_id(), "fileConsent/invoke", value, message.id, None)
    )
    if answer.error:
        message.consent = None
    message.updated_seq = seat.room.chats.ring()
    return web.json_response({"status": answer.status, "body": answer.body, "error": answer.error})


def _consent_value(seat: Seat, asked: Json, accept: bool) -> Json:
    content = asked.get("content") or {}
    context = content.get("acceptContext" if accept else "declineContext")
    value: Json = {"type": "fileUpload", "action": "accept" if accept else "decline", "context": context}
    if accept:
        file = _new(seat.room, str(asked.get("name") or "file"))
        value["uploadInfo"] = {
            "contentUrl": _drive_url(seat, file),
            "name": file.name,
            "uploadUrl": f"{seat.room.base}/teams/uploads/{file.id}",
            "uniqueId": file.id,
            "fileType": file.kind,
        }
    return value


async def upload(request: web.Request) -> web.Response:
    """PUT /teams/uploads/{id}: an upload session; pieces come with Content-Range, 202 until the last one."""
    file = _stored(request)
    content = await request.read()
    span = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    start, total = (int(span[1]), int(span[3])) if span else (0, len(content))
    if span and (int(span[2]) - start + 1 != len(content) or start != len(file.content)):
        return web.json_response({"error": {"code": "invalidRange", "message": "Invalid Content-Range."}}, status=416)
    file.content[start:] = content
    file.complete = len(file.content) == total
    if not file.complete:
        return web.json_response({"nextExpectedRanges": [f"{len(file.content)}-"]}, status=202)
    return web.json_response({"id": file.id, "name": file.name, "size": total}, status=201)


async def download(request: web.Request) -> web.Response:
    """GET /teams/files/{id} (a person's file) and GET /chat/files/{id} (the bot's file)"""
    file = _stored(request)
    if not file.complete:
        raise missing("The file has not been uploaded yet.")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
    return web.Response(body=bytes(file.content), content_type="application/octet-stream", headers=headers)


def _stored(request: web.Request) -> StoredFile:
    file: Any = Room.of(request).chats.files.get(request.match_info["file"])
    if not isinstance(file, StoredFile):
        raise missing("There is no such file.")
    return file
