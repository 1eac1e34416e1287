"""Where a database file may lie: never on a network share, whose locks SQLite cannot trust; what its disk allows."""

import os
import re
import shutil
from pathlib import Path

from meetings_db.errors import Bar

LEAST = 1_000_000
"""Bytes a disk must have left for a deed: the log beside the file, the index of the log, and what the deed adds."""

_SHARES = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "gfs2", "ocfs2", "davfs", "coda")
)
_FUSE_SHARES = ("sshfs", "glusterfs", "ceph", "s3fs", "rclone", "davfs2", "curlftpfs", "smbnetfs", "gvfsd-fuse")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def share_of(path: Path) -> str:
    """The kind of network share `path` lies on, as far as this system tells; empty for a disk of this computer."""
    place = os.path.realpath(path)
    if place.startswith("\\\\"):
        return "UNC"
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""  # another system: nothing to ask
    return share_in(mounts, place)


def share_in(mounts: str, place: str) -> str:
    """The kind of network share the absolute `place` lies on, by the text of `/proc/mounts`; empty for a disk."""
    kind, longest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        mounted = _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[1]).rstrip("/")
        if (place == mounted or place.startswith(f"{mounted}/")) and len(mounted) >= longest:
            kind, longest = fields[2], len(mounted)
    _fuse, dot, program = kind.partition("fuse.")
    return kind if kind in _SHARES or (dot and program in _FUSE_SHARES) else ""


def bar_of(file: Path) -> tuple[Bar, Path] | None:
    """What keeps `file`, and the log beside it, from being written, with the path it is about; None for nothing."""
    folder = folder_at(file)
    if hasattr(os, "statvfs") and os.statvfs(folder).f_flag & os.ST_RDONLY:
        return Bar.DISK, folder
    for each in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        if each.is_file() and not os.access(each, os.R_OK | os.W_OK):
            return Bar.FILE, each
    return None if os.access(folder, os.W_OK | os.X_OK) else (Bar.FOLDER, folder)


def free_at(file: Path) -> int:
    """The bytes that are left on the disk of `file`."""
    return shutil.disk_usage(folder_at(file)).free


def folder_at(file: Path) -> Path:
    """The folder of `file`, or the nearest one above it that exists."""
    return next(each for each in file.absolute().parents if each.is_dir())
