"""How numbers look."""


def issue_number(year: int, value: int) -> str:
    """`2026-0147`."""
    return f"{year}-{value:04d}"


def visit_number(year: int, value: int) -> str:
    """`V2026-0012`."""
    return f"V{year}-{value:04d}"


def action_number(year: int, value: int) -> str:
    """`A2026-0031`."""
    return f"A{year}-{value:04d}"


DEFAULT_MARK = "三方联"
"""What minutes are numbered under where a community has not said its mark."""


def minutes_reference(mark: str, year: int, value: int) -> str:
    """`三方联纪〔2026〕4号`: the year in full in 〔 〕, no leading zero (GB/T 9704-2012, 7.2.5).

    `mark` is what stands before 纪; one that ends in it already is taken as meant.
    """
    return f"{(mark or DEFAULT_MARK).removesuffix('纪')}纪〔{year}〕{value}号"
