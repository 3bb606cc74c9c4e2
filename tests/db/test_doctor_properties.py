"""Whatever members do, the doctor finds nothing; whichever total is changed, that one is found."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import doctor
from db.database import Database, Tx
from db.doctor.findings import Ill
from db.doctor.totals import TOTALS, Total
from db.sqlite import MIGRATIONS
from tests.db.ailing import DOES, KNOWN, live
from tests.db.lives import Step, steps

one_database = settings(
    max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
"""Each example wipes the database that they share; it stays open, as where a bot runs."""

HISTORIES = steps(tuple(DOES))


@pytest.fixture
def folder() -> Path:
    return MIGRATIONS


async def wipe(tx: Tx) -> None:
    names = await tx.all(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        " AND name <> 'schema_migrations' ORDER BY name"
    )
    for row in names:
        await tx.run(f"DELETE FROM {row['name']}")  # noqa: S608  tables' names


@given(history=HISTORIES)
@one_database
async def test_what_members_do_leaves_nothing_to_find(db: Database, path: Path, history: list[Step]) -> None:
    async with db.transaction() as tx:
        await wipe(tx)
        for step in history:
            await DOES[step.verb](tx, step)

    assert doctor.examine(path, KNOWN) == []


@dataclass(frozen=True, slots=True)
class Slip:
    """A figure that is changed: in which row of which total, which of its sums, by how much."""

    total: Total
    row: int
    column: str
    by: int


SLIPS = st.builds(
    Slip,
    total=st.sampled_from(TOTALS),
    row=st.integers(0, 99),
    column=st.sampled_from(("number", "visible", "episodes", "members", "votes", "total", "squares", "s7")),
    by=st.integers(1, 9),
)


async def slip(tx: Tx, made: Slip) -> None:
    total = made.total
    kept = await tx.all(f"SELECT * FROM ({total.kept}) ORDER BY {', '.join(total.keys)}")  # noqa: S608
    row = kept[made.row % len(kept)]
    column = made.column if made.column in total.sums else total.sums[-1]
    value = 1 - row[column] if column == "visible" else row[column] + made.by
    where = " AND ".join(f"{name} = :{name}" for name in total.keys)
    changed = await tx.run(
        f"UPDATE {total.table} SET {column} = :value WHERE {where}",  # noqa: S608  columns' names
        value=value,
        **{name: row[name] for name in total.keys},
    )
    assert changed == 1


@given(made=SLIPS)
@one_database
async def test_a_figure_that_slipped_is_found_in_its_table_and_nowhere_else(
    db: Database, path: Path, made: Slip
) -> None:
    async with db.transaction() as tx:
        await wipe(tx)
        await live(tx)
        await slip(tx, made)

    (finding,) = doctor.examine(path, KNOWN)

    assert (finding.ill, finding.table, finding.rows) == (Ill.TOTAL, made.total.table, 1)
    assert finding.kept != finding.counted
