"""What numbers can be used for in Teams: the plans of an account, the capabilities of given numbers."""

from __future__ import annotations

import phonenumbers

from services.sandbox.operator.call import Answer, Call, Operation
from services.sandbox.operator.models import NumberNames, parsed
from services.sandbox.operator.plans import available, plans_for

_ACCOUNT = "/accounts/{accountName}"


def _plans(call: Call) -> Answer:
    return Answer({"capabilityPlans": [plan.view for plan in plans_for(call.account()).values()]})


def _available(call: Call) -> Answer:
    account, asked = call.account(), parsed(NumberNames, call.body)
    toll_free = any(_is_toll_free(item.telephone_number) for item in asked.numbers)
    plans = [plan for plan in plans_for(account).values() if plan.toll_free or not toll_free]
    return Answer({"availableCapabilities": available(plans)})


def _is_toll_free(number: str) -> bool:
    try:
        kind = phonenumbers.number_type(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False
    return bool(kind == phonenumbers.PhoneNumberType.TOLL_FREE)


OPERATIONS = (
    Operation("POST", f"{_ACCOUNT}:getTeamsCapabilityPlans", _plans),
    Operation("POST", f"{_ACCOUNT}:getTeamsAvailableCapabilities", _available),
)
