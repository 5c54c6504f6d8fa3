"""Microsoft Graph for one tenant: https://learn.microsoft.com/graph/api/overview ."""

from __future__ import annotations

from services.remote.graph_applications import AppCredential, GraphApplications
from services.remote.graph_deleted import DeletedUser, GraphDeleted
from services.remote.graph_groups import GraphGroups
from services.remote.graph_licences import GraphLicences, LicenceDetail, SubscribedSku
from services.remote.graph_numbers import Assign, GraphNumbers, OperationState, Sent, TeamsNumber
from services.remote.graph_people import GraphPeople, GraphUser, Organization
from services.remote.graph_policies import GraphPolicies
from services.remote.graph_roles import GraphRoles

__all__ = [
    "AppCredential",
    "Assign",
    "DeletedUser",
    "Graph",
    "GraphUser",
    "LicenceDetail",
    "OperationState",
    "Organization",
    "Sent",
    "SubscribedSku",
    "TeamsNumber",
]


class Graph(
    GraphPeople, GraphApplications, GraphDeleted, GraphGroups, GraphLicences, GraphNumbers, GraphPolicies, GraphRoles
):
    """The directory, licences, phone numbers and voice policies of one tenant.

    Every method raises RemoteRefused, RemoteBusy or, for a write, RemoteUnknown.
    """
