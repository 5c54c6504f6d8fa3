<%inherit file="base.mako"/>
<p>${tr("Switchboard is an app for Microsoft Teams. Administrators talk to it to bring the phone numbers of a CPaaS into Microsoft Teams through Operator Connect: they connect their tenant, license people, upload numbers, assign them, and see who can call.")}</p>
<p>${tr("Every change is shown as a plan first. A second administrator approves it, the app carries it out, reads back what it did, and can undo it.")}</p>
<h2>${tr("What it needs")}</h2>
<ul>
<li>${tr("Somebody with the Teams administrator or Global administrator role, who sets it up once.")}</li>
<li>${tr("The key of your organisation at your CPaaS provider, and your consent to its operator in the Teams admin center.")}</li>
<li>${tr("A Teams Phone licence for each person who is to call.")}</li>
</ul>
<h2>${tr("How to begin")}</h2>
<p>${tr("Open Switchboard in Teams and say *connect*. Say *help* at any time. Questions go to {contact}.", contact=contact)}</p>
