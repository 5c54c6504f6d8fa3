"""The link code, which the portal shows to the organisation's administrators: whoever links a tenant must give it.

A key alone may be in anybody's hands. A code works once, and too many wrong attempts replace it.
"""

from __future__ import annotations

import hashlib
import hmac

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.world import Organisation

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 8
_MAX_WRONG = 5


def shown_code(organisation: Organisation) -> str:
    """The current code as the portal shows it: `ABCD-EFGH`."""
    if not organisation.link_code:
        _renew(organisation)
    return organisation.link_code


def prove(organisation: Organisation, tenant_id: str, code: str) -> None:
    """Remember that this tenant gave the code; raises CpaasError when the code is wrong."""
    if not hmac.compare_digest(_bare(code).encode(), _bare(shown_code(organisation)).encode()):
        organisation.wrong_codes += 1
        if organisation.wrong_codes >= _MAX_WRONG:
            _renew(organisation)
        raise CpaasError("link.codeWrong", "The portal shows another code.")
    organisation.proven = tenant_id
    _renew(organisation)


def need_proof(organisation: Organisation, tenant_id: str) -> None:
    """Raise CpaasError unless this tenant gave the code since the organisation was last linked."""
    if organisation.proven != tenant_id:
        raise CpaasError("link.unproven", "The tenant hasn't given the code that the portal shows.")


def _renew(organisation: Organisation) -> None:
    organisation.link_codes += 1
    organisation.wrong_codes = 0
    seed = hashlib.sha256(f"{organisation.uuid}:{organisation.link_codes}".encode()).digest()
    letters = "".join(_LETTERS[octet % len(_LETTERS)] for octet in seed[:_LENGTH])
    organisation.link_code = f"{letters[:4]}-{letters[4:]}"


def _bare(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())
