<%inherit file="base.mako"/>
<p>${tr("Write to {contact}.", contact=contact)}</p>
<h2>${tr("First look here")}</h2>
<ul>
<li>${tr("Say *help* to the app in Teams, or *help* and the name of a command.")}</li>
<li>${tr("Say *ready* to see who can call, and what is missing for the others.")}</li>
<li>${tr("Say *whoami* to see what you may do, and why.")}</li>
</ul>
<h2>${tr("What to send")}</h2>
<p>${tr("The reference and the code at the foot of the message that said what went wrong, the time, and what you wanted to do. Send no keys and no passwords.")}</p>
% if settings.docs_url:
<p>${tr("What each code means: {page}.", page=link(settings.docs_url, tr("troubleshooting")))}</p>
% endif
