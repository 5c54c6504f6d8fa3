<%inherit file="base.mako"/>
<p>Write to ${self.contact()}.</p>
<h2>First look here</h2>
<ul>
<li>Say <strong>help</strong> to the app in Teams, or <strong>help</strong> and the name of a command.</li>
<li>Say <strong>ready</strong> to see who can call, and what is missing for the others.</li>
<li>Say <strong>whoami</strong> to see what you may do, and why.</li>
</ul>
<h2>What to send</h2>
<p>The reference and the code at the foot of the message that said what went wrong, the time, and what you wanted to do.
Send no keys and no passwords.</p>
% if settings.docs_url:
<p>What each code means: <a href="${settings.docs_url}">troubleshooting</a>.</p>
% endif
