"""What a form notes of its own filling: identity, times, the code of the device and of the person."""

from dataclasses import dataclass

from fieldkit.clock import Clock
from fieldkit.instruments.coercion import format_moment


@dataclass(frozen=True, slots=True)
class Origin:
    """Who fills a form where, as codes of the project; addresses and telephone numbers name people and stay out."""

    device: str = ""
    member: str = ""


def at_start(wanted: str, clock: Clock, origin: Origin) -> str:
    """The value of a `jr:preload` and its parameter when a form is opened; empty for what is not known."""
    match wanted:
        case "uid":
            return f"uuid:{clock.new_id()}"
        case "timestamp start":
            return format_moment(clock.now())
        case "date today":
            return clock.now().date().isoformat()
        case "property deviceid":
            return origin.device
        case "property username":
            return origin.member
    return ""


def at_end(wanted: str, clock: Clock) -> str:
    """The value of a `jr:preload` when a form is handed over; empty for everything but the time of the end."""
    return format_moment(clock.now()) if wanted == "timestamp end" else ""
