"""What forms may leave out, filled in as ODK's tools do it: the place of the identity, and paths named by a bind."""

from lxml import etree

from fieldkit.instruments import markup

ORX = "http://openrosa.org/xforms"
"""Namespace of what a submission says of itself."""


def with_identity(root: etree._Element) -> etree._Element:
    """The root of a primary instance with `meta/instanceID` in it; a form without it gets it and its rule."""
    meta = markup.child(root, "meta")
    if meta is None:
        meta = etree.SubElement(root, f"{{{ORX}}}meta")
    if markup.child(meta, "instanceID") is None:
        etree.SubElement(meta, f"{{{ORX}}}instanceID")
        path = f"/{markup.local(root)}/meta/instanceID"
        rule = {"nodeset": path, "type": "string", f"{markup.JR}preload": "uid"}
        etree.SubElement(next(root.iterancestors("{*}model")), "bind", rule)
    return root


def with_paths(document: etree._Element, model: etree._Element) -> None:
    """Write the path of a bind to what names the bind by its id, which XForms allows instead of a path."""
    paths = {bind.get("id", ""): bind.get("nodeset", "") for bind in markup.children(model, "bind") if bind.get("id")}
    if not paths:
        return
    for element in document.iter():
        path = paths.get(element.get("bind", ""))
        if path and not element.get("ref"):
            element.set("ref", path)
