<%inherit file="base.mako"/>
<p>${tr("This page says what this copy of Switchboard stores about people, why, and for how long. It is run by {who}, who decides where its database and logs are. Questions, and requests to see or to delete data, go to {contact}.", who=who, contact=contact)}</p>
<h2>${tr("What is stored, and for how long")}</h2>
<dl>
% for one in kept:
<dt>${one.what}</dt>
<dd>${one.purpose} ${one.how_long(settings)}</dd>
% endfor
</dl>
<p>${tr("The program's logs hold ids and error messages, and stay as long as {who} keeps logs. Backups of the database hold what the database held.", who=who)}</p>
<p>${tr("A message that you type is read by rules in the program itself. It isn't sent to any language model, and isn't stored unless it becomes a request.")}</p>
<h2>${tr("Who gets it")}</h2>
<ul>
<li>${tr("Microsoft Teams carries the messages. Microsoft Graph is asked for people, licences and numbers of your tenant, and changed as you approve.")}</li>
<li>${tr("The operator's gateway gets the numbers that you upload or release, and the id of your tenant.")}</li>
<li>${tr("Your CPaaS gets the lines, members, numbers and settings that you change there.")}</li>
</ul>
<p>${tr("Nobody else gets it. There is no advertising, no tracking, and these pages set no cookies.")}</p>
<h2>${tr("Who sees it in the chat")}</h2>
<p>${tr("People of your own tenant with an administrator's or a reader's role in its directory. In group chats and channels the app answers nothing about people and their numbers; it posts the notices there that an administrator asked for.")}</p>
<h2>${tr("How it is protected")}</h2>
<p>${tr("The CPaaS key is encrypted in the database. Buttons carry a signature and work in your tenant alone. Every call to Microsoft, the operator and the CPaaS is encrypted on its way. The record of changes is chained, so that a changed entry shows.")}</p>
<h2>${tr("How it is deleted")}</h2>
<p>${tr("An administrator says *disconnect*, and a second one approves: the CPaaS key is deleted at once. What else there is goes after the time above; write to {contact} to have it deleted sooner. What the app set in Microsoft Teams and in the CPaaS stays there until somebody changes it.", contact=contact)}</p>
