"""All that is kept about a member, as one JSON file."""

import json
from datetime import datetime
from io import BytesIO

from bot.domain.refusal import Refusal
from db.personal_export import Entries

MOST = 8_000_000
"""Bytes of the file: Discord takes 10 MB."""


class Dossier:
    """The file as it grows. Each part is written as it comes, so no more than the file is held in memory."""

    def __init__(self, member_id: int, now: datetime) -> None:
        self.rows = 0
        self.servers = 0
        self._file = BytesIO()
        self._head = {"about": str(member_id), "made": now.isoformat()}
        self._everywhere: Entries = {}

    def add_everywhere(self, entries: Entries) -> None:
        """Put in what is of no server in particular."""
        self._everywhere = entries
        self._count(entries)

    def add_server(self, guild_id: int, entries: Entries) -> None:
        """Put in what is kept in a server, where anything is.

        Raises:
            Refusal: it is more than one file holds.
        """
        if not entries:
            return
        self._file.write(b",\n" if self.servers else b"")
        self._file.write(_written({"server": str(guild_id), **entries}))
        self.servers += 1
        self._count(entries)
        if self._file.tell() > MOST:
            raise Refusal(
                "All of it together is more than one file holds. Take it along server by server, with "
                "`where:here`; if one server alone is too much, ask whoever runs me."
            )

    @property
    def data(self) -> bytes:
        """The whole file, UTF-8."""
        head = _written({**self._head, "in_all_servers_alike": self._everywhere})
        return b"".join((head[:-2], b',\n "servers": [\n', self._file.getvalue(), b"]\n}\n"))

    def _count(self, entries: Entries) -> None:
        self.rows += sum(map(len, entries.values()))


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
