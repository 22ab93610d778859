"""What new fillings and new instances of repeats begin with, read from the primary instance of an XForm."""

from datetime import UTC

from lxml import etree

from fieldkit.instruments import markup
from fieldkit.instruments.definition import NodeDefinition
from fieldkit.instruments.tree import NO_SEED, Seed
from fieldkit.instruments.values import coerced


def sow(primary: etree._Element, root: NodeDefinition, *, exact: bool) -> Seed:
    """The seed of a new filling; the repeats below `root` get theirs from their templates."""
    return _seed(primary, root, exact=exact)


def _seed(element: etree._Element, definition: NodeDefinition, *, exact: bool) -> Seed:
    if not definition.children:
        text = (element.text or "").strip()
        # Defaults are texts of the form; the zone does not matter, because they stay as they are written.
        kind, bind_type, bounds = definition.kind, definition.bind.type, definition.bounds
        return Seed(coerced(kind, bind_type, text, UTC, bounds, exact=exact) if text else "")
    groups: dict[str, Seed] = {}
    instances: dict[str, list[Seed]] = {}
    for child in markup.children(element):
        inner = definition.children[markup.local(child)]
        seed = _seed(child, inner, exact=exact)
        template = child.get(f"{markup.JR}template") is not None
        if not inner.repeat:
            groups.setdefault(inner.name, seed)
        elif not template:
            instances.setdefault(inner.name, []).append(seed)
        if inner.repeat and template and inner.seed is NO_SEED:
            inner.seed = seed
    return Seed(groups=groups, instances={name: tuple(seeds) for name, seeds in instances.items()})
