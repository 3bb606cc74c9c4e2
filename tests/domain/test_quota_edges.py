"""The last row for which there is room, and the first for which there is none."""

import pytest

from bot.domain.quotas import Quotas
from bot.domain.refusal import Refusal

QUOTAS = Quotas(rows_per_member=5, rows_per_server=9)


@pytest.mark.parametrize(("server", "own", "more"), [(4, 4, 1), (3, 3, 2), (8, 0, 1), (7, 0, 2), (0, 0, 5)])
def test_the_last_that_fits_is_taken_and_one_more_is_not(server: int, own: int, more: int) -> None:
    QUOTAS.check_rows(server=server, own=own, more=more)
    with pytest.raises(Refusal):
        QUOTAS.check_rows(server=server, own=own, more=more + 1)


def test_one_row_is_meant_where_no_number_is_said() -> None:
    QUOTAS.check_rows(server=8, own=4)
    for server, own in ((9, 0), (5, 5)):
        with pytest.raises(Refusal):
            QUOTAS.check_rows(server=server, own=own)
