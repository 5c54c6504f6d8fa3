"""Words for things (numbers, lines, licences, jobs) and for their states (free, uploaded, assigned)."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    # Things
    "NUMBER": (
        "telephone|telephones|"
        "number|numbers|direct dial|direct dials|phone number|phone numbers|telephone number|telephone numbers|did"
        "|dids|ddi|ddis|tn|tns|phone no|phone nos|nos|telephone no|direct line|direct lines|phone|digits"
    ),
    "LINE": "line|lines|extension|extensions|ext|exts|extn|desk",
    "LICENCE": "licence|licences|license|licenses|seat|seats|subscription|subscriptions|licensing",
    "ADDON": "facility|functionality|add-on|add-ons|addon|addons|add on|add ons|feature|features|device licence",
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
        "hangs|is hanging|has hung|got stuck|gets stuck|"
        "taking so long|take so long|taking forever|taking ages|nothing happens|nothing is happening"
        "|nothing happening|hanging|hung|frozen|it's hanging|taking this long|not moving|stalled|in the queue|queue"
        "|queued|job|jobs|history|import|stuck|what did i do|work log|task|tasks|upload job"
    ),
    "JOB_LIST": "jobs|tasks|history|work log|queue|in the queue|what did i do",
    "RUNNING": (
        "doing|going on|status|state|at the moment|moving|how far is the|coming along|you are doing"
        "|what you are doing|what you're doing|what are you doing|what are you up to|getting on|moving along"
        "|running|how far are you|going|in progress|under way|happening|what is running|progress|busy with"
        "|processing|doing right now|are you doing|underway"
    ),
    "DONE": (
        "finish|done with|all done|get through|got through|gone through|come through|came through|succeed|succeeded"
        "|successful|make it|made it|landed|ok|okay|done|finished|complete|completed|through|over yet|happened"
        "|worked|did you do|it worked|did it work|have you done|ended|go through|went through|went"
    ),
    "LAST": "last|latest|recent|newest|most recent|previous|earlier",
    "PLAN": ("demand|demands|plan|plans|request|requests|proposal|proposals"),
    "APPROVE": (
        "validate|validates|validation|"
        "deciding|decides|approving|approves|signing off|signs off|sign off on|to approve|be approving|be deciding|"
        "my ok|my okay|my yes|my go-ahead|my sign-off"
        "|my approval|requires approval|requires my approval|needs approval|needs my approval|to sign|my decision"
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
        "been calling|been ringing|been phoning|rung|calling|talked to|spoken to|spoke to|rang up|called|phoned"
        "|rang|dialled|dialed"
    ),
    "RULE": (
        "calling plan|call plan|dialling plan|dialing plan|calling permission|calling permissions|rule|"
        "outbound rule|outbound call rule|calling rule|outbound rules|call rule|dialling rule|outgoing rule"
        "|outbound calling rule|outgoing call rule"
    ),
    "RULES": "dial plan|dial plans|outbound call rules|outgoing rules|dialling rules|dialing rules|rules",
    "INBOUND_RULES": "inbound rules|inbound rule|inbound call rules|incoming rules|incoming call rules",
    "COUNTRIES": "countries|country|which countries|abroad",
    "HOLIDAY": (
        "christmas|christmas day|christmas eve|xmas|easter|easter monday|good friday|boxing day|thanksgiving|"
        "national day|new year's day|new year's eve|new years day|chinese new year|lunar new year|cny|tet|"
        "diwali|deepavali|hari raya|eid|vesak day|songkran|labour day|independence day|"
        "we're shut|we are shut|is shut|are shut|shut|office shut|office is shut|"
        "are we closed|we closed|is it closed|office hours on|closed|close the office|office closed"
        "|office is closed|we are closed|we're closed|day off|shut the office|closed on|closing the office"
        "|bank hols|company holiday|days off|shut down the office|public holidays|holidays|public holiday|holiday"
        "|bank holidays|bank holiday"
    ),
    "OPENS": (
        "opens|close|closes|closing|we open|we close|we're open|we are open|office is open|knock off"
        "|work until|work till|shut at|shuts at|finish at|finishes at|close early|closes early|closing early"
        "|early closing|half day|half-day"
    ),
    "TEMPLATE": "templates|template|settings templates",
    "FILE": (
        "my file|our file|that file|the file|my upload file|attachment|my import|my csv|my spreadsheet|my excel"
        "|file|spreadsheet|excel|csv|xlsx|excel file|excel sheet|sheet|list in excel|csv file|bulk file|in excel"
        "|a list|my list|workbook|import"
    ),
    "SEND": "upload|send|sending|being sent|be sent|sends|import|attach|upload my|hand in|paste|submit a file|have",
    "TEAMS": (
        "teams|microsoft teams|ms teams|in teams|to teams|into teams|out of teams|off teams|the teams admin center"
    ),
    "OUT_OF_TEAMS": (
        "to provider|to operator|to carrier|to telco|to supplier|to the supplier|"
        "to the operator|to the provider|to the carrier|to the telco|to our operator|to our provider|to our carrier"
        "|out of teams|off teams"
        "|from teams|out of the tenant|from the tenant|out of my tenant"
    ),
    "STATUS": "status|availability|presence",
    "VALUE": (
        "ooo|out of the office|unavailable|not available|in a meeting|at lunch|out for lunch|do-not-disturb|busy|away"
        "|available|offline|do not disturb|dnd|be right back|online|out of office"
    ),
    "COMPANY": (
        "the office|our office|my office|office|our offices|the offices|all offices|the shop|the building|building"
        "|the company|company|the firm|the team|the business|our team"
    ),
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
        "admin|admins|administrator|administrators|admin rights|admin access|admin role|owner rights|owner role"
        "|approver|approvers|operator|operators|reader|readers|viewer|viewers|access to the bot|access to you"
        "|access to switchboard|access to this|use the bot|use you|using you|privileges|who has access|may use you"
        "|bot access|read access|write access|approver role|an admin|full access|approval rights|owners"
        "|admin privileges|role|rights|permissions|permission|my rights|access"
    ),
    "WHOAMI": (
        "who am i|whoami|what am i|what may i do|what am i allowed to do|what's my role|what is my role|my rights"
    ),
    "AWAY": (
        "on mat leave|mat leave|gone on mat leave|gone on leave|on pat leave|gone on maternity leave|"
        "gone on holiday leave|"
        "loa|on loa|"
        "on maternity leave|on parental leave|on paternity leave|on sick leave|on annual leave|maternity leave"
        "|parental leave|paternity leave|sick leave|annual leave|goes on leave|going on leave|on leave|off sick"
        "|on vacation|on sabbatical|goes on maternity leave|goes on parental leave|on maternity|is sick|is ill"
        "|out sick|until further notice"
    ),
    "A_NUMBER": "number of her own|number of his own|number of their own|own number|own phone number",
    # How things are
    "FREE": (
        "going spare|going begging|"
        "free|available|unused|spare|vacant|unoccupied|not used|nobody has|no one has|not in use|give out|hand out"
        "|unallocated|isn't used|aren't used|open numbers|for grabs|not taken|unowned|to spare|nobody is using|idle"
        "|still to give"
    ),
    "LEFT": "left|remaining|remain|enough|left over|still left|run out of|running out of|short of|used up|to go round",
    "NEXT": ("next free block|next block|next|any|a|an|some|first|another|different"),
    "NEXT_ONE": (
        "next one going|the next one going|next available one|the next available one|next free one|the next free one"
        "|any free one|whichever is free|whatever is free"
    ),
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
    "FAILED": (
        "fell over|fell through|fell apart|bombed|crashed|bombed out|broke down|"
        "failed|fail|error|errors|refused|rejected|that failed|unsuccessful|went wrong with"
    ),
    "ASSIGNED": "assigned|in use|taken|used in teams|given out|used|been assigned|occupied",
    "UNASSIGNED": (
        "unassigned|not assigned|nobody uses|no one uses|assigned to nobody|uploaded but not assigned"
        "|nobody is assigned|without a user"
    ),
    "ENDING": (
        "start with|starts with|begin with|begins with|contain|contains|end in|end with|that start with|that end in"
        "|that end with|starting with|beginning with|that starts with|that contains|containing|ending|ends"
        "|ending in|ending with|ends in|ends with|last digits|last four digits|finishing in|that ends with"
    ),
    "HAS": (
        "mapped to|tagged to|"
        "goes by|go by|follows|falls under|is under|are under|has|have|got|uses|use|holds|own|owns|hold|on|with"
        "|carries|using|belong|belongs|belong to|belongs to|having"
        "|called|use the|been given|assigned to"
    ),
}
