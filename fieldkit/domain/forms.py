"""What the rest of the program knows of an instrument and of a form being filled; the engine itself is elsewhere."""

from enum import StrEnum
from typing import Annotated, Protocol

import msgspec

from fieldkit.domain.answers import Answers
from fieldkit.domain.ids import FormId
from fieldkit.domain.media import MediaKind


class Kind(StrEnum):
    """What a node of a form is."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BARCODE = "barcode"
    FILE = "file"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    HIDDEN = "hidden"
    """Calculations and metadata: no control on the screen."""
    GROUP = "group"
    REPEAT = "repeat"
    """A repeat as a whole: where instances are added."""
    INSTANCE = "instance"
    """One instance of a repeat."""


_CONTAINERS = frozenset({Kind.GROUP, Kind.REPEAT, Kind.INSTANCE})


class Medium(StrEnum):
    """What a file shown or played beside words is."""

    IMAGE = "image"
    BIG_IMAGE = "big-image"
    AUDIO = "audio"
    VIDEO = "video"


class Media(msgspec.Struct, frozen=True):
    """A picture, sound or film that belongs to a label, by the name of its file."""

    medium: Medium
    file: str


class Choice(msgspec.Struct, frozen=True):
    """One possible answer of a select."""

    value: str
    label: str
    media: tuple[Media, ...] = ()


class Scale(msgspec.Struct, frozen=True):
    """The numbers that a range offers."""

    least: str
    most: str
    step: str


class NodeState(msgspec.Struct, frozen=True, kw_only=True):
    """One node as it stands now, in the session's language."""

    ref: str
    kind: Kind
    label: str = ""
    media: tuple[Media, ...] = ()
    """What belongs to the label; it may be all of it."""
    hint: str = ""
    guidance: str = ""
    """More words than the hint, for those who are trained or ask for them."""
    appearance: str = ""
    value: str = ""
    choices: tuple[Choice, ...] | None = None
    relevant: bool = True
    """Including its ancestors: an irrelevant node is not shown and not submitted, its value is kept while editing."""
    required: bool = False
    readonly: bool = False
    valid: bool = True
    """False if relevant and required but empty, or if its constraint fails."""
    message: str = ""
    """The form's own words on what is wrong, in the session's language; empty if the form has none."""
    privacy: str = ""
    sealed: bool = False
    """Whether what is said goes onto an identity card; the value is then the code of the person."""
    count: int = 0
    """Number of instances, for a repeat."""
    scale: Scale | None = None
    """For a range."""
    upload: MediaKind | None = None
    """For a question that is answered by a file; its value is the file's name."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a form cannot be submitted yet."""

    ref: str
    label: str
    missing: bool
    """True: required and empty. False: the constraint fails."""
    message: str


def is_sealed(privacy: str, role: str) -> bool:
    """Whether the words of a question with that privacy class and fact role go onto an identity card."""
    return privacy == "identity" or role.startswith("identity.")


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What storage, facts and privacy need to know of one question or repeat of an instrument."""

    path: Annotated[str, msgspec.Meta(max_length=1024)]
    kind: Kind
    privacy: Annotated[str, msgspec.Meta(max_length=32)] = ""
    role: Annotated[str, msgspec.Meta(max_length=64)] = ""
    """Fact role, or for a repeat the fact table whose rows it makes."""

    @property
    def sealed(self) -> bool:
        """Whether what is said goes onto an identity card (`fieldkit.domain.sealed`)."""
        return self.kind not in _CONTAINERS and is_sealed(self.privacy, self.role)


class Instrument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of a questionnaire as vaults keep it and bundles carry it."""

    form: FormId
    version: Annotated[str, msgspec.Meta(max_length=64)]
    title: Annotated[str, msgspec.Meta(max_length=500)]
    languages: tuple[str, ...]
    """Names as the form has them, `Русский (ru)`; the default language first."""
    questions: Annotated[tuple[Question, ...], msgspec.Meta(max_length=20_000)]
    xform: Annotated[str, msgspec.Meta(max_length=20_000_000)]
    """The ODK XForm document."""


class Session(Protocol):
    """A form being filled. Not thread-safe; touches no storage. Refs are those of `fieldkit.domain.ids.Ref`."""

    @property
    def instrument(self) -> Instrument:
        """The questionnaire."""
        ...

    @property
    def language(self) -> str:
        """The form language in which labels and messages are given."""
        ...

    def set_language(self, name: str) -> None:
        """Switch to the form language `name`; unknown names are refused (FORM_LANGUAGE_UNKNOWN)."""
        ...

    def nodes(self) -> tuple[NodeState, ...]:
        """Every node in document order, irrelevant ones included."""
        ...

    def node(self, ref: str) -> NodeState:
        """One node. Raises Refusal(ANSWER_UNKNOWN_QUESTION)."""
        ...

    def translated_label(self, ref: str, language: str) -> str:
        """The label of a node in another language of the form: the interviewee's beside the monitor's."""
        ...

    def translated_choices(self, ref: str, language: str) -> tuple[Choice, ...] | None:
        """The choices that a node offers now, in another language of the form; nothing for nodes without."""
        ...

    def set(self, ref: str, value: str) -> frozenset[str]:
        """Answer a question (empty text clears); returns the refs whose state changed.

        A value that cannot be of the question's type or is no choice of it is refused (ANSWER_WRONG_TYPE,
        ANSWER_UNKNOWN_CHOICE, ANSWER_READ_ONLY, ANSWER_UNKNOWN_QUESTION). A value that breaks the constraint is kept
        and the node says so: nobody loses what they typed.
        """
        ...

    def objection(self, ref: str, value: str) -> str | None:
        """What the form would say against a value, in its own words or none; None if nothing. Keeps nothing.

        Refuses like `set`.
        """
        ...

    def add_repeat(self, ref: str) -> str:
        """Add an instance to the repeat `ref` (without a last position); returns the ref of the instance."""
        ...

    def remove_repeat(self, ref: str, index: int) -> None:
        """Remove instance `index` (from 0) of the repeat `ref`; later ones move up."""
        ...

    def problems(self) -> tuple[Problem, ...]:
        """What stands in the way of submitting, in document order."""
        ...

    def draft(self) -> Answers:
        """All answers including those of irrelevant questions: what autosave keeps."""
        ...

    def answers(self) -> Answers:
        """The answers of relevant questions and calculations: what a revision holds."""
        ...

    def title(self) -> str:
        """The instance name if the form defines one, else the instrument's title."""
        ...
