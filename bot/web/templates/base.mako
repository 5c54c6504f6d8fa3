<!DOCTYPE html>
<html lang="${tags[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style | n}</style>
</head>
<body>
<a class="skip" href="#main">${tr("Skip to the text")}</a>
<header>
<nav aria-label="${tr("Pages")}"><ul>
% for path, name in pages.items():
<li><a href="${settings.public_url}${path}${query}"${' aria-current="page"' if titles[name] == title else '' | n}>${titles[name]}</a></li>
% endfor
</ul></nav>
</header>
<main id="main">
<h1>${title}</h1>
${next.body()}
</main>
<footer>
<p>${tr("Run by {who}.", who=who)}</p>
<nav aria-label="${tr("Languages")}"><ul>
% for one, own in languages.items():
<li><a href="?language=${one}" lang="${tags[one]}" hreflang="${tags[one]}"${' aria-current="true"' if one == language else '' | n}>${own}</a></li>
% endfor
</ul></nav>
</footer>
</body>
</html>
