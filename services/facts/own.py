"""The parts of the sandbox that model no remote system: patterns of module.name, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping

OWN: Mapping[str, str] = {
    "__main__.*": "starts the sandbox",
    "app.*": "puts the simulated systems together",
    "clock.*": "the sandbox's time, which can run faster",
    "control.*": "looks at the world and changes it, for tests and for the chat page",
    "faults.*": "makes a system fail or be slow on demand",
    "gallery.*": "draws cards outside a chat",
    "graph.policies.NAMES": "the policies of the simulated tenants",
    "graph.policies._GROUP": "the simulated group that gives policies",
    "graph.users.LICENCE_GROUP": "the simulated group that gives licences",
    "odd.*": "makes answers of another shape on demand",
    "patch.*": "changes the world on demand",
    "portal.*": "the simulated provider's page",
    "proofs.IDENTITY*": "the simulated machine",
    "proofs.workload_token": "the simulated other issuer",
    "seed*": "the people, numbers and calls of the simulated world",
    "state.*": "what there is, and how long the simulated back ends take",
    "teams.chat.*": "what a person does on the chat page",
    "teams.pages.*": "serves the chat page",
    "teams.people.*": "the people and chats of the simulated world",
    "teams.room.*": "the sandbox's own look into a chat",
    "teams.routes.*": "where the simulated Teams answers",
    "teams.stream.*": "tells the chat page what is new",
    "world.*": "what there is, as plain values",
}
