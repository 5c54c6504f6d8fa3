"""Microsoft's own connector client understands what the sandbox answers."""

from __future__ import annotations

from botbuilder.schema import Activity, ChannelAccount, ConversationParameters
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials

from tests.services.sandbox.conftest import CONTOSO
from tests.services.sandbox.teams_chat import chatting


async def test_the_sdk_sends_types_changes_deletes_and_looks_around() -> None:
    async with chatting() as chat:
        await chat.say("Alex", "hi")
        heard = Activity.deserialize(chat.bot.of_type("message")[0])
        client = ConnectorClient(MicrosoftAppCredentials("", ""), base_url=heard.service_url)
        there = heard.conversation.id
        conversations = client.conversations
        sent = await conversations.reply_to_activity(there, heard.id, Activity(type="message", text="One"))
        assert not await conversations.send_to_conversation(there, Activity(type="typing"))
        await conversations.update_activity(there, sent.id, Activity(type="message", text="Two"))
        assert [m["text"] for m in await chat.messages("Alex")] == ["hi", "Two"]
        await conversations.delete_activity(there, sent.id)
        assert (await chat.messages("Alex"))[-1]["deleted"] is True
        member = await conversations.get_conversation_member(there, heard.from_property.id)
        assert member.name == "Alex"
        who = ConversationParameters(members=[ChannelAccount(id=heard.from_property.id)], tenant_id=CONTOSO)
        assert (await conversations.create_conversation(who)).id == there
