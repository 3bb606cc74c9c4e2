"""What a file may be, before anybody asks what it says."""

import gzip
import io
import json
import tracemalloc
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from bot.domain.catalogue import Show
from bot.imports.files import ATTACHED, UNPACKED
from tests.imports.made import anime, keys, read, refused, xml

MEBIBYTE = 1024 * 1024


@contextmanager
def at_most(mebibytes: int) -> Generator[None]:
    """What happens within takes no more memory."""
    tracemalloc.start()
    try:
        yield
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < mebibytes * MEBIBYTE


def bomb(mebibytes: int) -> bytes:
    """A gzip file some hundred times smaller than what it holds."""
    packing = zlib.compressobj(wbits=31)
    return b"".join(
        [*(packing.compress(b"1\n" * (MEBIBYTE // 2)) for _ in range(mebibytes)), packing.flush()]
    )


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "5\n")
    return file.getvalue()


def test_a_file_of_exactly_the_limit_is_read_and_a_larger_one_refused(lantern_row: Show) -> None:
    assert read(b"5".ljust(ATTACHED, b"\n"), lantern_row).episodes == ("s1e5",)
    assert "too large" in refused(b"5".ljust(ATTACHED + 1, b"\n"), lantern_row)


def test_a_gzip_file_of_exactly_the_limit_is_unpacked_and_a_larger_one_refused(lantern_row: Show) -> None:
    text, end = xml(anime("Lantern Row", 2)).removesuffix(b"</myanimelist>"), b"</myanimelist>"
    most = text.ljust(UNPACKED - len(end)) + end

    assert read(gzip.compress(most), lantern_row).episodes == keys(1, 2)
    assert "holds too much" in refused(gzip.compress(most + b" "), lantern_row)


def test_a_bomb_is_not_unpacked(lantern_row: Show) -> None:
    data = bomb(100)

    with at_most(64):
        assert "holds too much" in refused(data, lantern_row)


def test_what_is_not_needed_is_dropped_while_it_is_read(kaleido_star: Show) -> None:
    message = json.dumps({"message": "x" * 100})
    data = f'{{"messages": [{",".join([message] * 90_000)}], "lists": []}}'.encode()

    with at_most(30):
        assert "no series" in refused(gzip.compress(data), kaleido_star)


@pytest.mark.parametrize(
    ("data", "filename", "sentence"),
    [
        (b"", "a.csv", "empty"),
        (b" \r\n\t", "a.csv", "empty"),
        (b"\xef\xbb\xbf", "a.csv", "empty"),
        (b"\xff\xfe", "a.csv", "empty"),
        (gzip.compress(b""), "a.xml.gz", "empty"),
        (gzip.compress(b"5")[:-4], "a.gz", "breaks off"),
        (gzip.compress(b"5")[:-1] + b"\x07", "a.gz", "broken"),
        (b"\x1f\x8b\x08garbage", "a.gz", "broken"),
        (gzip.compress(b"5") + gzip.compress(b"6"), "a.gz", "after its end"),
        (gzip.compress(gzip.compress(b"5")), "a.gz", "packed twice"),
        (gzip.compress(zipped("a.csv")), "a.gz", "zip file"),
        (zipped("a.csv"), "a.zip", "zip file"),
        (zipped("xl/workbook.xml"), "A.XLSX", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "a.xlsx", "password"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "a.7z", "packed in a way"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQEMA5", "a.asc", "encrypted"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a.png", "no text"),
        (b"5\n6\n\x007", "a.csv", "no text"),
        (b"\xff\xfe5", "a.csv", "no text"),
    ],
    ids=lambda value: "data" if isinstance(value, bytes) else None,  # some of it holds the time it was made
)
def test_what_is_no_text_is_refused_with_a_reason(
    lantern_row: Show, data: bytes, filename: str, sentence: str
) -> None:
    assert sentence in refused(data, lantern_row, filename)


def test_zeros_after_a_gzip_file_are_padding(lantern_row: Show) -> None:
    assert read(gzip.compress(b"5\n6") + b"\0" * 100, lantern_row).episodes == ("s1e5", "s1e6")


def test_the_content_tells_the_format_whatever_the_file_is_called(lantern_row: Show) -> None:
    assert read(xml(anime("Lantern Row", 1)), lantern_row, "list.json").format == "MyAnimeList"
    assert read(b"5", lantern_row, "list.xml").format == "CSV"
