"""What is decided: law and house rules as pure functions and frozen values."""


class RuleError(Exception):
    """A refused decision: each reason is a sentence a person can act on, in the language spoken now."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons
