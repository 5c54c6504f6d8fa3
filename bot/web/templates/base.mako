<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style | n}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header>
<nav aria-label="Pages"><ul>
% for path, name in pages.items():
<li><a href="${settings.public_url}${path}"${' aria-current="page"' if titles[name] == title else '' | n}>${titles[name]}</a></li>
% endfor
</ul></nav>
</header>
<main id="main">
<h1>${title}</h1>
${next.body()}
</main>
<footer>
<p>Run by ${who()}.</p>
</footer>
</body>
</html>
<%def name="who()">${settings.company or "the organisation that offers you this app"}</%def>
<%def name="contact()">\
% if settings.contact:
<a href="mailto:${settings.contact}">${settings.contact}</a>\
% else:
the administrator who gave you this app\
% endif
</%def>
