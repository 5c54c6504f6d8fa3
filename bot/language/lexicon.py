"""The lexicon: which words mean the same. A concept is one entry; its words and phrases stand side by side.

Longer than other files because it is one table.
"""

from __future__ import annotations

from collections.abc import Mapping

CONCEPTS: Mapping[str, str] = {
    # Asking
    "WHO": (
        "which of my people|which of our people|which of my users|which of our users|which of my staff"
        "|which of our staff|which of the users|which of the people|which of them|which ones|which employees"
        "|which folks|which members|anyone who|anybody who|everyone who|everybody who|those who|someone who"
        "|all those who|people who|users who|who'd|who've|who'll|who|whose|whom|which people|which users"
        "|which persons|who's|whos|who is|hu|who all|which user|which person"
        "|which colleagues|which staff|who else"
    ),
    "WHAT": "what|what's|whats|which|what is|what are",
    "WHY": "why|why's|how come|for what reason|what's the reason|what is the reason",
    "HOW_MANY": "how many|how much|count",
    "HOW": "how|how's|how is|hows|how are",
    "WHEN": "when|since when|how long",
    "WHERE": "where|where's|where is",
    "HOW_TO": (
        "how do i|how can i|how to|how do we|how can we|how would i|how should i|how does one|what do i do to"
        "|how do you|what's the way to|explain how to|tell me how to|show me how to|teach me to"
    ),
    "DOES": (
        "do we need to|do i need to|need to|is|does|do|did|are|was|were|has|have|had|am|isn't|doesn't|is there"
        "|are there|can|could|may|will|would"
        "|should|shall|may i|can i|could i|should i|shall i|can we|should we|must i|do i have to|does it|do we"
        "|did you|will it"
    ),
    "SHOW": (
        "show|list|display|see|view|open|find|look up|lookup|look at|tell|tell me|tell me about|give me|get me"
        "|show me|let me see|i want to see|i'd like to see|i would like to see|bring up|pull up|search|search for"
        "|print|fetch|show us|let me know|i need to see|i need to know|do you know|info on|details of|details on"
        "|information on|information about|info about|details about|i want to know|check on|can i see|may i see"
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
        "or|either|except|excluding|but not|apart from|other than|besides|all but|everyone but|everybody but"
        "|instead of|but|rather than"
    ),
    "CALL": (
        "call|cal|calling|phone|ring|dial|make calls|make a call|make phone calls|call out|call anyone|call anybody"
        "|take calls|receive calls|get calls|use the phone|make any calls|make outgoing calls|reach anyone"
        "|making calls|be called|be reached|use teams calling|make or take calls|place calls|use their phone"
        "|use his phone|use her phone|call anyone at all|call people|phone anyone|calls in or out"
    ),
    "WORK": (
        "live|enabled for calling|work|works|working|ready|able|okay|in order|fine|up and running|functional"
        "|functioning|set up properly|ok"
        "|operational|good to go"
    ),
    "BROKEN": (
        "broken|broke|problem|problems|issue|issues|trouble|wrong|down|dead|out of order|fails|failing|defect|fault"
        "|faulty|doesn't work|does not work|not working|isn't working|not work|no dial tone|no phone service"
        "|no service|the matter|what's up with|whats up with|what is up with|is up with|keeps|stops|prevents"
        "|hinders|stopping|keeping|preventing|blocks|blocking"
        "|can't hear|cannot hear|hear nothing|one way audio|no audio|no sound|don't go through"
        "|not going through|cut off|drops|hangs up"
        "|went wrong|goes wrong|dial tone|phone service"
    ),
    "CHECK": (
        "check|check if|check whether|test|diagnose|troubleshoot|debug|verify|examine|inspect|see if|see whether"
    ),
    "NEXT_STEP": (
        "anything left to do|left to do|still to do|to do list|todo|what's left|good to go live"
        "|ready to go live|can we go live|can we launch|go live|going live|are we live"
        "|are we there yet|are we ready|are we set|all set|are we all set|are we good|good to launch"
        "|what's outstanding|what is outstanding|how are we doing|how are we looking|how do things look"
        "|where are we|where do we stand|where are we at|what remains|how's it looking|how is it looking"
        "|what comes next|is the rollout done|what's new|what is new|are you there|are you working"
        "|is the bot working|what's next|what next|what is next"
        "|what now|next step|next steps|what should i do next|what should i do"
        "|where do i begin|where do i start|how far are we|how far is it|how far along are we|get started|begin"
        "|what is left to do|what's left to do|what remains to be done|what do i do now|what do i do next"
    ),
    "HOME": (
        "sync now|refresh from teams|last sync|resync|re-sync|refresh the data|up to date|synced last"
        "|sync with teams|sync with microsoft|sync everything|when was the last sync|refresh|reload|home"
        "|overview|dashboard|start page|home page|main menu|menu|main page|summary"
    ),
    # Things
    "NUMBER": (
        "number|numbers|direct dial|direct dials|phone number|phone numbers|telephone number|telephone numbers|did"
        "|dids|ddi|ddis|tn|tns"
        "|phone no|phone nos|nos|telephone no|direct line|direct lines|phone|digits"
    ),
    "LINE": "line|lines|extension|extensions|ext|exts|extn|desk",
    "LICENCE": "licence|licences|license|licenses|seat|seats|subscription|subscriptions|licensing",
    "ADDON": "add-on|add-ons|addon|addons|add on|add ons|feature|features|device licence",
    "PHONE_LICENCE": (
        "phone licence|phone license|teams phone licence|teams phone license|teams phone|microsoft licence"
        "|microsoft license|teams phone standard|phone system licence|phone system license|e5|ms licence|ms license"
        "|microsoft phone licence|microsoft phone license|office licence|m365 licence"
    ),
    "TEAMS_LICENCE": "teams licence|teams license|teams licences|teams licenses|teams seat|teams seats",
    "SETTING": "setting|settings|configuration|config|preferences|options|set up|setup|profile|configured|set-up",
    "SYSTEM": (
        "system settings|organisation settings|organization settings|company settings|organisation's|organization's"
        "|system|global settings|tenant settings|settings of the organisation|settings of the organization"
        "|settings of the company|general settings|company wide settings|our settings|company's"
        "|companywide settings"
    ),
    "MANY": "many people|many|several people|a lot of people|lots of people|multiple people|a whole team|bulk",
    "JOB": (
        "taking so long|take so long|taking forever|taking ages|nothing happens|nothing is happening"
        "|nothing happening|hanging|hung|frozen|it's hanging|taking this long|not moving|stalled|in the queue"
        "|queue|queued|job|jobs|history|stuck|what did i do|work log|task|tasks|upload job"
    ),
    "RUNNING": (
        "doing|going on|status|state|at the moment|moving|how far is the|coming along|you are doing"
        "|what you are doing|what you're doing|what are you doing"
        "|what are you up to"
        "|getting on|moving along|running|how far are you|going|in progress|under way|happening|what is running"
        "|progress|busy with|processing|doing right now|are you doing|underway"
    ),
    "DONE": (
        "finish|done with|all done|get through|got through|gone through|come through|came through|succeed"
        "|succeeded|successful|make it|made it|landed|ok|okay|done|finished|complete|completed|through"
        "|over yet|happened|worked|did you do|it worked|did it work"
        "|have you done|ended|go through|went through|went"
    ),
    "LAST": "last|latest|recent|newest|most recent|previous|earlier",
    "PLAN": "plan|plans|request|requests|proposal|proposals",
    "APPROVE": (
        "my approval|requires approval|requires my approval|needs approval|needs my approval|to sign|my decision"
        "|approve|approval|approvals|decide|decision|decisions|sign off|authorise|authorize"
    ),
    "WAIT": (
        "pending approval|to be approved|to sign off|left to approve|waiting|waits|wait|pending|outstanding"
        "|open plans|waiting for|awaiting|due"
    ),
    "CALLS": (
        "calls|call history|call log|call logs|call list|phone calls|missed calls|call records|call record|cdr|cdrs"
        "|history of calls|calling history|phone log|call report"
    ),
    "CALLED": (
        "been calling|been ringing|been phoning|rung|calling|talked to|spoken to|spoke to|rang up|called"
        "|phoned|rang|dialled|dialed"
    ),
    "RULE": (
        "rule|outbound rule|outbound call rule|calling rule|outbound rules|call rule|dialling rule|outgoing rule"
        "|outbound calling rule|outgoing call rule"
    ),
    "RULES": "dial plan|dial plans|outbound call rules|outgoing rules|dialling rules|dialing rules|rules",
    "INBOUND_RULES": "inbound rules|inbound rule|inbound call rules|incoming rules|incoming call rules",
    "COUNTRIES": "countries|country|which countries|abroad",
    "HOLIDAY": (
        "are we closed|we closed|is it closed|office hours on|closed|close the office|office closed"
        "|office is closed|we are closed|we're closed|day off|shut the office"
        "|closed on|closing the office|bank hols|company holiday|days off|shut down the office"
        "|public holidays|holidays|public holiday|holiday|bank holidays|bank holiday"
    ),
    "TEMPLATE": "templates|template|settings templates",
    "FILE": (
        "my file|our file|that file|the file|my upload file|attachment|my import|my csv|my spreadsheet"
        "|my excel|file|spreadsheet|excel|csv|xlsx|excel file|excel sheet|sheet|list in excel|csv file"
        "|bulk file|in excel"
        "|a list|my list|workbook|import"
    ),
    "SEND": ("upload|send|import|attach|upload my|hand in|paste|submit a file|have"),
    "TEAMS": (
        "teams|microsoft teams|ms teams|in teams|to teams|into teams|out of teams|off teams|the teams admin center"
    ),
    "OUT_OF_TEAMS": "out of teams|off teams|from teams|out of the tenant|from the tenant|out of my tenant",
    "STATUS": "status|availability|presence",
    "VALUE": "busy|away|available|offline|do not disturb|dnd|be right back|online|out of office",
    "COMPANY": "the building|building|the company|company|the firm|the team|the business|our team",
    "KEY": "key|api key|new key|new api key|token",
    "API_KEY": (
        "new key|new api key|a new api key|another api key|another key|change the key|replace the key"
        "|rotate the key|other key|change key|replace key|change the api key|replace the api key"
    ),
    "TENANT": (
        "our tenant|my tenant|the tenant|tenant|this tenant|cpaas|the cpaas|microsoft tenant|to the cpaas"
        "|our microsoft tenant|our organisation|our organization"
    ),
    "ROLE": (
        "admin|admins|administrator|administrators|admin rights|admin access|admin role|owner rights"
        "|owner role|approver|approvers|operator|operators|reader|readers|viewer|viewers|access to the bot"
        "|access to you|access to switchboard|access to this|use the bot|use you|using you|privileges"
        "|who has access|may use you|bot access|read access|write access|approver role|an admin|full access"
        "|approval rights|owners|admin privileges|role|rights|permissions|permission|my rights|access"
    ),
    "WHOAMI": (
        "who am i|whoami|what am i|what may i do|what am i allowed to do|what's my role|what is my role|my rights"
    ),
    # How things are
    "FREE": (
        "free|available|unused|spare|vacant|unoccupied|not used|nobody has|no one has|not in use|give out|hand out"
        "|unallocated|isn't used|aren't used|open numbers|for grabs|not taken|unowned|to spare|nobody is using|idle"
        "|still to give"
    ),
    "LEFT": (
        "left|remaining|remain|enough|left over|still left|run out of|running out of|short of|used up|to go round"
    ),
    "NEXT": "next|any|a|an|some|first|another|different",
    "UPLOADED": "uploaded|in teams|visible in teams|synced|been uploaded|there in teams|in microsoft teams",
    "UPLOADING": (
        "being uploaded|uploading|on their way|on the way|on its way|on their way to teams|on the way to teams"
        "|in transit|be uploaded right now"
    ),
    "TO_UPLOAD": (
        "to be uploaded|has to be uploaded|have to be uploaded|must be uploaded|needs uploading|need uploading"
        "|needs to be uploaded|need to be uploaded|left to upload|missing in teams|missing from teams|not uploaded"
        "|still to upload|waiting to be uploaded"
    ),
    "FAILED": "failed|fail|error|errors|refused|rejected|that failed|unsuccessful|went wrong with",
    "ASSIGNED": "assigned|in use|taken|used in teams|given out|used|been assigned|occupied",
    "UNASSIGNED": (
        "unassigned|not assigned|nobody uses|no one uses|assigned to nobody|uploaded but not assigned"
        "|nobody is assigned|without a user"
    ),
    "ENDING": (
        "start with|starts with|begin with|begins with|contain|contains|end in|end with|that start with"
        "|that end in|that end with|starting with|beginning with|that starts with|that contains|containing"
        "|ending|ends|ending in|ending with"
        "|ends in|ends with|last digits|last four digits|finishing in|that ends with"
    ),
    "HAS": (
        "has|have|got|uses|use|holds|own|owns|hold|on|with|carries|using|belong|belongs|belong to|belongs to|having"
        "|called|use the|been given|assigned to"
    ),
    # Doing
    "GIVE": (
        "giving|adding|assigning|granting|sort|providing|enabling|switching on|turning on|start|begin|hook up"
        "|hook|want|require|requires|could use|kit out|stick|pop|install|arrange|organise|organize"
        "|hooked up with|should be on|should be given|should be getting|be assigned|be given|to be given"
        "|needs to be given|needs to get|is due|bolt on|tack on|throw in|sign up for|need to have"
        "|ought to have|ought to get|entitle|please give|gets given|fit out|get her|get him|get them|give|giv"
        "|gve|gives|grant|add|assign|get|gets|let|allow|hand|provide|needs|need|should get|should have"
        "|allocate|equip|supply|issue|award|put|wants|to have|has to have|must have|will get|shall have"
        "|needs to have|set up with|enable|activate|attach|include|get hold of|receive|receives|turn on|switch on"
    ),
    "TAKE": (
        "no longer wants|no longer want|taking|removing|revoking|stripping|disabling|switching off"
        "|turning off|clear|clear off|no more"
        "|no need of|is done with|done with|finished with the|gets rid of|get rid|kick|kick off|ditch"
        "|kill|scrap|bin|axe|yank|pull off|chuck|shut off|reclaim|claw back|strip off"
        "|unhook|discontinue|cease|take out|knock off|lose|does without|doesn't require|no longer requires"
        "|no longer uses|shouldn't have|remove from|remove|take|free up|take off|take away|away from"
        "|revoke|drop|strip|detach|withdraw|pull|away|take back"
        "|no longer needs|should no longer be|no longer be|no longer have|should no longer have|doesn't want"
        "|does not want|doesn't need|does not need|doesn't need anymore|no longer need|don't need|disable"
        "|deactivate|turn off|switch off|get rid of|cut|doesnt need|unlicense"
    ),
    "ANY_MORE": "any more|anymore|any longer|off|away|from now on",
    "UNASSIGN": (
        "unassigning|freeing up|be unassigned|unmap|decouple|be freed|be freed up|to be freed up"
        "|make available|unassign|free up"
        "|unallocate|deassign|de-assign|detach the line"
    ),
    "MOVE": (
        "moving|transferring|porting|handing|handing over|reassigning|shifting|goes to|will go to|now goes to"
        "|go to|go over|should go|goes over|reallocate|re-allocate|hand on"
        "|pass on|pass over|give over"
        "|bring over|shift over|switch over|hand|be moved|be transferred|be ported|be reassigned"
        "|be handed over|be handed|be passed|be switched|sign over|signed over|reroute the number|moved over"
        "|move|transfer|reassign|pass|shift|port|hand over|migrate|relocate|re-assign"
    ),
    "SWAP": (
        "exchanging|swopping|trading|trade places|change places|flip|swapping|be swapped|to be swapped"
        "|be exchanged|be switched|be traded"
        "|swap|exchange|switch|swop|trade|swap over|interchange"
    ),
    "UPLOAD": "register|be uploaded|uploading|to be uploaded|load|upload|bring|push|publish|sync|load up",
    "ASSIGN": "assign|pair",
    "RELEASE": (
        "releasing|relinquish|let go of|be released|to be released|be given back|return|release|give up|give back"
        "|hand back|return to the pool"
    ),
    "RELEASED": "released|did you release|did you remove|have you released|removed|deleted|gone|uploaded already",
    "DELETE": (
        "delete|wipe|erase|purge|destroy|nuke|clear|kill|clean out|drop all|drop everything|reset|factory reset"
    ),
    "MEND": (
        "fixing|repairing|mending|sorting out|sorting|sort|straighten out|patch up|be fixed|get fixed"
        "|be repaired|be mended|get back up|get going"
        "|bring back|fix|mend|repair|heal|make right|put right|sort out|solve|resolve|get working|fix up"
        "|make it work|remedy"
    ),
    "MAKE": "make|get|have|let",
    "PRIVATE": "private",
    "CREATE": "create|make|add|new|build|provision|set up|i need|we need|need",
    "NEW": "new|additional|more|fresh|further|second|another",
    "RENAME": "retitle|label|be renamed|be called|rename|relabel|call|name",
    "AS": "as|to|into",
    "CHANGE": "change|edit|modify|alter|adjust|update|configure|set",
    "SET": "set|put|make|mark|change|turn|switch|update",
    "FORWARD": (
        "route|bounce|be forwarded|be diverted|be redirected|be routed|rerouted|forwarding|diverting"
        "|redirecting|redirected|go straight to|go to|forward|divert|redirect|forwards|reroute|forwarded"
        "|diverted|forwarding to"
    ),
    "MOBILE": "mobile|cell|cellphone|mobile phone|cell phone|home phone|handy",
    "APPLY": "apply",
    "RECORD": "be recorded|to be recorded|gets recorded|get recorded|have recorded|should be recorded|record|tape",
    "COPY": "copy|clone|duplicate",
    "TAKE_OVER": (
        "replacing|is replacing|taking over from|takes over from|steps in for|is taking over|succeeding"
        "|succeeding to|takes|take over|takes over|taking over|took over|will take over|replaces|succeeds"
        "|inherits|gets over"
    ),
    "EXPORT": "export|download|print out|dump",
    "TALK": "talk|talked|speak|spoke|on the phone",
    "REMIND": "remind|nudge|chase|ping",
    "BUY": "buy|order|purchase|book more",
    "REPLACE": "replace|swap out|substitute|exchange",
    "OWNER": "owner|holder|user of|owner of",
    "NAME_OF": "the name of|name of|directory name of|caption of|label of|name",
    "REJECT": (
        "decline|send it back|send that back|refuse it|reject|deny|turn down|refuse|disapprove|turn it down"
        "|say no to|send back"
    ),
    "RETRY": (
        "run it again|run that again|run them again|try it again|try them again|re-run|redo|do it again"
        "|do over|give it another go|another go"
        "|kick it off again|try|retry|try again|once more|run again|repeat|resume|continue|go on|carry on"
        "|proceed|unpause|rerun"
    ),
    "ABROAD": (
        "outside singapore|foreign|roaming calls|abroad|overseas|international|internationally"
        "|international calls|foreign countries|other countries"
        "|outside the country|internationally dial|calls abroad|foreign numbers|international numbers"
        "|international calling"
    ),
    "HEALTH": (
        "slow|the api|the systems|the sync|connection|connections|system status|systems|health|connectivity"
        "|outage|outages|service status|the link"
        "|microsoft|graph|integration|everything connected|cpaas status|sync status"
    ),
    "DOWNLOAD": "download|save|get me|fetch|where is|where can i find",
    "BLOCK": "block|forbid|bar|prohibit|deny|only|restrict",
    "MISSING": "missing|lack|lacks|lacking|wants|without|need|needs|waiting for",
    "EXAMPLE": (
        "spreadsheet template|excel template|csv template|import template|upload template"
        "|template spreadsheet|bulk template|blank template|sample spreadsheet|file format|column headings"
        "|columns|example|sample|example file|sample file|blank file|empty file|file template|template file"
    ),
    # What was done
    "CHANGED": (
        "did we do|has been done|did they do|touch|tamper with|tampered with|mess with|messed with"
        "|messing with|fiddle with|fiddled with"
        "|meddle with|change|been done|was done|been done to|gets changed|changed|modified|altered|edited"
        "|touched|updated"
        "|reconfigured|changes were made|changes have been made"
        "|changes did we make|changes were there|been changed|been modified|was changed|got changed"
    ),
    "DID": (
        "given|gave|gave away|took|took away|removed|deleted|erased|moved|renamed|swapped|released|unassigned"
        "|added|set up"
        "|transferred|disconnected|connected|linked|assigned|created|lost|lose|was given"
        "|were given|granted|revoked|turned off|switched off|turned on|switched on|disabled|enabled|undid|cancelled"
        "|canceled|stopped|paused|requested|asked for"
    ),
    "APPROVED": "approved|signed off|said yes to|agreed to|okayed|authorised|authorized|signed|has approved",
    "BY": "by|made by|done by",
    "SINCE": "since|starting",
    "HAPPENED": "happened|happened to|happened with|happen to|happen with|was done to|was done with|went on with",
    "HISTORY": "history|change history|changes|change log|log|trail|changes to|changes of",
    "THE_RECORD": (
        "who did that|who did this|who did it|the record|audit log|audit trail|audit|the log|records"
        "|log of changes|record of changes|the records"
    ),
    "THIS_WEEK": "this week|so far this week",
    "LAST_WEEK": "last week|the week before|previous week",
    "THIS_MONTH": "this month",
    "LAST_MONTH": "last month|previous month",
    # People who come and go
    "LEAVE": (
        "losing|terminate|contract ends|contract is up|contract finishes|retire|retires from|is leaving us"
        "|offboarded|no longer works here|no longer with us|no longer works for us|no longer works"
        "|doesn't work here"
        "|doesn't work here any more|does not work here|moved on|finishing|finishes|finishing up"
        "|leaving the business|leaves the business|has been made redundant|got fired|moving on|was let go"
        "|being made redundant|be offboarded|finished up|gone|walked out|leaving the firm|has moved on"
        "|finished with us|left the business|left the organisation|be leaving|leaving|leaves|leave|has left"
        "|left the company|left us|left the firm|quit|quits|resigned|resigns"
        "|is leaving|offboard|off-board|last day|let go|been let go|is retiring|retires|retired|was fired"
        "|been fired|is gone|goes|is going|departs|is departing|off-boarding|has quit|has resigned"
        "|is going to leave|will leave|terminates|terminated|parts ways|going away for good|left|leaver|retiring"
        "|departing|fired|going to leave|leaving us|leaves us|leaving the company|leaves the company|offboarding"
        "|laid off|made redundant|handed in notice"
    ),
    "COVER": "covers|cover|covering|will cover|takes over|will take over|covers for|covering for",
    "JOIN": (
        "will be with us|is with us|will join us|joiner|newbie|recruit|new recruit|someone new|somebody new"
        "|will be in|will be joining"
        "|is coming on board|coming on board|gets started|be onboarded|be set up|to be set up|setting up"
        "|takes up work|sign on|just started|just joined|get set up|got a new|welcome|joins|joining|join"
        "|is joining|onboard|on-board|new|new employee|new starter|new hire|new joiner"
        "|new colleague|starts|starting|is starting|begins|set up|set|new user|joins us|joining us|hire|hired"
        "|hiring|start|onboarding|new person|newcomer|new member|new team member|arrives|arriving|has joined|joined"
        "|is new|new staff|begins work|starts work|new in|comes on board|add user|add new user"
    ),
    "ONBOARD": "onboard|on-board|take on|bring in|roll out",
    "LIKE": (
        "with the settings|with the same settings as|with the same settings|with the same setup as"
        "|same setup as|the same setup as|mirror|mirroring|copying|the way|identical to|identically to"
        "|matching|the same way as|same way as|modeled after|just as|same deal as|as per|along the lines of"
        "|with everything|same stuff as|like|same as|the same as|just like|copy of|based on|similar to"
        "|modelled on|modeled on|as a copy of"
        "|cloned from|exactly like"
    ),
    "SALES": (
        "it department|it team|the it team|it dept|sales|marketing|support"
        "|finance|hr|engineering|legal|operations|reception|accounting|purchasing"
        "|helpdesk|team sales|logistics|warehouse|customer service|procurement|research"
    ),
    # The link
    "CONNECT": "hook us up|be linked|be connected|link up|connect|link|hook up|pair with|set up the link",
    "DISCONNECT": "disconnect|unlink",
    # Talk
    "UNDO": (
        "undo what|roll it all back|put things back|rollback that|take it all back|go back|unwind|reinstate"
        "|i made a mistake|that was a mistake|that was wrong|undo|revert|roll back|rollback|roll it back"
        "|take that back|take it back|put it back|reverse|put back"
        "|undo what you did|put it back as it was|change it back|back as it was|restore|roll that back"
        "|put that back|put everything back"
    ),
    "CANCEL": (
        "bin that|bin it|drop that|withdraw it|withdraw my request|withdraw that|kill it|kill that|dismiss"
        "|cancel|abort|nevermind|never mind|forget it|forget that|forget about it|scrap that|scrap it"
        "|withdraw my plan|discard|call it off|withdraw the plan|discard the plan|withdraw plan|scratch that"
        "|drop it|leave it"
    ),
    "STOP": (
        "hold|stop|halt|pause|wait|hold on|wait a moment|wait a second|freeze|hold it|stop everything"
        "|stop that|quit it|whoa"
    ),
    "THANKS": (
        "great job|great work|great stuff|top job|nice one|you're a star|legend|you rock|you're the best"
        "|lifesaver|thanks|thank you|thx|ty|cheers|thank u|many thanks|thanks a lot|thank you very much|tks"
        "|thanx"
        "|much appreciated|appreciated|thanks so much|thank you so much|appreciate it|tysm|ta|danke|merci|gracias"
        "|i appreciate it|well done|good job|nice work|good work|kudos"
    ),
    "OKAY": (
        "go ahead|do it|yes|yes please|yep|yeah|sure|of course|ok|okay|alright|all right|great|cool|perfect|fine"
        "|super|nice|good|got it|understood|bye|goodbye|see you"
        "|see you later|awesome|excellent|wonderful|very good|sounds good|makes sense|i see|lovely|brilliant"
        "|that's all|good bye|cya|good night|have a nice day|later|works for me|that's fine|k|wow|haha|lol"
    ),
    "GREET": (
        "hi|hello|hey|good morning|good afternoon|good evening|morning|greetings|hiya|howdy|hey there|hi there"
        "|hello there|good day|yo|how are you|how's it going"
    ),
    "HELP": (
        "are you an ai|are you ai|are you chatgpt|is this ai|are you a person|are you a machine"
        "|is anybody there|explain|what do you offer|your features|human please|help|what can you do"
        "|what can i say|what can i do|commands|how does this work|how do you work"
        "|what do you do|i need help|help me|i don't understand|i do not understand|i don't get it|what do you mean"
        "|contact|speak to a human|talk to a human|privacy|are you a robot|are you a bot|are you human|are you real"
        "|who made you"
        "|who built you|what can i ask|instructions|manual|what are you|who are you|i'm lost"
        "|i am lost|usage|guide|what else can you do|can you help|can you help me|tell me what you can do"
        "|how does it work|what is this"
    ),
    "NO": (
        "sorry|no sorry|wait no|oh no|nono|no wait|no|nope|nah|no thanks|no thank you|not now|rather not"
        "|no way|better not"
    ),
    "I_MEANT": (
        "i meant|i mean|meant|sorry i meant|no i meant|make that|rather|correction|oops|my bad|whoops"
        "|instead|should be|should have been|wrong one|typo|i meant to say"
    ),
    "POLICY": (
        "policy|policies|approval policy|approval policies|approval rules|how many approvals|four eyes"
        "|two approvals|second approval|voice policies|calling policy|voice policy"
    ),
    "PLACE": (
        "emergency address|emergency addresses|emergency location|emergency locations|e911|911|999|112|addresses"
        "|emergency calls|emergency calling|address"
    ),
    "SAVE": "save|keep|store|remember|turn into",
    "DONT": (
        "alone|don't ever|do not ever|under no circumstances|no need to|there's no need to|stop short of"
        "|hold off on|hold off|please never|dont you dare|by no means|avoid|refrain from|i wouldn't"
        "|leave alone|hands off|don't|dont|do not|never|please don't|you must not|don't you dare|i don't want"
        "|i do not want|we don't want"
        "|must not|mustn't|shouldn't|should not"
    ),
    "IF": (
        "provided|provided that|as long as|unless|until|once|only if|only when|in the event|whenever"
        "|assuming that|after|before|while|if|in case|when"
    ),
    "IT": (
        "it|that|this|its|that one|this one|the same|them all|that number|this number|that line|this line|those"
        "|these|this person|that person|that plan|that job|this job"
    ),
    "SHE": (
        "she'll|he'll|they'll|she'd|he'd|they'd|they've|they're|themselves|herself|himself|her|she|him|he|his"
        "|hers|their|them|they|theirs"
    ),
    # Only shown
    "WHAT_IF": (
        "what happens|what would happen|what then|what will happen|what changes|what happens if"
        "|what would happen if|what if|suppose|supposing|what would change if|imagine|what happens when"
        "|show me what happens if|simulate|what will happen if|assuming|dry run|what'd happen if|preview|try out"
        "|tell me what happens if|what changes if|what do we lose if|what would we lose if|hypothetically"
    ),
}
SOFT = frozenset(
    {"WHAT", "HOW", "WHERE", "DOES", "SHOW", "AND", "IT", "HAS", "NEXT", "AS", "HOW_MANY", "ABOUT", "LIST"}
)
# An utterance that begins with one of these asks; it never plans.
ASKING = frozenset({"WHO", "WHAT", "WHY", "HOW", "WHEN", "WHERE", "HOW_TO", "DOES", "HOW_MANY"})
# What changes something: two of these, with *and* between, are two wishes.
VERBS = frozenset(
    {
        "GIVE",
        "TAKE",
        "UNASSIGN",
        "MOVE",
        "SWAP",
        "UPLOAD",
        "RELEASE",
        "DELETE",
        "MEND",
        "LEAVE",
        "FORWARD",
        "ASSIGN",
        "JOIN",
    }
)
