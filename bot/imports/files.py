"""From a file's bytes to its text, within limits, whatever the bytes are."""

import codecs
import zlib

from bot.domain.refusal import Refusal

ATTACHED = 2 * 1024 * 1024
"""Bytes of a file as it was attached. To be checked before it is fetched, too."""
UNPACKED = 16 * 1024 * 1024
"""Bytes of what a gzip file may hold."""

WANTED = (
    "Send a list as MyAnimeList (XML or XML.GZ) or AniList (JSON) exports it, or a CSV of episode numbers."
)
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The compound file, in which Office also keeps what has a password."""
_PACKED = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\x00", b"BZh", b"\x28\xb5\x2f\xfd")
_PGP = b"-----BEGIN PGP MESSAGE"
_SHEETS = (".xlsx", ".xlsm", ".ods", ".numbers")


def text_of(data: bytes, *, filename: str) -> str:
    """The text of a file, unpacked and without byte order mark; never blank.

    UTF-8 and UTF-16 are told by their marks or by trial, anything else is taken for Windows-1252, in which
    spreadsheets of western countries save.

    Raises:
        Refusal: it is too large, packed otherwise than by gzip, encrypted, broken, empty, or no text.
    """
    if len(data) > ATTACHED:
        raise Refusal(
            "That file is too large. I read up to 2 MiB as attached; packed with gzip, it may hold 16 MiB."
        )
    if data.startswith(_GZIP):
        data = _unpacked(data)
        if data.startswith(_GZIP):
            raise Refusal("That file was packed twice. Unpack it once and send that.")
    _no_other_kind(data, filename.casefold())
    text = _decoded(data)
    if "\0" in text:
        raise Refusal(f"That file is no text. {WANTED}")
    if not text or text.isspace():
        raise Refusal(f"That file is empty. {WANTED}")
    return text


def _unpacked(data: bytes) -> bytes:
    """What a gzip file holds. Stops as soon as that is too much, so that a bomb is never unpacked."""
    unpacking = zlib.decompressobj(wbits=31)  # 16 + 15: gzip, its checksum included
    try:
        found = unpacking.decompress(data, UNPACKED + 1)
    except zlib.error:
        raise Refusal("That gzip file is broken. Download it anew and send it again.") from None
    if len(found) > UNPACKED:
        raise Refusal("That gzip file holds too much. I read lists of up to 16 MiB.")
    if not unpacking.eof:
        raise Refusal("That gzip file breaks off. Download it anew and send it again.")
    if unpacking.unused_data.strip(b"\0"):  # a second one after it, or something else
        raise Refusal("That gzip file has something after its end. Unpack it and send what it holds.")
    return found


def _no_other_kind(data: bytes, filename: str) -> None:
    if data.startswith(_ZIP) and filename.endswith(_SHEETS):
        raise Refusal("That is a spreadsheet. Save it as CSV and send that.")
    if data.startswith(_ZIP):
        raise Refusal("That is a zip file. Unpack it and send the file it holds.")
    if data.startswith(_OLD_OFFICE):
        raise Refusal("That is a spreadsheet with a password, or an old one. Save it as CSV and send that.")
    if data.startswith(_PACKED):
        raise Refusal("That file is packed in a way I do not know. Unpack it and send what it holds.")
    if data[:100].lstrip().startswith(_PGP):
        raise Refusal("That file is encrypted. Decrypt it and send what it holds.")


def _decoded(data: bytes) -> str:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        if data[1:2] == b"\0":
            return data.decode("utf-16-le")
        if data[:1] == b"\0":
            return data.decode("utf-16-be")
    except UnicodeDecodeError:
        raise Refusal(f"That file is no text. {WANTED}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
