"""Words that ask, and words that say how a sentence is meant: denied, conditional, only shown."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    # Asking
    "WHO": (
        "which of my people|which of our people|which of my users|which of our users|which of my staff"
        "|which of our staff|which of the users|which of the people|which of them|which ones|which employees"
        "|which folks|which members|anyone who|anybody who|everyone who|everybody who|those who|someone who"
        "|all those who|people who|users who|who'd|who've|who'll|who|whose|whom|which people|which users"
        "|which persons|who's|whos|who is|hu|who all|which user|which person|which colleagues|which staff|who else"
    ),
    "WHAT": "what|what's|whats|which|what is|what are",
    "WHY": "why|why's|how come|for what reason|what's the reason|what is the reason",
    "HOW_MANY": "how many|how much|count",
    "HOW": "how|how's|how is|hows|how are",
    "WHEN": "when|since when|how long",
    "SINCE_WHEN": "since when|for how long",
    "HOW_LONG": "how long|for how long",
    "WHERE": "where|where's|where is",
    "HOW_TO": (
        "what's the drill|what is the drill|whats the drill|what's the routine|how to do when|"
        "what to do when|what do we do when|what do i do when|"
        "what do i need to do|what must i do|what do we need to do|how i|how we|how i can|how we can|"
        "how does somebody|what are the steps to|what steps to|what's involved in|what is involved in|"
        "what's the process when|what is the process when|what's the process for|what is the process for|"
        "what's the procedure for|what's the procedure when|"
        "what is the procedure to|what is the procedure for|the procedure to|the procedure for|the steps to|"
        "how do i|how can i|how to|how do we|how can we|how would i|how should i|how does one|what do i do to"
        "|how do you|what's the way to|explain how to|tell me how to|show me how to|teach me to"
    ),
    "DOES": (
        "is it that|"
        "exists|exist|does there exist|exists already|exists there|is it correct that|is it true that|"
        "is it right that|is it the case that|is it so that|am i right that"
        "|am i correct that|am i right in thinking that|do you happen to know|"
        "do we need to|do i need to|need to|is|does|do|did|are|was|were|has|have|had|am|isn't|doesn't|is there"
        "|are there|can|could|may|will|would|should|shall|may i|can i|could i|should i|shall i|can we|should we"
        "|must i|do i have to|does it|do we|did you|will it"
        "|has anyone|has anybody|has someone|has somebody|have we|have they"
    ),
    "SHOW": (
        "i have forgotten|i've forgotten|have forgotten|"
        "can't find|cant find|cannot find|can't locate|i forgot|forgot|don't remember|can't remember|i don't know|"
        "i can't remember|shown|gimme|gimmie|lemme see|dig up|dig out|show us|where can i see|where do i see|"
        "how can i see"
        "|where do i find"
        "|run me through|walk me through|remind me|"
        "show|list|display|see|view|open|find|look up|lookup|look at|tell|tell me|tell me about|give me|get me"
        "|show me|let me see|i want to see|i'd like to see|i would like to see|bring up|pull up|search|search for"
        "|print|fetch|show us|let me know|i need to see|i need to know|do you know|info on|details of|details on"
        "|information on|information about|info about|details about|i want to know"
        "|want to know|need to know|wanna know|check on|can i see|may i see"
        "|could i see|give us|find out|what do you know about|look for|lookup of"
    ),
    "ABOUT": "what about|how about|and what about|and how about",
    "AND": "and|&|plus|and then|as well as|then|along with",
    "LIST": (
        "anything|something|all|every|each|everyone|everybody|anybody|anyone|people|users|persons|staff|employees"
        "|colleagues|folks|members|everything|all of them|all people|every user|every person|somebody|someone"
    ),
    "NOT": (
        "not|can't|cannot|cant|isn't|isnt|aren't|arent|doesn't|doesnt|don't|dont|do not|does not|unable|haven't"
        "|havent|hasn't|hasnt|wasn't|without|no|nobody|none|never|can not|no one|won't|wont|didn't|couldn't|is not"
        "|are not|have not|has not|isnt able|lack|lacks|lacking|neither"
    ),
    "EXCEPT": (
        "with the exception of|the exception being|save for|barring|but for|not counting|without counting|"
        "except for|all but|aside from|leaving out|not including|except|excluding|but not|apart from"
        "|other than|besides|instead of|in place of|but|rather than"
    ),
    "OR": "or|either",
    "CALL": (
        "get an outside line|get an external line|get a line out|get an outside call|dial outside|"
        "call outside|make external calls|call external|"
        "recieve calls|rcieve calls|recive calls|receve calls|"
        "get through to|get through|call|cal|calling|phone|ring|dial|make calls|make a call|make phone calls|"
        "call out|call anyone"
        "|call anybody"
        "|take calls|receive calls|get calls|use the phone|make any calls|make outgoing calls|reach anyone"
        "|making calls|be called|be reached"
        "|reachable|be reachable|use teams calling|make or take calls|place calls|use their phone"
        "|use his phone|use her phone|call anyone at all|call people|phone anyone|calls in or out"
    ),
    "WORK": (
        "all set|"
        "able to|be able to|live|enabled for calling|work|works|working|ready|able|okay|in order|fine"
        "|up and running|functional"
        "|functioning|set up properly|ok|operational|good to go"
    ),
    "BROKEN": (
        "call failure|call failures|calls failing|"
        "readiness|readiness report|readiness list|readiness overview|readiness check|"
        "blocked|held up|delayed|hung up on|"
        "nobody can reach|no one can reach|nobody reaches|no one reaches|can't get hold of|cannot get hold of"
        "|can't get through to|cannot get through to|not reachable|isn't reachable|is not reachable|unreachable"
        "|nobody gets through to|no one gets through to|nobody can get through to|no one can get through to"
        "|get cut off|gets cut off|getting cut off|got cut off|be cut off|keep dropping|keeps cutting out|cut out"
        "|call drops|calls drop|calls are dropping|calls dropping|drops calls|dropping calls|choppy|crackles|crackling"
        "|crackly|static|echo|echoes|echoing|muffled|distorted|robotic|garbled|breaking up|breaks up|stutters"
        "|no ring tone|doesn't ring|does not ring|don't ring|never rings|won't ring|not ring|not ringing|no ringing"
        "|engaged tone|busy signal|busy tone|rings out|gets no calls|no calls come in|no calls coming in"
        "|no inbound calls|no incoming calls|no outbound calls|no outgoing calls|getting disconnected"
        "|gets disconnected|get disconnected|got disconnected|keeps disconnecting|disconnects|nothing's working"
        "|not success|not successful|unsuccessful calls|goes dead|went dead"
        "|not receiving calls|doesn't get calls|does not get calls|not getting calls|not getting any calls"
        "|kaputt|kaput|spoilt|spoiled|cmi|cannot make it|playing up|acting up|messed up|screwed up|dies|died|bust"
        "|busted|"
        "gets an error|gets errors|error message|gets an error message|getting an error|getting errors|sees an error"
        "|hears an error|hears a busy tone|always busy|cuts out|keeps dropping|nothing works|nothing is working"
        "|nothing's working|nothing worked"
        "|can't reach|cannot reach|can not reach|broken|broke|problem|problems|issue|issues|trouble|wrong"
        "|down|dead|out of order|fails|failing|defect|fault"
        "|faulty|doesn't work|does not work|not working|isn't working|not work|no dial tone|no phone service"
        "|no service|the matter|what's up with|whats up with|what is up with|is up with|keeps|stops|prevents"
        "|hinders|hears nothing|can hear nothing|hear anything|stays silent|silent|stopping|keeping"
        "|preventing|blocks|blocking|can't hear|cannot hear|hear nothing|one way audio"
        "|no audio|no sound|don't go through|not going through|cut off|drops|hangs up|went wrong|goes wrong"
        "|dial tone|phone service"
    ),
    "CHECK": (
        "control if|control whether|have a look if|look if|look whether|"
        "check|check if|check whether|test|diagnose|troubleshoot|debug|verify|examine|inspect|see if|see whether"
    ),
    "NEXT_STEP": (
        "where were we|what is the state of things|how is everything"
        "|where did we leave off|anything left to do|left to do|still to do|to do list|todo|what's left"
        "|good to go live|ready to go live"
        "|can we go live|can we launch|go live|going live|are we live|are we there yet|are we ready|are we set"
        "|all set|are we all set|are we good|good to launch|what's outstanding|what is outstanding|how are we doing"
        "|how are we looking|how do things look|where are we|where do we stand|where are we at|what remains"
        "|how's it looking|how is it looking|what comes next|is the rollout done|what's new|what is new"
        "|are you there|are you working|is the bot working|what's next|what next|what is next|what now|next step"
        "|next steps|what should i do next|what should i do|where do i begin|where do i start|how far are we"
        "|how far is it|how far along are we|get started|begin|what is left to do|what's left to do"
        "|what remains to be done|what do i do now|what do i do next"
    ),
    "HOME": (
        "sync now|refresh from teams|last sync|resync|re-sync|refresh the data|up to date|synced last"
        "|sync with teams|sync with microsoft|sync everything|when was the last sync|refresh|reload|home|overview"
        "|dashboard|start page|home page|main menu|menu|main page|summary"
    ),
    # How it is meant
    "DONT": (
        "alone|don't ever|do not ever|under no circumstances|no need to|there's no need to|stop short of"
        "|hold off on|hold off|please never|dont you dare|by no means|avoid|refrain from|i wouldn't|leave alone"
        "|hands off|don't|dont|do not|never|please don't|you must not|don't you dare|i don't want|i do not want"
        "|we don't want|must not|mustn't|shouldn't|should not"
    ),
    "IF": (
        "provided|provided that|as long as|so long as|as soon as|the moment|the minute|by the time"
        "|unless|until|once|only if|only when|in the event|whenever|assuming that"
        "|after|before|while|if|in case|when"
    ),
    "BEFORE": "old|prior|ex|before|previously|formerly|earlier|before that|used to have|used to be on|previous|former",
    "SAID": (
        "complain|complains|complained|complaining|moans|reports|reported|reporting|states that|say|says"
        "|said|saying|tell|tells|told|ask|asks|asked|asking|write|writes|wrote|written|mention|mentioned|claims"
        "|claimed|suggest|suggests|suggested|propose|proposes|proposed|think|thinks|thought|believes|believed|heard"
        "|reads|emailed|texted|messaged|according|announced|recommends|recommended|insists|insisted|promised|requested"
        "|wonders|wondered|wished|hopes|hoped|told me|asked me|asked us|told us|wants to know|idea|rumour|rumor|joke"
        "|ends up with|ends up on|ended up with|ended up on"
    ),
    "MAYBE": (
        "could|i think|i guess|maybe|perhaps|possibly|probably|presumably|supposedly|might|may be|might be|could be"
        "|may|i might|we might|i could|we could|thinking about|thinking of|considering|i wish|we wish|wish"
        "|would have|could have"
        "|nearly|almost|tempted to|haha|hahaha|lol|jk|just kidding|kidding|wow|in theory|theoretically|one day|someday"
        "|accidentally|by accident|by mistake|was a mistake|were a mistake|used to"
    ),
    # Only shown
    "WHAT_IF": (
        "would anyone notice if|would anybody notice if|would it matter if|does it matter if|is it a problem if"
        "|would it hurt if|what's the harm if|does anything break if|would anything break if|is anything lost if"
        "|who would be affected if|what would we lose by|is it safe if|"
        "what would happen were we to|what would happen were i to|what would happen when|what does it mean if"
        "|what would it mean if|what would be the effect if|what effect would it have if|what breaks if"
        "|what would break if|who is affected if|what would be affected if|"
        "what happens|what would happen|what then|what will happen|what changes|what happens if"
        "|what would happen if|what if|suppose|supposing|what would change if|imagine|what happens when"
        "|show me what happens if|simulate|what will happen if|assuming|dry run|what'd happen if|preview|try out"
        "|tell me what happens if|what changes if|what do we lose if|what would we lose if|hypothetically"
    ),
}
