"""The one exception that is meant for a person."""


class Refusal(Exception):
    """A request that cannot be met, and the plain sentence that says so and what to do instead.

    Raised anywhere between a command and its row; `bot.errors.explain` shows the sentence to the one who
    asked, alone. The sentence may hold text a member typed only where it went through `bot.text.quote`.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
