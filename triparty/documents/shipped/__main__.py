"""Write the shipped templates again: `python -m triparty.documents.shipped`."""

import sys
from pathlib import Path

from triparty.documents.shipped import write_all

for made in write_all(Path("templates")):
    sys.stdout.write(f"{made}\n")
