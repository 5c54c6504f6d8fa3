"""Courtesy: removes the polite phrases around a request before it is read.

It is a small grammar, not a list of sentences: a request for help (“I'd be most grateful if you could”), an opener
(“unfortunately”), a reference (“ticket 4411:”), an ending (“no rush”). What is removed leaves blanks, so every other
word keeps its position. No word that denies something or says when to do it is ever removed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.deadlines import without_asides, without_deadline
from bot.language.requested import without_asking

_WHO = r"(?:you|u|ya|someone|somebody|anyone|anybody|one|we|i)"
_MODAL = r"(?:could|can|would|will|might|may|shall|should|cld|wld|cn)"
_MUCH = r"(?:(?:very|most|so|really|much|greatly|truly|ever so|quite|rather|be|just|only|also) )*"
_KINDLY = (
    r"(?:(?:please|pls|plz|kindly|possibly|perhaps|maybe|just|quickly|also|at all|be able to|manage to"
    r"|help(?: me| us)? to) )*"
)
_PLEASED = (
    r"(?:grateful|thankful|glad|happy|pleased|delighted|obliged|lovely|great|nice|good|wonderful|fantastic|helpful"
    r"|brilliant|perfect|super|awesome|amazing|ideal|best|cool|kind(?: of you)?|useful|appreciated|handy|splendid"
    r"|better|feel (?:better|safer|easier|more comfortable)|sleep better|happier)"
)
_WOULD = r"(?:would|'d|will|'ll|should)"
_SUBJECT_FOLLOWS = r"(?!\s*(?:not|never|n't|nobody|no one|none)\b)"
# Beginnings of a request for help, up to what is requested: “could you kindly”, “I'd be glad if you could”.
_REQUESTS = (
    r"(?:would|do) you mind(?: please)?(?! not\b)",
    r"(?:^|(?<=\s))mind(?= \w+ing\b)",
    rf"(?:please |pls |kindly )?{_MODAL} (?:you|u|ya|someone|somebody) {_KINDLY}(?:please )?",
    rf"(?:please )?(?:{_MODAL} {_WHO} )?(?:please )?be so (?:good|kind) (?:as to|to|and|enough to)",
    rf"(?:please )?{_MODAL} {_WHO} be (?:a dear|an angel|a star|a darling) and",
    rf"(?:i|we)\s?{_WOULD} {_MUCH}(?:{_PLEASED}|appreciate|love|like|prefer)(?: it)?(?: {_MUCH}(?:much"
    rf"|a lot))? if {_WHO} (?:{_MODAL} )?{_KINDLY}",
    rf"(?:it|that)\s?{_WOULD} be {_MUCH}{_PLEASED}(?: of you)? if {_WHO} (?:{_MODAL} )?{_KINDLY}",
    rf"(?:it|that)\s?{_WOULD} be {_MUCH}{_PLEASED}(?: of you)? to",
    rf"(?:i|we) (?:was|am|were|are|'m|'re)?\s?(?:just )?(?:wondering|wonder|hoping|hope|asking)(?: if| whether"
    rf"| that)? {_WHO} (?:could|can|would) {_KINDLY}",
    rf"(?:please )?{_MODAL} it (?:{_KINDLY})be (?:at all )?possible (?:for (?:you|us|me|someone) )?to",
    r"is it (?:at all )?possible (?:for (?:you|us|me|someone) )?to",
    rf"(?:i|we)(?: really| just| also| only)?(?:\s?{_WOULD})? (?:like|love|want|need|wish|prefer"
    rf"|require)(?: {_MUCH}much)? (?:you |someone |somebody )?to(?! (?:know|see|look|find|check)\b)",
    rf"(?:i|we)(?:\s?{_WOULD})? (?:ask|request|kindly ask|kindly request|trouble|bother) you to",
    r"(?:please |pls |do )?(?:make sure|ensure|see to it|see|arrange it|arrange|take care|make certain"
    r"|be sure)(?: please)? that",
    r"(?:please |pls |do )?(?:make sure|ensure|make certain|see to it)(?: please)?",
    r"(?:please |pls |kindly )?arrange to",
    r"(?:could|can|may) we (?:please |maybe |just |also )*go ahead and",
    rf"{_MODAL} (?:we|i) {_KINDLY}(?:have|get)(?: a| an| the)?(?=[^?]*\b(?:recording|apps?|licen[cs]es?|add-?ons?"
    r"|number|extension|line)\b[^?]*\b(?:for|on|to)\b)(?![^?]*\b(?:lists?|recordings|of)\b(?! (?:finance|sales)\b))",
    r"make that(?=\s+\S+\s+\S+)",
    r"(?:i|we) (?:could|can) (?:really )?(?:use|do with)(?= (?:a|an|one|some|another|the)\b[^?]*\bfor\b)",
    r"(?:please |pls )?(?:remember to|don't forget to|do not forget to|be sure to|feel free to|go ahead and"
    r"|get on with"
    r"|do me a favou?r and|do us a favou?r and|try to|proceed to|i'm asking you to|you may|you can|you could"
    r"|the next step is to|the task is to|your job is to|time to|it's time to|it is time to|next up is to)",
)  # fmt: skip
# The same before a clause with its own subject and a modal verb: “I'd be glad if … Priya's calls could be recorded”.
_GLAD_IF = (
    rf"(?:i|we)\s?{_WOULD} {_MUCH}(?:{_PLEASED}|appreciate|love|like|prefer)(?: it)?(?: {_MUCH}(?:much"
    rf"|a lot))? if {_SUBJECT_FOLLOWS}",
    rf"(?:it|that)\s?{_WOULD} be {_MUCH}{_PLEASED}(?: of you)? if {_SUBJECT_FOLLOWS}",
    rf"{_MODAL} it (?:{_KINDLY})be (?:at all )?possible (?:for|that|if)",
    r"is it (?:at all )?possible (?:for|that|if)",
    r"any chance (?:that )?(?=(?!you\b|of\b)\S+(?: \S+)? (?:could|can|might) (?!lose\b))",
    r"(?:i|we)\s?(?:should|would|'d)(?: really| rather| very much)? (?:like|love|prefer)(?: it if| that"
    r"| for)?(?! to\b)",
    r"(?:i|we)(?: really| just| do| rather)? (?:like|love|prefer|wish|want|expect)(?: very much)? (?:that|for)",
)  # fmt: skip
# “Ben asked for …” is read as “Ben wants …”. It only reports a request, so it is confirmed first.
_ASKED = re.compile(
    r"\b(?:has |have |is |was |had |'s )?(?:just )?(?:asked|asking|asks|ask|requested|requesting|requests|applied"
    r"|applying|begging|begs)"
    r"(?: us| me)? (?:for|to have|to get|to be given)\b(?! (?:it|this|that)\b)",
    re.IGNORECASE,
)
# A request for a list (“could I have an overview of”) is read as *show me*.
_LIST = re.compile(
    r"(?:(?:could|may|might|can) (?:i|we) (?:please |possibly )?|(?:i|we)(?:'d| would)? (?:like|need|want) )(?:to )?"
    r"(?:have|get|see|receive)? ?(?:a |an |the )?(?:full |complete |short |quick )?"
    r"(?:list|overview|listing|copy|summary|report) (?:of|on|with)\b",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"\b(?:that|which) (?:was|were|is|are|has been|have been|had been) (?:just |recently |previously |earlier )?"
    r"(?:set up|set|made|put in place|put in|configured|added|created|activated|enabled|installed|turned on"
    r"|switched on)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\s*(?:who|what|when|why|which|did|has|have|is|was|how|where|show|list|remind|tell)\b", re.IGNORECASE
)
_PLEASE = re.compile(r"\b(?:please|pls|plz|kindly|thx|tks|thanks|thank you|cheers|ta)\b", re.IGNORECASE)
_FROM_NOW = re.compile(
    r"\b(?:from (?:now|today) on(?:wards)?|going forward|henceforth|as of now|as from now)\b", re.IGNORECASE
)
_DENIAL = re.compile(r"\b(?:no|not|nobody|no one|never|none|without)\b|n't\b", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"\b(?:when|if|in case|whenever|once)(?P<who>\s+[^,.;]{1,25}?\s+)(?P<not>(?:doesn't|does not|don't|do not|can't"
    r"|cannot|isn't|is not"
    r"|fails to|is unable to|won't) (?:pick(?:ing)? up|answer(?:ing)?|take (?:it|the call|calls)|respond(?:ing)?"
    r"|get to (?:it|the phone)))",
    re.IGNORECASE,
)
_WHILE_AWAY = re.compile(
    r"\b(?:while|whilst|when) (?:he|she|they|i)(?:'s|’s| is| are|'re|’re| am|'m|’m)"
    r" (?:at|on|off|out|away|in|travel+ing|sick|ill|abroad)\b(?: [a-z]+){0,4}\s*$",
    re.IGNORECASE,
)
_WHAT_IF = re.compile(
    r"what (?:exactly |precisely |else |actually )?(?:would|will|does|do|might|could|can|is going to|are going to)"
    r"(?: [a-z]+)? (?:happen|change|be lost|break|go wrong|stop working)(?: then| exactly| to [a-z]+| with [a-z]+)?,?"
    r" (?:if|when|were (?:i|we|you|one) to|should (?:i|we|you))\b",
    re.IGNORECASE,
)
_MOOD = re.compile(r"\b(?:could|would|might|can|were|was)\b(?! (?:not|never)\b)(?=\s)", re.IGNORECASE)
_OPENERS = (
    r"unfortunately|sadly|regrettably|luckily|fortunately|happily|frankly|obviously|clearly|anyhow|well then|now then"
    r"|i'm afraid(?: that)?|i am afraid(?: that)?|i'm sorry but|sorry but|i regret to say(?: that)?"
    r"|as you (?:may )?know"
    r"|as discussed|as agreed|as requested|as mentioned|as promised|as per (?:(?:our|the) )?(?:chat|call|mail|email"
    r"|discussion|request)|please find(?: below| attached| herewith)?(?: the)?(?= new)"
    r"|just so you know|for your information|for info|heads up|just a heads up|to let you know|note that"
    r"|please note(?: that)?"
    r"|be advised(?: that)?|i'm pleased to say(?: that)?|it seems(?: that| like)?|it looks like|looks like|seems like"
    r"|it turns out(?: that)?|the thing is(?: that)?|here's the thing|quick q(?:uestion)?|quick one|small one"
    r"|one more thing"
    r"|another thing|another one|next one|for the time being|for now|for the moment|until further notice,"
    r"|as of (?:now|today)"
    r"|as from (?:now|today)|starting (?:now|today)|from (?:now|today)(?: on(?:wards)?)?"
    r"|(?:please )?would you please|would you kindly"
    r"|when(?:ever)? you(?:'ve| have| get| find) (?:a |the |some )?(?:free |spare |quiet )?(?:moment|minute|min"
    r"|second|sec|time|chance)"
    r"|at your convenience|if you (?:have|get|find) (?:a |the |some )?(?:moment|minute|time|chance)|if it's no trouble"
    r"|if (?:it is|it's|that's|that is) (?:ok|okay|alright|all right|fine|possible)(?: with you| for you)?"
    r"|(?:i have|i've got|we have|we've got|there's|there is) a (?:quick |small )?(?:question|request|favou?r|task"
    r"|job)(?: for you)?"
    r"|(?:per|as per|re|ref|regarding|for)? ?(?:ticket|case|incident|inc|req|request|sr|chg|task)(?: (?:no|nr"
    r"|number)\.?)? ?[#:]? ?[a-z]{0,6}-?\d{3,}(?=\s*[:,;–—-])"
    r"|user (?=[A-Z])|[a-z]{2,7}-?[0-9]{4,}(?=\s*[:,;–—-])"
    r"|todo|to do|task|request|action needed|action required|urgent(?:ly)?|important|asap|hey there|dear (?:all|team"
    r"|sir|madam|bot|switchboard)"
    r"|yo|ey|oi|eh|aiya|wah|erm|um|uhm"
)  # fmt: skip
_ENDINGS = (
    r"please take note|take note|please note|kindly note|please (?:advise|assist|arrange|action|process|confirm|help"
    r"|handle|do)"
    r"|kindly (?:advise|assist|arrange|action|process|confirm|help)|please and thank you"
    r"|(?:please )?(?:see|make sure|ensure)(?: to it)? (?:that )?(?:everything|all|it)(?:'s| is"
    r"| gets)? (?:is )?(?:taken care of|done|sorted|handled|arranged|dealt with)"
    r"|(?:please )?(?:take care of|see to|sort out|handle|deal with|arrange) (?:it|everything|that|the rest)"
    r"|(?:please )?(?:do|let's do) (?:what's|whatever is|what is) (?:needed|necessary)"
    r"|(?:that|it|this)(?:'d| would| will|'ll)? (?:be )?(?:much |greatly |very |really |so )*(?:great|appreciated"
    r"|lovely|helpful|nice|awesome|super|perfect|wonderful|good)"
    r"|(?:will be |is |would be )?(?:much|greatly|highly) appreciated|no rush|no hurry|not urgent|take your time"
    r"|whenever you can"
    r"|when(?:ever)? you(?:'ve| have| get| find) (?:a |the |some )?(?:free |spare )?(?:moment|minute|min|second|sec"
    r"|time|chance)"
    r"|when you can|if you can|if possible|if you could|if you would|if you please|if you don't mind|if it's no trouble"
    r"|if (?:it is|it's|that's|that is) (?:ok|okay|alright|fine|possible)(?: with you| for you)?"
    r"|could you|can you|would you|will you|right away|straight away|as soon as possible|asap|at once|today please"
    r"|thanks(?: so much| a lot| a million| a bunch| in advance)?|thank you(?: so much| very much| in advance"
    r"| kindly)?|cheers|ta|tks|thx"
    r"|(?:best |kind |many |warm )?regards|la|lah|leh|lor|hor|ah|ar|sia|mah|meh|k|ya|yeah|eh"
    r"|huh|mate|man|dude"
    r"|please|pls|plz|kindly|will do|urgently|quickly|i guess we're done|that's it|that's all"
    r"|(?:by|before) (?:lunch|noon|midday|eod|cob|tonight|(?:the )?end of (?:the |play |business )?day|close of (?:play"
    r"|business))|with immediate effect|for good|(?:un)?till? further notice"
    r"|permanently"
    r"|(?:i )?look(?:ing)? forward to (?:your reply|hearing from you)|(?:have a|enjoy your) (?:nice|good"
    r"|great) (?:day|one|weekend)"
    r"|let (?:me|us) know (?:when|once|as soon as) (?:it's|it is|that's|you're|you are|this is) done"
)  # fmt: skip
_HEAD = [
    re.compile(rf"\s*(?:(?:please|pls|plz|kindly|so),?\s+)?(?:{one})(?:\s+|(?<=\s)|$)", re.IGNORECASE)
    for one in _REQUESTS
]
_GLAD = [
    re.compile(rf"\s*(?:(?:please|pls|plz|kindly|so),?\s+)?(?:{one})(?:\s+|(?<=\s)|$)", re.IGNORECASE)
    for one in _GLAD_IF
]
_OPEN = re.compile(rf"\s*(?:{_OPENERS})\s*(?:[,:;.!–—-]+|(?=\s))(?=\s)", re.IGNORECASE)
_END = re.compile(rf"(?:[\s,;.!–—-]+)(?:{_ENDINGS})\s*[.!]*$", re.IGNORECASE)
_WHETHER = re.compile(
    r"\b(?:know|tell me|tell us|find out|wondering|wonder|look up|say|see|check|sure|confirm|verify)\s+(if|whether)\b",
    re.IGNORECASE,
)
_MAX_LAYERS = 6
_THANKS = re.compile(
    r"thank|thx|tks|cheers|\bta\b|great|lovely|perfect|good|nice|apprec|help|please|pls", re.IGNORECASE
)
_MIN_WORDS_LEFT = 3  # before an ending, else the ending may belong to the message itself: “perfect, thanks”


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The text without its courtesy; `wished`: a polite request (“could you”) or *from now on* was removed.

    `told`: it reports that somebody else asked for something. `pleased`: it contains a *please* or *thanks*.
    """

    text: str
    wished: bool = False
    told: bool = False
    pleased: bool = False


def unwrapped(text: str) -> Unwrapped:
    """The text with its courtesy replaced by blanks; unchanged if nothing else would be left.

    With a polite request (“could you …?”), its question mark is removed, too.
    """
    text = _LIST.sub(lambda wish: "show me".ljust(len(wish[0])), without_asides(text), count=1)
    text, own, others = without_asking(text)
    found, wished = _without_beginning(text)
    wished = wished or own or others
    if not _QUESTION.match(found):
        found = _blanked(found, [*_MADE.finditer(found)])
    found = _WHAT_IF.sub(lambda what: "what if".ljust(len(what[0])), found)
    told = None if _QUESTION.match(found) else _ASKED.search(found)
    found = _ASKED.sub(lambda asked: "wants".ljust(len(asked[0])), found, count=1) if told else found
    found = _blanked(found, [*_WHETHER.finditer(found)], group=1)
    found = found if _QUESTION.match(found) else without_deadline(found)
    while (end := _END.search(found)) and _may_go(end, found):
        found = found[: end.start()] + " " * (len(found) - end.start())
    bare = found.rstrip()
    if wished and bare.endswith("?"):
        found = bare[:-1] + " " * (len(found) - len(bare) + 1)
    if begun := bool(_FROM_NOW.search(found)) and not _DENIAL.search(found):
        found = _blanked(found, [*_FROM_NOW.finditer(found)])
    found = _NO_ANSWER.sub(_without_answer, found)
    found = _WHILE_AWAY.sub(lambda away: "while away".ljust(len(away[0])), found)
    heard = Unwrapped(found, wished or begun, others or bool(told), bool(_PLEASE.search(text)))
    return heard if _says_something(found) else Unwrapped(text)


def _without_beginning(text: str) -> tuple[str, bool]:
    """The text without its polite beginning, and whether that contained a request."""
    at, wished = 0, False
    for _ in range(_MAX_LAYERS):
        if opened := _OPEN.match(text, at):
            at = opened.end()
        elif asked := next((found for one in _HEAD if (found := one.match(text, at))), None):
            at, wished = asked.end(), True
        elif glad := next((found for one in _GLAD if (found := one.match(text, at))), None):
            mood = _MOOD.search(text, glad.end())
            return " " * glad.end() + _blanked(text, [mood] if mood else [])[glad.end() :], True
        else:
            break
    return " " * at + text[at:], wished


def _may_go(end: re.Match[str], text: str) -> bool:
    """Whether enough is left without this ending; after a word or two, thanks may be the message: “perfect, thanks”."""
    left = text[: end.start()]
    return len(left.split()) >= (_MIN_WORDS_LEFT if _THANKS.search(end[0]) else 1)


def _without_answer(match: re.Match[str]) -> str:
    """The condition for forwarding a call, in the settings' words: “when Ben doesn't pick up” as “Ben no answer”."""
    when = match.start("who") - match.start()
    return " " * when + match["who"] + "no answer".ljust(len(match["not"]))


def _blanked(text: str, matches: Sequence[re.Match[str]], group: int = 0) -> str:
    for match in matches:
        start, end = match.span(group)
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _says_something(text: str) -> bool:
    return any(sign.isalnum() for sign in text)
