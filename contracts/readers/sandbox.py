"""Takes from the running process what a reader never needs: sockets and the starting of programs. Linux only.

A filter of system calls, which needs no rights and cannot be lifted again. Where the system has none (another system,
another processor, a container that forbids it) nothing happens: the bounds on memory and time hold without it.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
NUMBER_AT, ARCHITECTURE_AT = 0, 4
# By processor: its audit architecture, then socket, socketpair, connect, execve, execveat, fork, vfork, ptrace.
FORBIDDEN = {
    "x86_64": (0xC000003E, (41, 53, 42, 59, 322, 57, 58, 101)),
    "aarch64": (0xC00000B7, (198, 199, 203, 221, 281, 117)),
}


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p)]


def forbid_network() -> bool:
    """True where the filter is in force from now on."""
    known = FORBIDDEN.get(platform.machine())
    if not sys.platform.startswith("linux") or known is None:
        return False
    architecture, calls = known
    instructions = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (JUMP_IF_EQUAL, 0, len(calls) + 1, architecture),
        (LOAD, 0, 0, NUMBER_AT),
        *((JUMP_IF_EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    packed = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    program = Program(len(instructions), packed)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0
