"""How large a photo is kept: enough for half a printed page, and little enough to travel with the database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """`longest` side in pixels, JPEG `quality` from 1 to 95, and the largest file that is read, in bytes."""

    longest: int = 1600
    quality: int = 85
    most_bytes: int = 200 * 1024 * 1024

    def fitted(self, width: int, height: int) -> tuple[int, int]:
        """The size at which a picture of `width` × `height` is kept: its own shape, never made larger."""
        scale = min(1.0, self.longest / max(width, height))
        return max(1, round(width * scale)), max(1, round(height * scale))


KEPT = Preset()
"""What an office keeps: some 200 to 400 KB a photo."""
