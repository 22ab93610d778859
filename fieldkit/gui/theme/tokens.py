"""Colours by meaning in three themes, and the few sizes that everything is built from."""

from dataclasses import dataclass, fields
from enum import StrEnum

GRID = 4
"""All distances are multiples of this."""
INSIDE, BETWEEN, MARGIN = 8, 16, 24
"""Inside a group, between groups, page margin."""
CONTROL = 32
"""Height of controls."""
MEASURE = 620
"""Width of a column of text or questions, at most about 75 characters."""
ICON = 20


class ThemeName(StrEnum):
    """The three themes."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours as `#RRGGBB`. Derived ones are mixed from these, so that themes stay consistent."""

    paper: str
    surface: str
    raised: str
    ink: str
    ink2: str
    ink3: str
    line: str
    edge: str
    """Borders of controls: at least 3:1 against the surface, unlike the hairlines."""
    accent: str
    on_accent: str
    good: str
    care: str
    stop: str

    def colours(self) -> dict[str, str]:
        """Every colour by name, derived ones included, for the style sheet."""
        named = {field.name: str(getattr(self, field.name)) for field in fields(self)}
        named["hover"] = mix(self.ink, self.paper, 0.06)
        named["pressed"] = mix(self.ink, self.paper, 0.12)
        named["chosen"] = mix(self.accent, self.surface, 0.12)
        named["accent_hover"] = mix(self.on_accent, self.accent, 0.12)
        named["good_wash"] = mix(self.good, self.surface, 0.09)
        named["care_wash"] = mix(self.care, self.surface, 0.10)
        named["stop_wash"] = mix(self.stop, self.surface, 0.08)
        return named


def mix(over: str, under: str, share: float) -> str:
    """`over` laid on `under` with an opacity of `share`."""
    parts = (round(int(over[at : at + 2], 16) * share + int(under[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in parts)


LIGHT = Tokens(
    paper="#F7F6F2",
    surface="#FFFFFF",
    raised="#FFFFFF",
    ink="#1E2326",
    ink2="#4E575C",
    ink3="#646D72",
    line="#DDD9CF",
    edge="#8C8F8E",
    accent="#1F5F6B",
    on_accent="#FFFFFF",
    good="#2F6B3C",
    care="#8A5A00",
    stop="#9B2C2C",
)
DARK = Tokens(
    paper="#1B1D1F",
    surface="#232629",
    raised="#2B2F33",
    ink="#ECEEEF",
    ink2="#B9C0C4",
    ink3="#9AA3A8",
    line="#3A3F44",
    edge="#7A8288",
    accent="#6FB7C4",
    on_accent="#1B1D1F",
    good="#7CC48C",
    care="#E0B25A",
    stop="#E58A8A",
)
CONTRAST = Tokens(
    paper="#000000",
    surface="#000000",
    raised="#000000",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    ink3="#E6E6E6",
    line="#BFBFBF",
    edge="#FFFFFF",
    accent="#FFD84D",
    on_accent="#000000",
    good="#8CFF9E",
    care="#FFD84D",
    stop="#FFA3A3",
)
THEMES = {ThemeName.LIGHT: LIGHT, ThemeName.DARK: DARK, ThemeName.CONTRAST: CONTRAST}
