"""One HTML file to read and keep: opens offline, needs nothing else, runs nothing.

What stands in it was written by strangers: all of it is escaped, and a policy in the file forbids
scripts and addresses should that ever not be enough.
"""

from __future__ import annotations

from datetime import date
from html import escape

from wschat_gui.archive.export.context import ALONE, Context, Written
from wschat_gui.archive.export.form import Heading, iso_time, local_time, size_text
from wschat_gui.archive.seq_ranges import SeqRange
from wschat_gui.chat.vocabulary import Announced, Said, SharedFile

_STYLE = """
:root { color-scheme: light dark; --text: #191d25; --muted: #5b6472; --ground: #fff;
  --rule: #dde1e8; --nick: #1d4ed8; --host: #8a5300; }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9ef; --muted: #9aa3b2;
  --ground: #14171d; --rule: #2b313c; --nick: #8ab4ff; --host: #e0b04a; } }
body { margin: 0 auto; max-width: 50rem; padding: 1rem; background: var(--ground);
  color: var(--text); font: 1rem/1.45 system-ui, sans-serif; }
h1 { font-size: 1.3rem; margin: 0; }
header p, time, .gone { color: var(--muted); font-size: .85rem; }
section { content-visibility: auto; contain-intrinsic-size: auto 60rem; }
h2 { font-size: 1rem; border-bottom: 1px solid var(--rule); padding-bottom: .25rem; }
.m { display: grid; grid-template-columns: 4.5rem 1fr; column-gap: .75rem; margin: .5rem 0; }
time { font-variant-numeric: tabular-nums; padding-top: .15rem; }
.m b { color: var(--nick); }
.host { border-left: .25rem solid var(--host); padding-left: .5rem; margin-left: -.75rem; }
.host b { color: var(--host); }
.m p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.gone { font-style: italic; }
blockquote { margin: .15rem 0; padding-left: .5rem; border-left: .2rem solid var(--rule);
  color: var(--muted); font-size: .9rem; }
blockquote a { color: inherit; font-weight: 600; }
.m .file { color: var(--muted); }
.reactions span { border: 1px solid var(--rule); border-radius: 1rem; padding: 0 .45rem;
  font-size: .9rem; }
@media print { section { content-visibility: visible; } }
"""


class Page:
    """A heading for each day, and under it what was said."""

    def __init__(self, heading: Heading) -> None:
        """Write times in the heading's zone."""
        self._heading = heading
        self._day: date | None = None

    def begin(self) -> str:
        """Return the head of the document and the room's name."""
        room = escape(self._heading.room)
        exported = iso_time(self._heading.exported_ms, self._heading.zone)
        return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{room}</title>
<style>{_STYLE}</style>
</head>
<body>
<header><h1><bdi>{room}</bdi></h1><p>Exported <time>{exported}</time></p></header>
<main>
"""

    def entry(self, entry: Written, context: Context = ALONE) -> str:
        """Return an event, with the heading of its day where it is the first, or a marker."""
        match entry:
            case Said():
                return self._event(entry, "m", entry.nick, context)
            case Announced():
                return self._event(entry, "m host", "Announcement", context)
            case SeqRange():
                return f'<p class="gone">{len(entry):,} deleted</p>\n'

    def end(self) -> str:
        """Return the end of the document."""
        section = "" if self._day is None else "</section>\n"
        return f"{section}</main>\n</body>\n</html>\n"

    def _event(self, event: Said | Announced, classes: str, who: str, context: Context) -> str:
        at = local_time(event.at_ms, self._heading.zone)
        iso = at.isoformat(timespec="milliseconds")
        said = event if isinstance(event, Said) else None
        return (
            f"{self._day_before(at.date())}"
            f'<div class="{classes}" id="m{event.seq}">'
            f'<time datetime="{iso}" title="{iso}">{at:%H:%M:%S}</time>'
            f"<div><b><bdi>{escape(who)}</bdi></b>"
            f"{self._edited(said) if said else ''}{_reply(said, context) if said else ''}"
            f'<p dir="auto">{escape(event.text)}</p>'
            f"{_file(said.file) if said and said.file else ''}{_reactions(context)}</div>"
            "</div>\n"
        )

    def _edited(self, said: Said) -> str:
        if not said.edited_ms:
            return ""
        iso = iso_time(said.edited_ms, self._heading.zone)
        return f' <time class="edited" datetime="{iso}" title="{iso}">edited</time>'

    def _day_before(self, day: date) -> str:
        if day == self._day:
            return ""
        end_of_last = "" if self._day is None else "</section>\n"
        self._day = day
        return f"{end_of_last}<section>\n<h2>{day.isoformat()}</h2>\n"


def _reply(said: Said, context: Context) -> str:
    if quote := context.quote:
        nick = escape(quote.nick or "Announcement")
        return (
            f'<blockquote><a href="#m{quote.seq}"><bdi>{nick}</bdi></a> '
            f"<bdi>{escape(quote.words)}</bdi></blockquote>"
        )
    return "<blockquote>A deleted message</blockquote>" if said.reply_to else ""


def _file(file: SharedFile) -> str:
    size = size_text(file.size_bytes)
    return f'<p class="file">File <bdi>{escape(file.name)}</bdi> ({size})</p>'


def _reactions(context: Context) -> str:
    if not context.reactions:
        return ""
    sums = " ".join(f"<span>{escape(emoji)} {count}</span>" for emoji, count in context.reactions)
    return f'<p class="reactions">{sums}</p>'
