"""What a work in the database's thread may ask of discord.py, which is asked in the event loop alone."""

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from db.database import T, Work

K = TypeVar("K")
V = TypeVar("V")


class Unasked(Exception):
    """A work met a question that was not asked in the event loop yet. `learn`, called there, asks it."""

    def __init__(self, learn: Callable[[], None]) -> None:
        super().__init__(learn)
        self.learn = learn


class Asked(Generic[K, V]):
    """A question, which a work may put as often as it likes: it is asked in the event loop alone."""

    def __init__(self, ask: Callable[[K], V], known: Mapping[K, V]) -> None:
        self._ask = ask
        self._known = dict(known)

    def __call__(self, about: K) -> V:
        """The answer.

        Raises:
            Unasked: it is not known yet.
        """
        if about not in self._known:
            raise Unasked(partial(self._learn, about))
        return self._known[about]

    def _learn(self, about: K) -> None:
        self._known[about] = self._ask(about)


async def done(do: Callable[[Work[T]], Coroutine[Any, Any, T]], work: Work[T]) -> T:
    """What `work` makes of `do`, a `read` or a `write`; from its beginning again where it met a question."""
    while True:
        try:
            return await do(work)
        except Unasked as question:
            question.learn()
