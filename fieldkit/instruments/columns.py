"""Headers of XLSForm sheets: old and new spellings as one name, the language beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

_ALIASES = {
    "survey": {
        "relevance": "relevant",
        "caption": "label",
        "constraining_message": "constraint_message",
        "jr:constraintmsg": "constraint_message",
        "requiredmsg": "required_message",
        "jr:requiredmsg": "required_message",
        "calculate": "calculation",
        "readonly": "read_only",
        "count": "repeat_count",
        "jr:count": "repeat_count",
        "value": "name",
        "tag": "name",
        "command": "type",
        "noapperrorstring": "no_app_error_string",
        "jr:noapperrorstring": "no_app_error_string",
        "jr:preload": "preload",
        "jr:preloadparams": "preload",
    },
    "choices": {"list name": "list_name", "caption": "label", "value": "name"},
    "external_choices": {"list name": "list_name", "caption": "label", "value": "name"},
    "settings": {
        "set_form_title": "form_title",
        "title": "form_title",
        "id_string": "form_id",
        "set_form_id": "form_id",
    },
    "entities": {"list_name": "dataset"},
}
_MEDIA = frozenset({"image", "big-image", "audio", "video"})
TRANSLATED = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message", *_MEDIA})
"""Columns that may have a language."""
MEDIA = _MEDIA
"""Columns that name files to be shown or played."""
KNOWN = {
    "survey": frozenset(
        {
            *("type", "name", "required", "relevant", "constraint", "calculation", "read_only", "default"),
            *("appearance", "parameters", "choice_filter", "repeat_count", "trigger", "save_to", "autoplay", "rows"),
            *("no_app_error_string", "preload", "bind", "body", "control", "instance", "disabled", "media", "intent"),
            *TRANSLATED,
        }
    ),
    "settings": frozenset(
        {
            *("form_title", "form_id", "version", "public_key", "submission_url", "default_language", "style"),
            *("instance_name", "auto_send", "auto_delete", "client_editable", "allow_choice_duplicates", "name"),
            *("omit_instanceid", "prefix", "delimiter", "compact_tag", "namespaces", "attribute", "add_none_option"),
            *("clean_text_values", "instance_xmlns", "compact_prefix", "compact_delimiter"),
        }
    ),
}
"""Columns that mean something; those of choices are free, because filters may read any of them."""
_CARRIED = ("sms_", "bind", "body", "control", "instance", "media", "_", "#")
"""Beginnings of columns that other tools read, or that people keep for themselves."""


@dataclass(frozen=True, slots=True)
class Column:
    """One header."""

    header: str
    """As it is written."""
    name: str
    """Its one name."""
    language: str = ""

    def known(self, sheet: str) -> bool:
        """Whether any XLSForm tool reads such a column of that sheet."""
        names = KNOWN.get(sheet)
        return names is None or self.name in names or self.name.startswith(_CARRIED)


def columns(sheet: str, header: Iterable[str]) -> dict[str, Column]:
    """The columns of a sheet by their header."""
    written = tuple(header)
    double = any("::" in each for each in written)
    return {each: _column(sheet, each, double=double) for each in written}


def _column(sheet: str, header: str, *, double: bool) -> Column:
    tokens = _tokens(header, double=double)
    aliases = _ALIASES.get(sheet, {})
    first = "_".join(tokens[0].split()).lower()
    if first in ("bind", "media", "body", "control") and len(tokens) > 1:
        inner = tokens[1].lower()
        name = aliases.get(inner, inner)
        if name in KNOWN["survey"]:
            return Column(header, name, tokens[2] if len(tokens) > 2 else "")
        return Column(header, first)
    name = aliases.get(first, aliases.get(first.replace("_", " "), first))
    return Column(header, name, tokens[1] if len(tokens) > 1 and name in TRANSLATED else "")


def _tokens(header: str, *, double: bool) -> list[str]:
    """Old forms have single colons between the parts; `jr:` belongs to the name."""
    if double or "::" in header:
        return [token.strip() for token in header.split("::")]
    return [token.strip().replace("jr\0", "jr:") for token in header.replace("jr:", "jr\0").split(":")]
