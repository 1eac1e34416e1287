"""Digests of files, read piece by piece: a database with its pictures does not fit into memory."""

import hashlib
from pathlib import Path

SM3 = "sm3"
"""GB/T 32905, by OpenSSL where it has it."""


def sha256(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sm3(path: Path) -> str:
    """The SM3 of a file; only where `knows_sm3`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, SM3).hexdigest()


def knows_sm3() -> bool:
    """Whether this machine's OpenSSL has SM3; some are built without."""
    try:
        hashlib.new(SM3)
    except ValueError:
        return False
    return True
