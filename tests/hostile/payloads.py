"""What people type who mean no good."""

from collections.abc import Mapping

ID = "424242424242424242"
"""An id that nobody has: where it acts, a text of somebody's acts."""
HOST = "evil.example"

MARKUP: Mapping[str, str] = {
    "user": f"<@{ID}> <@!{ID}>",
    "role": f"<@&{ID}>",
    "channel": f"<#{ID}> <id:customize> <id:browse>",
    "everyone": "@everyone",
    "here": "@here now",
    "a mention in disguise": f"\\\\<@{ID}> <\\@{ID}> <@\\{ID}>",
    "emphasis": "**bold** *slanted* __under__ _slanted_ ~~out~~ ***all*** `code` ||hidden||",
    "half of it": "** __ ~~ || ` * _ (",
    "a heading": "# Big",
    "a smaller heading": "### Less big",
    "small print": "-# by the bot",
    "a quote": "> said",
    "a long quote": ">>> all that follows",
    "a list": "- one",
    "a starred list": "* one",
    "a numbered list": "1. one",
    "code": "```py\nprint()\n```",
    "one more fence": "```",
    "hidden": "||spoiler||",
    "a masked link": f"[click](https://{HOST}/x)",
    "a masked link with a title": f'[click](<https://{HOST}/x> "sure")',
    "a bare link": f"https://{HOST}/a_b*c?d=e#f",
    "a link in brackets": f"<https://{HOST}>",
    "other schemes": f"ftp://{HOST} steam://run/1 discord://-/settings mailto:a@{HOST}",
    "an invite": "discord.gg/abc discord.com/invite/abc",
    "an emoji": f"<:evil:{ID}> <a:evil:{ID}>",
    "an emoji by name": ":thumbsup: :+1:",
    "a moment": "<t:4242:R> <t:4242>",
    "a command": f"</vote:{ID}> </poll create:{ID}>",
    "lines": "first\n# second\r\n- third\u2028> fourth\x0b1. fifth",
    "backslashes": "\\\\\\*\\*bold\\*\\*",
    "a backslash at the end": "trailing\\",
    "two backslashes at the end": "trailing\\\\",
    "right to left": "\u202egnp.exe\u202c \u2067x \u200f y",
    "isolates that close": "\u2069\u2069\u2069 out",
    "zero width": "a\u200b\u200c\u200d\u2060\ufeffb@\u200beveryone",
    "zalgo": "z" + "\u0335\u0321\u034e\u0317" * 40 + "o",
    "full width": "\uff20everyone \uff1c@1\uff1e \uff1d1+1 \uff03 x",
    "an emoji with joiners": "👩\u200d🚀 🏴\U000e0067\U000e0062\U000e007f ❤\ufe0f 1\ufe0f\u20e3",
    "SQL": "'); DROP TABLE votes; -- %s :guild_id ? {}",
    "a formula": '=HYPERLINK("https://x","y")',
    "more formulas": "+1-1 @SUM(1) -2+3\t=1",
    "JSON": '","x":{"y":[null]}}\\u0000',
    "a calendar": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil",
    "NUL and controls": "a\x00b\x07c\x1b[31md\x7fe\x85f",
    "half characters": "a\ud83db\udc00c",
    "format strings": "%n%s {0} {self} ${x} #{y}",
    "HTML": "<script>alert(1)</script> &lt;b&gt; &amp;",
}
"""By what they are."""

UNSEEN: Mapping[str, str] = {
    "spaces": "   \u2003\u00a0",
    "zero width alone": "\u200b\u200c\u200d\u2060\ufeff",
    "marks of direction alone": "\u202e\u200f\u2066\u2069",
    "fillers": "\u3164\u115f\u1160\uffa0\u2800",
    "tags": "\U000e0041\U000e0042",
    "controls": "\x00\x01\x1f\x7f",
    "half a character": "\ud800",
}
"""What leaves nothing to read."""

LONG = "**@everyone** " * 715
"""Ten thousand characters."""
