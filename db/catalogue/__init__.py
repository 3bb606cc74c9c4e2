"""The catalogue: shows as TOML files, loaded once at the start. README.md describes the format."""

from pathlib import Path

from bot.domain.catalogue import Library, Show
from db.catalogue.faults import CatalogueError, Fault
from db.catalogue.files import find, parse
from db.catalogue.show import id_of, read_show

__all__ = ["SHIPPED", "CatalogueError", "Fault", "load", "read_show"]

SHIPPED = Path(__file__).parent
"""The folder of the shows that come with Encore."""


def load(path: Path) -> Library:
    """Load a catalogue file, or every `*.toml` right in a folder, in order of name.

    Raises CatalogueError with all faults of all files.
    """
    shows: list[Show] = []
    owners: dict[str, str] = {}
    faults: list[Fault] = []
    for file in find(path):
        try:
            data = parse(file)
            show_id = id_of(data)
            if show_id is not None and owners.setdefault(show_id, file.name) != file.name:
                problem = f"{show_id!r} is already the id of {owners[show_id]}"
                faults.append(Fault(file.name, "[series]", "id", problem))
            shows.append(read_show(data, file=file.name))
        except CatalogueError as error:
            faults += error.faults
    if faults:
        raise CatalogueError(faults)
    return Library(tuple(sorted(shows, key=lambda show: show.id)))
