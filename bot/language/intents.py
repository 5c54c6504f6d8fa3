"""What people want: each intent with the ways of saying it and what it leads to.

A way of saying names what must be there, in capitals for a concept of the lexicon and by letter for a thing (`Kind`; T
is a person, line or number). `?` may be missing, `+` may stand several times, `*` both, `/` is either. Order doesn't matter:
what stands before a thing (to, from, like) tells its role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.language import leads
from bot.language.leads import Lead, Slots, do, say


class Weight(Enum):
    """What comes of it: an answer, a plan, or a plan that takes something away."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"


@dataclass(frozen=True, slots=True)
class Intent:
    """`follows`: “and ben?” after it means the same of Ben. `talk` needs no look at the workspace."""

    name: str
    ways: tuple[str, ...]
    lead: Callable[[Slots], Lead | None]
    weight: Weight = Weight.READ
    follows: bool = False
    talk: bool = False
    in_words: str = ""


def _talk(name: str, lead: Callable[[Slots], Lead | None], *ways: str) -> Intent:
    return Intent(name, ways, lead, talk=True)


def _read(name: str, lead: Callable[[Slots], Lead | None], *ways: str, follows: bool = False) -> Intent:
    return Intent(name, ways, lead, follows=follows)


def _write(name: str, words: str, lead: Callable[[Slots], Lead | None], *ways: str, follows: bool = False) -> Intent:
    return Intent(name, ways, lead, Weight.WRITE, follows, in_words=words)


def _take(name: str, words: str, lead: Callable[[Slots], Lead | None], *ways: str, follows: bool = False) -> Intent:
    return Intent(name, ways, lead, Weight.DESTRUCTIVE, follows, in_words=words)


_IN_TEAMS = "TEAMS? UPLOADED? LIST? SHOW?"
INTENTS: tuple[Intent, ...] = (
    # Talk
    _talk("greet", do("talk.greet"), "GREET"),
    _talk("thanks", do("talk.thanks"), "THANKS OKAY? LIST?"),
    _talk("okay", do("talk.okay"), "OKAY THANKS?"),
    _talk("decline", do("talk.declined"), "NO THANKS?"),
    _talk("help", say("help"), "HELP", "HELP WORK"),
    _talk("whoami", say("whoami"), "WHOAMI", "ROLE WHAT?"),
    _talk("cancel", do("talk.cancel"), "CANCEL IT? PLAN? JOB? LAST?", "TAKE PLAN"),
    _talk("stop", do("talk.stop"), "STOP IT? JOB? UPLOAD? RUNNING? LIST?"),
    _talk("undo", do("talk.undo"), "UNDO IT? LAST? JOB? PLAN? CHANGE? T?"),
    _talk("home", say("home"), "NEXT_STEP", "HOME SHOW?"),
    # Who can call
    _read("who_cannot_call", say("ready"),
          "WHO/LIST NOT CALL/WORK LIST? SHOW?", "WHO NOT TEAMS? CALL", "LIST BROKEN CALL?", "WHO BROKEN",
          "BROKEN", "WHAT BROKEN", "WORK LIST", "NOT WORK WHO", "WHO BROKEN CALL? LIST?"),
    _read("who_can_call", say("ready"), "WHO/LIST CALL/WORK LIST? SHOW? HOW_MANY?", "HOW_MANY CALL LIST"),
    _read("why", leads.ready,
          "WHY T NOT CALL/WORK/BROKEN NUMBER? LINE?", "T NOT CALL/WORK NUMBER? LINE?", "T BROKEN CALL? NUMBER? WHY? NOT?",
          "T BROKEN CALL NOT", "CALL/WORK T DOES NUMBER? LINE?", "CHECK T CALL? WORK? NUMBER? LINE?", "WHY T NOT", "T CALL DOES",
          "WORK T NUMBER? LINE? DOES", "T NUMBER/LINE BROKEN", "WHY T BROKEN CALL? NOT?",
          "T CALL/WORK NOT WHY? NUMBER?", follows=True),
    # Numbers
    _read("free_numbers", leads.free_numbers,
          "FREE NUMBER K? LIST? SHOW? LEFT? HOW_MANY? NEXT? COUNTRIES?", "NUMBER LEFT K? LIST? HOW_MANY?", "NEXT FREE NUMBER K?",
          "NUMBER K SHOW? LIST?", "NUMBER HAS LIST NOT", "NUMBER NOT ASSIGNED K?", "NUMBER FREE GIVE", "NUMBER K FREE",
          "NUMBER NOT HAS", "K", "NUMBER GIVE K?"),
    _read("numbers_not_uploaded", say("numbers not uploaded"),
          "NUMBER NOT UPLOADED/TEAMS TEAMS? LIST?", "TO_UPLOAD NUMBER? TEAMS? LIST?", "NUMBER TO_UPLOAD", "NOT UPLOADED LIST?"),
    _read("numbers_uploading", say("numbers uploading"), "NUMBER UPLOADING TEAMS? UPLOADED? LIST?", "UPLOADING NUMBER? TEAMS?"),
    _read("numbers_uploaded", say("numbers uploaded"), "NUMBER UPLOADED TEAMS? LIST?", "NUMBER TEAMS LIST? UPLOADED?"),
    _read("numbers_failed", say("numbers failed"), "NUMBER FAILED UPLOAD? LIST? UPLOADED?", "UPLOAD FAILED LIST? NUMBER?"),
    _read("numbers_assigned", say("numbers assigned"), "NUMBER ASSIGNED TEAMS? UPLOADED? LIST?"),
    _read("numbers_unassigned", say("numbers unassigned"),
          "NUMBER UNASSIGNED TEAMS? UPLOADED? LIST?", "NUMBER ASSIGNED NOT TEAMS UPLOADED?"),
    _read("find_number", leads.find_number, "NUMBER ENDING L LIST?", "ENDING L"),
    _read("numbers", say("numbers"), "NUMBER LIST? HOW_MANY? HAS? SHOW?"),
    # Licences
    _read("licences", leads.licences,
          "C", "LICENCE C? LEFT? FREE? ADDON? LIST? HOW_MANY? HAS?", "ADDON LIST? SHOW? GIVE? HAS? FREE? LEFT?", "C LEFT LICENCE?",
          "C FREE LICENCE? HOW_MANY?", "LICENCE LEFT TEAMS", "TEAMS_LICENCE LEFT? FREE? HOW_MANY? LIST?", "WHO HAS C LICENCE?", "WHO C LICENCE?", "C LIST HAS? LINE? SHOW?",
          "WHO HAS C LIST?", "LINE HAS C", "PHONE_LICENCE HOW_MANY? LEFT? FREE?", "C LICENCE TEAMS? LEFT? FREE?",
          "HOW_MANY LIST HAS C", "LINE C", follows=True),
    # Lines
    _read("free_lines", do("talk.free_lines"), "FREE LINE LIST? LEFT? NEXT? HOW_MANY? SHOW?", "LINE NOT HAS? LIST? WHO?",
          "LINE LEFT HOW_MANY?", "LINE NOT ASSIGNED", "LINE UNASSIGNED"),
    _read("lines", say("lines"), "LINE LIST? SHOW? HOW_MANY? HAS?", "LIST SHOW", "WHO HAS LINE", "LIST LIST SHOW?"),
    # Work and decisions
    _read("jobs", say("jobs"), "JOB RUNNING? LAST? DONE? STATUS? LIST? HOW? SHOW?", "RUNNING", "DONE", "DONE UPLOAD/JOB",
          "DONE IT", "LAST JOB", "RUNNING UPLOAD/JOB", "HOW RUNNING JOB?", "WHAT DONE", "STATUS JOB", "JOB FAILED"),
    _read("approvals", say("approvals"), "APPROVE WAIT? PLAN? SHOW? LIST? HAS?", "PLAN WAIT? SHOW? LIST? APPROVE?", "WAIT LIST?",
          "WAIT APPROVE", "APPROVE LIST", "PLAN APPROVE"),
    _read("calls", leads.calls,
          "CALLS T? D? SHOW? LAST? LIST? HAS? HOW_MANY?", "WHO CALLED T D?", "WHO T CALL DOES D?", "CALLED T D?", "WHO CALL T D",
          "T CALLED D?", "CALLS D", "LAST CALL", "WHO CALLED D?", "HOW_MANY T CALL D?", follows=True),
    # Settings
    _read("settings", leads.settings,
          "T SETTING S? CHANGE? SHOW?", "T S SETTING? CHANGE? SHOW? SET?", "FORWARD T N? MOBILE? WHERE? CALLS? DOES? CALL?",
          "T S CHANGE/SET", "FORWARD T SHE", "HOW T SETTING", "FORWARD T+ CALL? CALLS?", "FORWARD T T", "FORWARD T L",
          "S T CHANGE? SETTING? SHOW?", "T S C LIST? SETTING?", follows=True),
    _read("settings_many", say("settings many"), "SETTING MANY CHANGE? LIST?", "CHANGE SETTING LIST"),
    _read("system_settings", say("system settings"), "SYSTEM SETTING? SHOW?", "COMPANY SETTING", "SYSTEM SETTING CHANGE"),
    _read("holidays", say("holidays"), "HOLIDAY SHOW? LIST? CREATE? GIVE? CHANGE? HAS? NEW?"),
    _read("templates", say("templates"), "TEMPLATE SHOW? LIST? HAS? SETTING?"),
    _read("status", leads.status, "T STATUS SHOW? WHAT?", "T VALUE DOES", "T FREE DOES", "STATUS T", follows=True),
    _read("rule", leads.rule, "T RULE SHOW? HAS? WHAT?", "T COUNTRIES CALL HAS? LIST?", "RULE T HAS", follows=True),
    _read("without_rule", say("people without a rule"), "WHO NOT RULE HAS? LIST?", "LIST NOT RULE SHOW?", "NOT RULE"),
    _read("rule_holders", leads.rule_holders, "WHO HAS RULE", "WHO RULE HAS? LIST?", "WHO HAS U RULE?", "U RULE? LIST? WHO? HAS?"),
    _read("outbound_rules", say("outbound rules"), "RULES SHOW? LIST?", "RULE SHOW? LIST?"),
    _read("inbound_rules", say("inbound rules"), "INBOUND_RULES SHOW? LIST?"),
    _read("bulk", say("bulk"), "FILE SEND? UPLOAD? LIST? HOW_TO? UPLOAD?", "HOW_TO SEND FILE", "FILE UPLOAD", "FILE LIST"),
    _read("how_to", leads.how_to, "HOW_TO GIVE/TAKE/UPLOAD/ASSIGN/RELEASE/MOVE/SWAP/UNASSIGN/RENAME/CREATE/FORWARD/MEND/UNDO"
          " NUMBER? LINE? LIST? C? LICENCE? TEAMS? NEXT? TAKE? ADDON? S? JOB? OUT_OF_TEAMS? UPLOADED? NEW?"),
    # A thing is shown
    _read("show", leads.show,
          "T SHOW? NUMBER? LINE? WHAT? HAS? WHO? LIST?", "WHO HAS T NUMBER? LINE?", "T NUMBER HAS", "T LINE HAS",
          "T RELEASED", "T C HAS/LICENCE? LICENCE? DOES", "T HAS C", "T UPLOADED TEAMS?", "SHOW T", "WHERE T",
          "T C DOES GIVE? HAS?", "N TEAMS? UPLOADED? DOES", "WHO ASSIGNED T", "N FREE DOES? LINE?", "L FREE", "T IT",
          follows=True),
    # Given
    _write("join", "Somebody joins", do("people.join"),
           "JOIN P P? LIKE? D? SALES?", "JOIN P LIKE P D? SALES?", "GIVE P LINE NEXT", "JOIN P D? SALES? COMPANY? LIST?",
           "GIVE P LIKE P", "JOIN P LIKE P SETTING?", "CREATE P LIKE P", "P JOIN D?", "GIVE P NEXT NEW? LINE", "GIVE P NEW LINE",
           "JOIN LIST D? COMPANY?", "JOIN", "JOIN LIST", "CREATE LINE P NEXT? NEW?", "P SETTING LIKE P"),
    _write("phone_licence", "Give a phone licence", leads.phone_licence, "GIVE T PHONE_LICENCE NEXT? LICENCE?", follows=True),
    _write("give", "Give it", do("changes.give"),
           "GIVE P/L+ C+ NUMBER? LICENCE? ADDON? NEXT? LINE?", "GIVE P/L NEXT NUMBER FREE? C* LICENCE? K?", "GIVE P/L N NUMBER? C*",
           "GIVE P/L NEXT FREE NUMBER C* K? LICENCE?", "GIVE P/L N C* NUMBER? LINE?", "GIVE L P C+ LICENCE? ADDON?",
           "ASSIGN P/L+ C+ LICENCE? ADDON?", follows=True),
    _read("rename", leads.rename, "CHANGE L L LINE? AS?", "RENAME L L? LINE? AS?", "CHANGE L LINE NUMBER"),
    _write("give_line", "Give the line", leads.give_line, "GIVE/MOVE P L LINE? NUMBER?", "MOVE L P LINE? GIVE? P?",
           "ASSIGN L P LINE?"),
    # Taken away
    _take("take", "Take it away", do("changes.take"),
          "TAKE P/L+ C+ LICENCE? ADDON? LINE? ANY_MORE? NUMBER?", "TAKE L P C+ LICENCE? ADDON? ANY_MORE?", follows=True),
    _take("take_number", "Take the number away", do("changes.take_number"),
          "TAKE P/L NUMBER N? ANY_MORE? HIS? SHE? LINE?", "TAKE N P/L NUMBER? LINE? ANY_MORE?", follows=True),
    _take("take_line", "Take the line away", leads.take_line,
          "TAKE L P LINE? ANY_MORE?", "TAKE P LINE ANY_MORE? SHE?", "UNASSIGN P/L LINE? L?", "TAKE P LINE NEXT? ANY_MORE?"),
    _take("unassign_number", "Unassign it in Teams", leads.numbers_said("unassign number"), "UNASSIGN N+ NUMBER? TEAMS? UPLOADED?",
          "UNASSIGN R NUMBER? TEAMS? UPLOADED?"),
    _take("release", "Release it", leads.numbers_said("release"),
          "RELEASE N+ NUMBER? TEAMS? OUT_OF_TEAMS?", "TAKE N+ OUT_OF_TEAMS NUMBER? TEAMS?", "RELEASE R NUMBER? TEAMS? OUT_OF_TEAMS?"),
    _take("leave", "Somebody leaves", do("people.leave"),
          "LEAVE P D? COMPANY? SHE? LAST?", "LEAVE D? LIST COMPANY?", "LEAVE L D?"),
    # Moved
    _take("move_number", "Move the number", do("changes.move"),
          "MOVE/GIVE P/L P/L NUMBER N?", "MOVE/GIVE N P/L P/L NUMBER?", "MOVE N P/L NUMBER?", "GIVE P P NUMBER"),
    _take("swap", "Swap", do("changes.swap"), "SWAP P/L/N P/L/N NUMBER? LINE? SHE?"),
    # Teams
    _write("upload", "Upload", leads.upload,
           "UPLOAD N+ NUMBER? TEAMS? UPLOADED?", "UPLOAD R NUMBER? TEAMS? UPLOADED?", "GIVE R TEAMS/UPLOADED NUMBER?",
           "GIVE N+ TEAMS/UPLOADED NUMBER?", "UPLOAD NUMBER LIST? TEAMS? UPLOADED? TO_UPLOAD? NOT?", "UPLOAD LIST TEAMS? UPLOADED?",
           "MOVE N+ TEAMS/UPLOADED NUMBER?"),
    _write("assign_number", "Assign in Teams", leads.assign_number, "ASSIGN P/L N TEAMS/UPLOADED NUMBER?"),
    _write("assign_all", "Assign all", say("assign all"), "ASSIGN LIST NUMBER TEAMS? UPLOADED? SHE? IT? ONE?"),
    _write("mend", "Mend", leads.mend, "MEND T NUMBER? LINE? CALL?", "MAKE T CALL/WORK WORK?", "MAKE T WORK CALL",
           "MEND T IT?", follows=True),
    _write("new_lines", "New extensions", leads.new_lines,
           "CREATE Q LINE NEW? L? BEGIN?", "CREATE Q NEW LINE L? JOIN?", "CREATE LINE Q L?", "NEW Q LINE", "JOIN Q LINE L? NEW?",
           "CREATE Q LINE JOIN L NEW?", "GIVE Q LINE L? NEW?", "GIVE Q NEW LINE JOIN? L?"),
    _write("set_status", "Set the status", leads.set_status, "SET T VALUE STATUS? AS?", "CHANGE T STATUS VALUE AS?"),
    _write("set_rule", "Give the rule", leads.set_rule, "GIVE/SET/CHANGE T U RULE? AS?", "ASSIGN T U RULE?", follows=True),
    _write("connect", "Connect", say("connect"), "CONNECT TENANT?", "CONNECT TEAMS TENANT?", "CONNECT COMPANY"),
    _write("new_key", "New key", say("new key"), "API_KEY CHANGE? KEY?", "NEW KEY", "CHANGE KEY"),
    _take("disconnect", "Disconnect", say("disconnect"), "DISCONNECT TENANT?"),
    # What is never done at once
    Intent("too_much", ("DELETE LIST NUMBER? LINE? IT?", "DELETE NUMBER LIST?", "TAKE LIST NUMBER? LINE? LIST?", "RELEASE LIST NUMBER? EXCEPT? N?",
                        "RELEASE NUMBER EXCEPT N LIST", "UNASSIGN LIST NUMBER? LINE?", "TAKE LIST LINE", "TAKE LIST LIST", "DELETE IT LIST",
                        "DELETE LINE LIST"), do("talk.too_much")),
)  # fmt: skip
BY_NAME = {intent.name: intent for intent in INTENTS}
