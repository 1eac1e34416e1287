"""`python -m benchmarks.peers.alone JOB DATA OUT` writes one tracker in a process whose memory is then measured."""

import json
import sys
from pathlib import Path

from benchmarks.peers.ours import excel_file, word_file


def main(job: str, data: str, out: str) -> None:
    """Write a tracker as `word` or `excel`."""
    values = json.loads(Path(data).read_text(encoding="utf-8"))["values"]
    {"word": word_file, "excel": excel_file}[job](values, Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
