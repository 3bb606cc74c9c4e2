"""What an answer or a message tells."""

import json

from tests.stand_in import Json

ROSE = 0xE85C7A
"""The colour of a card that says that something was not done."""


def words(message: Json) -> str:
    """All that a message or an answer holds, as text."""
    return json.dumps(message, ensure_ascii=False)


def is_refusal(answer: Json) -> bool:
    """Whether an answer says that something was not done."""
    return bool(answer["data"]["components"][0].get("accent_color") == ROSE)
