<%inherit file="base.mako"/>
<p>${tr("This copy of Switchboard is run by {who}. Whatever contract your organisation has with them comes first; these terms say how the app is meant to be used.", who=who)}</p>
<ul>
<li>${tr("It is for administrators of an organisation's telephony. What somebody may do in it follows from the role they hold in their Microsoft directory.")}</li>
<li>${tr("It changes Microsoft Teams, the operator's account and the CPaaS on behalf of those who ask for a change and approve it. They answer for what they approve.")}</li>
<li>${tr("Licences and phone numbers are bought from Microsoft and from your provider under their own terms. The app sells nothing.")}</li>
<li>${tr("Don't try to reach another organisation's data, to get around an approval, or to overload the app.")}</li>
<li>${tr("Emergency calls depend on your numbers, addresses and network. Test them as your provider says; the app doesn't do it for you.")}</li>
<li>${tr("The program itself is open source under the MIT licence, which comes without warranty.")}</li>
</ul>
<p>${tr("Questions go to {contact}.", contact=contact)}</p>
