"""How large a photo is kept."""

from hypothesis import given
from hypothesis import strategies as st

from triparty.rules.photos import KEPT, Preset


@given(st.integers(1, 100_000), st.integers(1, 100_000), st.integers(1, 5_000))
def test_a_photo_fits_keeps_its_shape_and_never_grows(width: int, height: int, longest: int) -> None:
    fitted = Preset(longest=longest).fitted(width, height)
    assert 1 <= fitted[0] <= min(width, longest)
    assert 1 <= fitted[1] <= min(height, longest)
    scale = min(1, longest / max(width, height))
    assert abs(fitted[0] - width * scale) <= 1
    assert abs(fitted[1] - height * scale) <= 1


def test_a_phones_photo_is_kept_at_1600_pixels() -> None:
    assert KEPT.fitted(4032, 3024) == (1600, 1200)
    assert KEPT.fitted(3024, 4032) == (1200, 1600)
