#!/usr/bin/env python3
"""Verify an exported history without triparty: `python3 verify_journal.py FILE [HEAD]`.

FILE is what `triparty verify --export FILE` wrote; docs/journal.md says how it is made. HEAD is a digest written down
earlier: an end that was cut off since is then found too. Prints the number of entries and the digest of the last one,
or the first line that does not fit and why. Exit code: 0 whole, 1 not, 2 could not be read.

Needs Python 3.8 and nothing else: it shares no line with the program whose work it judges.
"""

import hashlib
import json
import sys

GENESIS = "0" * 64
FIELDS = {
    "seq": int,
    "at": str,
    "actor": str,
    "turn": int,
    "undoes": (int, type(None)),
    "deed": str,
    "kind": str,
    "row_id": str,
    "before": str,
    "after": str,
    "previous": str,
    "digest": str,
}


def canonical(value):
    """JSON with sorted keys, no spaces, and text as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(entry):
    """The digest an entry must bear: over all its fields but that one."""
    said = {name: value for name, value in entry.items() if name != "digest"}
    return hashlib.sha256(canonical(said).encode("utf-8")).hexdigest()


def why_not(line, number, previous):
    """(What is wrong with a line, its digest); nothing is wrong with an empty reason."""
    try:
        entry = json.loads(line.decode("utf-8"))
        written = canonical(entry).encode("utf-8")
    except ValueError:
        return "this is no JSON in UTF-8", ""
    if not isinstance(entry, dict) or set(entry) != set(FIELDS):
        return "these are not the fields of an entry", ""
    for name, kind in FIELDS.items():
        if not isinstance(entry[name], kind) or isinstance(entry[name], bool):
            return f"{name}: not a value of its kind", ""
    if written != line:
        return "not written in the canonical way", ""
    if entry["seq"] != number:
        return f"seq is {entry['seq']}: entry {number} is missing", ""
    if sha256(entry) != entry["digest"]:
        return "the content does not give the digest: it was changed", ""
    if entry["previous"] != previous:
        return f"previous is not the digest of entry {number - 1}", ""
    return "", entry["digest"]


def verify(lines, head=""):
    """(number of good entries, last good digest, number of the first bad one or 0, why)."""
    count, last, met = 0, GENESIS, head in ("", GENESIS)
    for line in lines:
        if not line.endswith(b"\n"):
            return count, last, count + 1, "the line breaks off"
        reason, digest = why_not(line[:-1], count + 1, last)
        if reason:
            return count, last, count + 1, reason
        count, last = count + 1, digest
        met = met or digest == head
    if not met:
        return count, last, count + 1, "the history ends before the head that was written down, or is another one"
    return count, last, 0, ""


def main(arguments):
    """Verify the file named on the command line."""
    if len(arguments) not in (1, 2):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        with open(arguments[0], "rb") as lines:
            count, last, broken, reason = verify(lines, "".join(arguments[1:]).strip().lower())
    except OSError as problem:
        print(f"{arguments[0]}: {problem.strerror}", file=sys.stderr)
        return 2
    if broken:
        print(f"line {broken}: {reason}")
        return 1
    print(f"{count} entries, whole and unchanged, head {last}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
