<%inherit file="base.mako"/>
<p>Switchboard is an app for Microsoft Teams. Administrators talk to it to bring the phone numbers of a CPaaS into
Microsoft Teams through Operator Connect: they connect their tenant, license people, upload numbers, assign them, and
see who can call.</p>
<p>Every change is shown as a plan first. A second administrator approves it, the app carries it out, reads back what it
did, and can undo it.</p>
<h2>What it needs</h2>
<ul>
<li>Somebody with the Teams administrator or Global administrator role, who sets it up once.</li>
<li>The key of your organisation at your CPaaS provider, and your consent to its operator in the Teams admin center.</li>
<li>A Teams Phone licence for each person who is to call.</li>
</ul>
<h2>How to begin</h2>
<p>Open Switchboard in Teams and say <strong>connect</strong>. Say <strong>help</strong> at any time.
Questions go to ${self.contact()}.</p>
