"""Everyday words: those that carry nothing, pasts that an *if* takes, and those that only look like a slip."""

from __future__ import annotations

from collections.abc import Mapping

# Words that carry nothing by themselves. What stands here is never taken for a slip of another word.
NOISE = (
    "when you get a sec|when you have a sec|if you get a sec|got a sec|"
    "can someone|could someone|can somebody|could somebody|can anyone|could anyone|can anybody"
    "|could anybody|can someone please|could someone please|guy|girl|lad|chap|lady|gentleman|new guy"
    "|new girl|"
    "hiya|morning|good morning|good afternoon|good evening|hello there|hi there|hey there|greetings|howdy"
    "|yo|hi all|hello all|hi team|thanks|thank you|thx|ty|cheers|ta|many thanks|thanks a lot|ok|okay"
    "|great|perfect|alright|cool|right then|i was hoping you could|i was hoping you would"
    "|i was thinking you could|the boss wants me to|my boss wants me to|we should|we have to|i have to"
    "|i've been asked to|i was asked to|hoping you can|hope you can|i'm supposed to|for the time being"
    "|sorry to bother you|"
    "is it possible to|would it be possible to|would it be possible for you to|is it possible for you to"
    "|any chance you can|any chance you could|any chance of|do you mind|if you could|if you can"
    "|if you don't mind|if that's ok|if that's okay|if it's not too much trouble"
    "|i was wondering if you could|i was wondering if you can|was wondering if you could"
    "|it would be great if you could|would be great if you could|would appreciate it if you could"
    "|i'd appreciate it if you could|could you possibly|could you kindly|can you kindly"
    "|when you get a chance|when you have a moment|when you get a minute|when you have a minute"
    "|when you get time|when you have time|when possible|where possible|as soon as you can"
    "|as soon as possible|real quick|quick one|quick question|quick favour|ok so|okay so|right so"
    "|so basically|need you to|i'd need you to|we'd need to|we would like to|we'd like you to"
    "|would you kindly|be a dear and|do me a favour and|do me a favor and|round|around|sorted|sorted out"
    "|each|sometime|at some point|some time|anyway|though|tho|cos|because|since he|since she"
    "|permanently|temporarily|officially|properly|all good|hope you're well|hope you are well"
    "|thanks in advance|cheers in advance|many thanks in advance|make sure|ensure|ensure that"
    "|make sure that|see that|see to it that|need|i wanna|wanna|gonna|gotta|lemme|could u|can u|would u|u"
    "|ur|pls can you|plz can you|please can you|please could you|are you able to|would you be able to"
    "|will you be able to|can you please just|on their behalf|as of today|effective today"
    "|effective immediately|with effect from|effective|early|late|if u can|if u could|over there"
    "|on our side|on our end|at our end|our side|our end|next to|today if possible|in total|altogether"
    "|overall|in all|exactly|precisely|to be precise|to be exact|also please|while you're at it"
    "|in the meantime|finally|lastly|firstly|secondly|"
    "between|among|hmm|um|uh|er|oh|ah|so|say|says|said|again please|one of|of our|of my|no idea|apparently"
    "|honestly|for now|this|these|those|today please|first of all|btw|by the way|fyi|sorry|excuse me|ma'am|sir"
    "|boss|team|dear bot|thank you in advance|right|a|an|the|of|in|on|at|by|is|it's|please|pls|plz|kindly|just"
    "|now|right now|currently|still|yet|there|here|already|again|tel|callto|i have|we have|i've got|we've got"
    "|i got|me|my|mine|i|i'm|we|we're|our|ours|us|you|your|very|much|really|also|too|only|some|any|all of|for me"
    "|to me|at all|could you|can you|would you|will you|could you please|can you please|would you please"
    "|would you mind|i'd like to|i would like to|i want to|i want you to|i'd like you to|i'd like|i would like"
    "|i want|we want|we want to|we need to|i need to|i need you to|we'd like to|let's|let us|go ahead and"
    "|be so kind|hey|hi|hello|dear|switchboard|bot|hey switchboard|mate|guys|folks|everybody else|and also"
    "|as well|in the system|system wide|today's|then|well|actually|basically|maybe|quickly|asap|straight away"
    "|immediately|if possible|when you can|for|with|to|from|into|onto|about|as|be|been|being|do|does|did|was|were"
    "|are|am|that's|get|got|over|up|out|look|information|info|details|data|line of business|account|person"
    "|colleague|dept|department|moment|thing|things|stuff|will|would|shall|may|might|should|must|has|have|had"
    "|having|getting|our company's|her own|his own|their own|own|new one|one|ones|who|which|what|whose|how|when"
    "|where|whom|can|could|does it|there's|there is|there are|not sure|sort of|kind of|i think|i guess|urgently"
    "|urgent|soon|back|together|me know|know|wondering|wonder|would like|go|in my tenant|in our tenant"
    "|in the tenant|this week|this month|last week|last month|this year|this morning"
    "|the range|range|for users|for people|for calling users|as user numbers|this afternoon|this evening|tenant"
    "|organisation"
    "|organization|company|service|user|employee|member|staff member"
)

# What is said of a wish in a what-if: “if I removed it”.
PAST: Mapping[str, str] = {
    "gave": "give", "gives": "give", "added": "add", "removed": "remove", "took": "take", "dropped": "drop",
    "moved": "move", "swapped": "swap", "exchanged": "exchange", "released": "release", "unassigned": "unassign",
    "uploaded": "upload", "assigned": "assign", "left": "leaves", "transferred": "transfer", "got": "gets",
}  # fmt: skip
# Ordinary words that are a slip away from a word above and mean something else.
_ORDINARY = (
    "two three four five six seven eight nine ten twenty hundred please lease grease remote given live lives love"
    " more note than fall hall bell mall sell sold cell lane"
    " like liked life wine mine wife case cost lost list post past fast last least east best test text next"
    " nest rest west want wand hand hard card care core move mode made make male mail main rain gain pain paid"
    " said sand send lend mend bend end tea tree true free three there their theft left lift link bike joke"
    " poke pizza weather dinner lunch house horse mouse phase phrase place plane plate late date data gate game"
    " name same some home hope rope role rule ride side site size time team term tern turn torn town down gown"
    " grown ground round sound found bound mound pound hound task ask desk mask risk meeting meaning morning"
    " evening story store storm form from farm firm film fill full pull push rush wish dish fish fresh flesh"
    " flash clash class glass grass pass boss loss less mess dress press stress chess guess boat coat goat good"
    " food wood mood book cook look took tool pool fool cool school wool water later letter better matter"
    " butter latter order older holder folder colder solder shoulder color colour flower power tower lower"
    " slower grower shoe shop ship chip clip slip trip drip grip group soup soap snap swim swam slam clam calm"
    " palm tape cape tale tail fail steak steal stole stone score shore share spare space spade trade grade"
    " blade shade rode road read ready heady never ever over oven open pen pan plan man men ten tin tan ran run"
    " gun fun sun son ton won one gone bone tone zone jokes song movie music news sport coffee paper printer"
    " laptop password email mailbox vpn wifi outlook sharepoint office windows screen keyboard monitor headset"
    " camera video meetings room rooms chair lamp door key keys contract invoice salary bonus budget report"
)
ORDINARY = frozenset(_ORDINARY.split())
