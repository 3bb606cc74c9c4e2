"""What somebody new does first, command by command."""

from collections.abc import Mapping

STEPS: Mapping[str, str] = {
    "settings check": "As who manages this server, see that I have the permissions I need: {}.",
    "settings show": "Say how you want it here: the show, the time zone, who votes and who plans: {}.",
    "watched": "Tell me what you have watched, and I know what could spoil you and what is next: {}.",
    "episode": "Look an episode up by its number or a part of its title, or ask for `next`: {}.",
    "vote": "Give it a score from 1 to 10, and change it whenever you like: {}.",
    "ranking": "See what your server makes of them all, best to worst: {}.",
    "party zone": "Tell me your time zone, so that “fri 8pm” is yours: {}.",
    "party list": "See when the others watch together, and say that you come: {}.",
    "review write": "Say more than a number can: {}.",
    "progress privacy": "Choose who sees how far you are: {}.",
    "privacy show": "Ask what I keep about you, take it along or have it deleted: {}.",
}
"""What each command is good for at first, in the order of doing; `{}` is the command."""
