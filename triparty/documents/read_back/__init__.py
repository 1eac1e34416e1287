"""Papers edited by hand, read back into the record: minutes from Word, the tracker from Word and Excel.

Reading Word is this room's as writing it is; the rows of an Excel tracker are handed in by whoever calls, for only
`intake` reads foreign tables. What was changed in headers, footers, notes and text boxes is told and never taken over.
"""

from triparty.documents.read_back.homes import Change
from triparty.documents.read_back.reading import Reading, accept, counts, read_back

__all__ = ["Change", "Reading", "accept", "counts", "read_back"]
