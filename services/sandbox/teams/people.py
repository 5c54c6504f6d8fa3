"""People of the directory as Teams knows them: account ids, roles, the conversations they are in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from services.sandbox.teams.chats import Chats, Conversation, Json
from services.sandbox.world import Person, Tenant, World

BOT_NAME = "Switchboard"
BOT_ID = "28:7d1f4c52-8a0e-5b1c-9d53-3c1b5f0e6a21"
_ROLES = {
    "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
    "69091246-20e8-4a56-aa4d-066075b2a7a8": "Teams Administrator",
    "f2ef992c-3afb-46b9-b7cf-a126ee74c451": "Global Reader",
}
_GROUP = ("Telecom admins", ("Alex", "Sam", "Kim"))
_CHANNEL = ("Telephony", "IT")
_TEAM_SIZE = 60


def everybody(world: World) -> Iterator[tuple[Tenant, Person]]:
    """Everybody who can open Teams."""
    for tenant in world.tenants.values():
        for person in tenant.people.values():
            if person.account_type != "resourceAccount":
                yield tenant, person


def find(world: World, key: str) -> tuple[Tenant, Person]:
    """The person with this object id, account id (`29:…`), principal name or display name; else LookupError."""
    wanted = key.removeprefix("29:").lower()
    by_id = [found for found in everybody(world) if found[1].id.lower() == wanted]
    names = [f for f in everybody(world) if wanted in (f[1].display_name.lower(), f[1].user_principal_name.lower())]
    found = by_id or names
    if not found:
        raise LookupError(f"Nobody here is called {key}.")
    if len(found) > 1:
        raise LookupError(f"Several people are called {key}; use the object id.")
    return found[0]


def mri(person_id: str) -> str:
    """The account id Teams gives a bot for a person."""
    return f"29:{person_id}"


def role(person: Person) -> str:
    """The name of the person's directory role; empty for none."""
    return next((name for role_id, name in _ROLES.items() if role_id in person.directory_roles), "")


def account(tenant: Tenant, person: Person) -> Json:
    """A member as the connector lists them. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context"""
    given, _, surname = person.display_name.partition(" ")
    return {
        "id": mri(person.id),
        "objectId": person.id,
        "aadObjectId": person.id,
        "name": person.display_name,
        "givenName": given,
        "surname": surname,
        "email": person.mail or person.user_principal_name,
        "userPrincipalName": person.user_principal_name,
        "tenantId": tenant.id,
        "userRole": "guest" if person.account_type == "guest" else "user",
    }


def settle(chats: Chats, world: World) -> None:
    """Create everybody's chat with the bot, and the first tenant's group chat and channel."""
    for tenant, person in everybody(world):
        conversation_id = f"a:1{_hex(person.id)}"
        if conversation_id not in chats.conversations:
            chats.conversations[conversation_id] = Conversation(
                conversation_id, "personal", BOT_NAME, tenant.id, [person.id]
            )
    for tenant in list(world.tenants.values())[:1]:
        _shared(chats, tenant)


def _shared(chats: Chats, tenant: Tenant) -> None:
    users = [person for person in tenant.people.values() if person.account_type == "user"]
    title, names = _GROUP
    group = f"19:{_hex(tenant.id + title)}@thread.v2"
    admins = [person.id for person in users if person.display_name in names]
    chats.conversations.setdefault(group, Conversation(group, "groupChat", title, tenant.id, admins))
    title, team = _CHANNEL
    channel = f"19:{_hex(tenant.id + title)}@thread.tacv2"
    members = [person.id for person in users[:_TEAM_SIZE]]
    team_id = f"19:{_hex(tenant.id + team)}@thread.tacv2"
    chats.conversations.setdefault(
        channel, Conversation(channel, "channel", title, tenant.id, members, team_id=team_id, team_name=team)
    )


def group_id(team_id: str) -> str:
    """The directory group behind a team."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, team_id))


def _hex(text: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_OID, text).hex
