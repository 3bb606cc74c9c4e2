"""Requests that fail, are slow or lose their answer, as a test ordered."""

import re
from collections.abc import Mapping

from tests.stand_in.journal import Journal
from tests.stand_in.objects import Json
from tests.stand_in.wire import Fault, Request


class Faults(Journal):
    """The faults that are still to happen."""

    def __init__(self) -> None:
        super().__init__()
        self._faults: list[Fault] = []

    def fail(
        self,
        method: str,
        path: str,
        status: int | None,
        body: Json | str | None = None,
        *,
        times: int = 1,
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
        done: bool = False,
        trickle: float = 0.0,
    ) -> None:
        """Answer the next matching requests with this status, RESET, or None for the true answer, only late.

        With `done`, Discord does the work and only its answer fails. The gateway's handshake is GET /ws.
        `trickle`: seconds in which a true answer comes, in small pieces.
        A 429 has the header Via, without which discord.py takes it for a ban, and a `retry_after` of 0.1 s.
        """
        if body is None:
            body = {"code": 0, "message": "stand-in", "retry_after": 0.1, "global": False}
        headers = headers if headers is not None else {"Via": "1.1 stand-in"} if status == 429 else {}
        done = done or status is None
        self._faults += [Fault(method, path, status, body, headers, delay, done, trickle)] * times

    def heal(self) -> None:
        """Let what was still to fail go well."""
        self._faults.clear()

    def _fault(self, request: Request) -> Fault | None:
        for fault in self._faults:
            if fault.method == request.method and re.fullmatch(fault.path, request.path):
                self._faults.remove(fault)
                return fault
        return None
