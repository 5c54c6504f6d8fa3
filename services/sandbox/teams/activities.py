"""Activities as Teams sends them to a bot. Shapes: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.sandbox.teams.chats import Conversation, Json, Message
from services.sandbox.teams.people import BOT_ID, BOT_NAME, group_id, mri
from services.sandbox.world import Person, Tenant

MENTION = f"<at>{BOT_NAME}</at>"


def _as_html(text: str) -> str:
    mention = f'<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">{BOT_NAME}</span>'
    return mention.join(html.escape(part) for part in text.split(MENTION))


def _preview(quoted: Message) -> str:
    card = quoted.card()
    return (quoted.text or str((card or {}).get("fallbackText", "")))[:100]


def _quote_as_html(quoted: Message) -> str:
    who = f'<strong itemprop="mri" itemid="{quoted.sender}">{html.escape(quoted.sender_name)}</strong>'
    preview = f'<p itemprop="preview">{html.escape(_preview(quoted))}</p>'
    kind = 'itemtype="http://schema.skype.com/Reply"'
    return f'<blockquote itemscope="" {kind} itemid="{quoted.id}">{who}{preview}</blockquote>'


def _quote(quoted: Message) -> Json:
    """The entity of a reply: QuotedReplyEntity in npm's @microsoft/teams.api 2.0.16."""
    about = {
        "messageId": quoted.id,
        "senderId": BOT_ID if quoted.sender == "bot" else mri(quoted.sender),
        "senderName": quoted.sender_name,
        "preview": _preview(quoted),
        "time": quoted.id,
        "isReplyDeleted": quoted.deleted,
        "validatedMessageReference": True,
    }
    return {"type": "quotedReply", "quotedReply": about}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes to the bot, in which conversation, when, and the address for the bot's answers."""

    tenant: Tenant
    person: Person
    conversation: Conversation
    base: str
    now: float

    def activity(self, kind: str, activity_id: str, thread: str | None = None, **more: object) -> Json:
        """An activity of type `kind` with all that Teams puts around it."""
        local = datetime.fromtimestamp(self.now, ZoneInfo(self.person.time_zone))
        return {
            "type": kind,
            "id": activity_id,
            "timestamp": datetime.fromtimestamp(self.now, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "localTimestamp": local.isoformat(timespec="milliseconds"),
            "localTimezone": self.person.time_zone,
            "serviceUrl": f"{self.base}/teams/",
            "channelId": "msteams",
            "from": self._from(),
            "conversation": self._conversation(thread),
            "recipient": {"id": BOT_ID, "name": BOT_NAME},
            "channelData": self._channel_data(),
            "locale": self.person.locale,
            **more,
        }

    def message(
        self,
        activity_id: str,
        text: str,
        thread: str | None,
        files: list[Json],
        quoted: Message | None = None,
        *,
        targeted: bool = False,
    ) -> Json:
        """A typed message with the HTML copy that Teams adds; `quoted` is the message it replies to.

        `targeted`: only the bot sees it, which its recipient says.
        https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
        """
        attachments = [*files]
        if text or quoted:
            copy = f"{_quote_as_html(quoted) if quoted else ''}<div>{_as_html(text)}</div>"
            attachments.append({"contentType": "text/html", "content": copy})
        return self.activity(
            "message",
            activity_id,
            thread,
            text=f'<quoted messageId="{quoted.id}"/> {text}' if quoted else text,
            textFormat="plain",
            attachments=attachments,
            entities=[*([_quote(quoted)] if quoted else []), *self._entities(text)],
            **({"recipient": {"id": BOT_ID, "name": BOT_NAME, "isTargeted": True}} if targeted else {}),
        )

    def invoke(self, activity_id: str, name: str, value: Json, reply_to: str | None, thread: str | None) -> Json:
        """An invoke: the bot's HTTP answer is the result."""
        activity = self.activity("invoke", activity_id, thread, name=name, value=value, entities=[self._client_info()])
        activity["channelData"]["source"] = {"name": "message"}
        if reply_to:
            activity["replyToId"] = reply_to
            activity["channelData"]["legacy"] = {"replyToId": reply_to}
        return activity

    def installation(self, activity_id: str, action: str) -> Json:
        """The app was added to or removed from the conversation."""
        activity = self._bare("installationUpdate", activity_id, action=action)
        activity["channelData"]["settings"] = {"selectedChannel": {"id": self.conversation.id}}
        return activity

    def joined(self, activity_id: str) -> Json:
        """The bot became a member of the conversation."""
        activity = self._bare("conversationUpdate", activity_id, membersAdded=[{"id": BOT_ID}])
        if self.conversation.kind == "channel":
            activity["channelData"]["eventType"] = "teamMemberAdded"
        return activity

    def _bare(self, kind: str, activity_id: str, **more: Any) -> Json:
        """An activity that isn't a message: Teams sends it with the person's ids, but no name, language or time zone.

        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
        """
        activity = self.activity(kind, activity_id, **more)
        for told in ("locale", "localTimezone", "localTimestamp"):
            del activity[told]
        del activity["from"]["name"]
        return activity

    def _from(self) -> Json:
        return {"id": mri(self.person.id), "name": self.person.display_name, "aadObjectId": self.person.id}

    def _conversation(self, thread: str | None) -> Json:
        conversation = self.conversation
        shared = conversation.kind != "personal"
        about: Json = {
            "id": f"{conversation.id};messageid={thread}"
            if thread and conversation.kind == "channel"
            else conversation.id,
            "conversationType": conversation.kind,
            "tenantId": self.tenant.id,
        }
        if shared:
            about |= {"isGroup": True, "name": conversation.title}
        return about

    def _channel_data(self) -> Json:
        data: Json = {"tenant": {"id": self.tenant.id}}
        conversation = self.conversation
        if conversation.kind == "channel":
            team = {
                "id": conversation.team_id,
                "name": conversation.team_name,
                "aadGroupId": group_id(conversation.team_id),
            }
            channel = {"id": conversation.id, "name": conversation.title}
            data |= {
                "teamsChannelId": conversation.id,
                "teamsTeamId": conversation.team_id,
                "channel": channel,
                "team": team,
            }
        return data

    def _entities(self, text: str) -> list[Json]:
        mention = {"type": "mention", "text": MENTION, "mentioned": {"id": BOT_ID, "name": BOT_NAME}}
        return [*([mention] if MENTION in text else []), self._client_info()]

    def _client_info(self) -> Json:
        person = self.person
        return {
            "type": "clientInfo",
            "locale": person.locale,
            "country": person.usage_location or self.tenant.country,
            "platform": "Web",
            "timezone": person.time_zone,
        }
