"""What an episode is called before a viewer: number and title, or the number alone where that is hidden."""

from bot.domain.catalogue import Episode
from bot.domain.spoilers import Viewer, unseal
from bot.text import CHOICE_NAME, clip, one_line


def title_of(episode: Episode, viewer: Viewer) -> str | None:
    """Its title, None where that is hidden from `viewer`."""
    return unseal(episode.title, viewer)


def name_of(episode: Episode, viewer: Viewer) -> str:
    """`26 · An Amazing Comeback`, or `Episode 26`: plain text, to be escaped where it is shown."""
    title = title_of(episode, viewer)
    return f"Episode {episode.label}" if title is None else f"{episode.label} · {title}"


def choice_name(episode: Episode, viewer: Viewer) -> str:
    """The same as a list of choices shows it: plain text of one line, at most 100 characters."""
    return clip(one_line(name_of(episode, viewer)), CHOICE_NAME)
