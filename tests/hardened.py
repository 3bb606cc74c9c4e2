"""What the systemd unit forbids, forbidden to a process without systemd, as far as a kernel does that alone.

Not held here are the views of the file system, which need a namespace: ProtectSystem, PrivateTmp, ProcSubset.
"""

import ctypes
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

UNIT = Path(__file__).parents[1] / "deploy" / "encore.service"

# include/uapi/linux/prctl.h, seccomp.h
PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, MDWE_REFUSE_EXEC_GAIN = 38, 65, 1
CLONE_NEWUSER = 0x1000_0000
KILL, ALLOW, REFUSE = 0x8000_0000, 0x7FFF_0000, 0x0005_0000
EAFNOSUPPORT, EQUAL, FAMILIES = 97, 4, 46


def settings(name: str) -> list[str]:
    """What the unit sets under a name, in order."""
    return re.findall(rf"^{name}=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)


def environment() -> dict[str, str]:
    """The variables that it sets."""
    return dict(pair.split("=", 1) for line in settings("Environment") for pair in line.split())


def lacking() -> str | None:
    """What this machine lacks to hold a process like that; None where nothing."""
    if shutil.which("systemd-analyze") is None:
        return "no systemd-analyze, which knows the groups of system calls"
    try:
        ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return "no libseccomp"
    tried = subprocess.run(  # noqa: S603  a constant
        [sys.executable, "-c", _PROBE.format(nobody=CLONE_NEWUSER, option=PR_SET_MDWE)],
        capture_output=True,
        text=True,
        check=False,
    )
    return tried.stderr.strip() or None


_PROBE = """
import ctypes, os, sys
libc = ctypes.CDLL(None)
if os.geteuid() == 0 and libc.unshare({nobody}):
    sys.exit("run by root, and no user namespaces")
if libc.prctl({option}, 1, 0, 0, 0):
    sys.exit("a kernel before 6.3")
"""


def restrictions() -> Callable[[], None]:
    """What a new process is to call before it becomes the bot."""
    assert settings("NoNewPrivileges") == settings("MemoryDenyWriteExecute") == ["yes"]
    libc, umask = ctypes.CDLL(None), int(settings("UMask")[0], 8)
    seccomp = ctypes.CDLL("libseccomp.so.2")
    filters = [_families(seccomp), _calls(seccomp)]  # after the last one no more can be added

    def restrict() -> None:
        assert _be_nobody(libc) == 0
        os.umask(umask)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        assert libc.prctl(PR_SET_MDWE, MDWE_REFUSE_EXEC_GAIN, 0, 0, 0) == 0
        for each in filters:
            assert seccomp.seccomp_load(each) == 0

    return restrict


@cache
def allowed() -> frozenset[str]:
    """The system calls that the unit leaves a process."""
    names: set[str] = set()
    for line in settings("SystemCallFilter"):
        groups = _members(line.removeprefix("~").split())
        names = names - groups if line.startswith("~") else names | groups
    return frozenset(names)


def _members(names: Iterable[str]) -> set[str]:
    """The system calls of these groups, and of the groups in them."""
    found: set[str] = set()
    for name in names:
        if name.startswith("@"):
            listed = subprocess.run(  # noqa: S603  the groups that the unit names
                ["systemd-analyze", "--no-pager", "syscall-filter", name],  # noqa: S607  wherever it is
                capture_output=True,
                text=True,
                check=True,
            )
            found |= _members(re.findall(r"^    ([@\w-]+)$", listed.stdout, re.MULTILINE))
        else:
            found.add(name)
    return found


def _calls(seccomp: ctypes.CDLL) -> ctypes.c_void_p:
    """Whoever makes another system call is ended, as systemd has it."""
    made = _filter(seccomp, KILL)
    for name in sorted(allowed()):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0:  # else this processor has none of that name
            assert seccomp.seccomp_rule_add_array(made, ALLOW, number, 0, None) == 0
    return made


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    )


def _families(seccomp: ctypes.CDLL) -> ctypes.c_void_p:
    """There are no sockets of other families."""
    (line,) = settings("RestrictAddressFamilies")
    left = {int(getattr(socket, name)) for name in line.split()}
    made = _filter(seccomp, ALLOW)
    number = seccomp.seccomp_syscall_resolve_name(b"socket")
    for family in set(range(FAMILIES)) - left:
        first = _Comparison(0, EQUAL, family, 0)
        added = seccomp.seccomp_rule_add_array(made, REFUSE | EAFNOSUPPORT, number, 1, ctypes.byref(first))
        assert added == 0
    return made


def _filter(seccomp: ctypes.CDLL, otherwise: int) -> ctypes.c_void_p:
    seccomp.seccomp_init.restype = ctypes.c_void_p
    seccomp.seccomp_init.argtypes = [ctypes.c_uint32]
    return ctypes.c_void_p(seccomp.seccomp_init(otherwise))


def _be_nobody(libc: ctypes.CDLL) -> int:
    """Be root no more, for whom SQLite changes its files' owner, which is forbidden; 0 where that worked."""
    return libc.unshare(CLONE_NEWUSER) if os.geteuid() == 0 else 0
